import { describe, expect, test } from '@jest/globals';
import { World, id } from '../../test/world.ts';
import { Rejected } from '../../rejected.ts';

const deal = { Name: 'Bridge', Stage: 'Engaging', Amount: 500, Description: 'inside only' };
const tab = { visible: ['Name', 'Stage', 'Amount', 'Contact'], edit: ['Stage', 'Amount', 'Contact', 'Name'] };

function given() {
  const world = new World();
  const seen = world.record('Deals', deal);
  const contact = world.record('Contacts', { Name: 'Seen' });
  const hiddenContact = world.record('Contacts', { Name: 'Hidden' });
  const partner = world.partner({ Deals: tab, Contacts: { visible: ['Name'] } }, [seen, contact]);
  const update = (set: object, more: object = {}) =>
    world.run(partner, 'update-record', { module: 'Deals', id: seen.id, set, ...more });
  const stored = () => world.records.get(seen.id)!;
  return { world, seen, contact, hiddenContact, partner, update, stored, staff: world.staff() };
}

describe('a portal user changes a record', () => {
  test('[S0-5] [DM10] the record itself changes, other fields and keys stay', () => {
    const { update, stored, seen } = given();
    const outcome = update({ Stage: 'Won' });
    expect(outcome.code).toBe('applied');
    expect(stored()).toEqual({ ...seen, fields: { ...deal, Stage: 'Won' } });
    expect(outcome.changes).toEqual([{ kind: 'record', before: seen, after: stored() }]);
  });

  test('[DM11] a command that changes nothing makes no event', () => {
    const { update } = given();
    expect(update({ Stage: 'Engaging', Amount: 500 }).events).toEqual([]);
  });

  test('[law 7] [DM12] hidden, deleted, other-module and never-made records are all not found, byte for byte', () => {
    const { world, partner } = given();
    const hidden = world.record('Deals', deal);
    const deleted = world.record('Deals', deal, { deleted: true });
    const targets = [
      { module: 'Deals', id: hidden.id },
      { module: 'Deals', id: deleted.id },
      { module: 'Deals', id: id(99) },
      { module: 'Accounts', id: hidden.id },
      { module: 'Nowhere', id: hidden.id },
    ];
    const refusals = targets.map((target) => world.run(partner, 'update-record', { ...target, set: { Stage: 'Won' } }));
    for (const { rejected } of refusals) expect({ ...rejected }).toEqual({ ...new Rejected('not-found') });
  });

  test('[law 7] [DM13] a hidden field and a field that never was are refused alike', () => {
    const { update } = given();
    const hidden = update({ Description: 'x' });
    const unknown = update({ Descriptiom: 'x' });
    expect([hidden.code, unknown.code]).toEqual(['unknown-field', 'unknown-field']);
    expect(hidden.rejected?.issues[0]?.message).toBe(unknown.rejected?.issues[0]?.message);
  });

  test('[S0-66] [S1-8] a field that may only be viewed is refused, and the field is named', () => {
    const world = new World();
    const row = world.record('Deals', deal);
    const partner = world.partner({ Deals: { visible: ['Stage', 'Amount'], edit: ['Stage'] } }, [row]);
    const outcome = world.run(partner, 'update-record', {
      module: 'Deals',
      id: row.id,
      set: { Amount: 1, Stage: 'Won' },
    });
    expect([outcome.code, outcome.paths]).toEqual(['forbidden', ['Amount']]);
    expect(world.records.get(row.id)).toBe(row);
  });

  test('[DM14] the order of refusal is unknown-field, forbidden, invalid, conflict', () => {
    const world = new World();
    const row = world.record('Deals', deal);
    const partner = world.partner({ Deals: { visible: ['Stage', 'Amount', 'Name'], edit: ['Stage', 'Name'] } }, [row]);
    const run = (set: object, base: object = { Stage: 'Lost' }) =>
      world.run(partner, 'update-record', { module: 'Deals', id: row.id, set, base }).code;
    expect(run({ Description: '', Amount: 1, Name: '', Stage: 'Won' })).toBe('unknown-field');
    expect(run({ Amount: 1, Name: '', Stage: 'Won' })).toBe('forbidden');
    expect(run({ Name: '', Stage: 'Won' })).toBe('invalid');
    expect(run({ Stage: 'Won' })).toBe('conflict');
  });

  test('[DM15] a wrong value is refused with its field and without the value', () => {
    const { update } = given();
    const { code, paths, rejected } = update({ Stage: 'Sometimes', Amount: 'many' });
    expect([code, paths]).toEqual(['invalid', ['Stage', 'Amount']]);
    expect(JSON.stringify(rejected)).not.toMatch(/Sometimes|many/);
  });

  test('[S0-67] [DM16] a mandatory field cannot be emptied, but one that is empty already does not block', () => {
    const { update, world } = given();
    expect([null, ''].map((Name) => update({ Name }).code)).toEqual(['invalid', 'invalid']);
    const old = world.record('Deals', {});
    const partner = world.partner({ Deals: tab }, [old]);
    const set = { Name: null, Stage: 'Won' };
    expect(world.run(partner, 'update-record', { module: 'Deals', id: old.id, set }).code).toBe('applied');
  });

  test('[law 7] [DM17] a lookup may be set only to a record the member sees', () => {
    const { update, contact, hiddenContact, world } = given();
    const deleted = world.record('Contacts', {}, { deleted: true });
    const codes = [hiddenContact.id, deleted.id, id(99)].map((Contact) => update({ Contact }));
    for (const { rejected } of codes) expect({ ...rejected }).toEqual({ ...codes[0]?.rejected });
    expect(codes[0]?.code).toBe('unknown-record');
    expect(update({ Contact: contact.id }).code).toBe('applied');
    expect(update({ Contact: null }).code).toBe('applied');
  });

  test('[DM18] setting a lookup again to the id one already sees is no change, even when its target is hidden', () => {
    const { world, hiddenContact } = given();
    const row = world.record('Deals', { ...deal, Contact: hiddenContact.id });
    const partner = world.partner({ Deals: tab }, [row]);
    const set = { Contact: hiddenContact.id.toUpperCase() };
    const outcome = world.run(partner, 'update-record', { module: 'Deals', id: row.id, set });
    expect([outcome.code, outcome.events]).toEqual(['applied', []]);
  });

  test('[SEC-30] a unique field is closed to portal users, taken or not', () => {
    const { world } = given();
    const Code = { name: 'Code', label: 'Code', type: 'text', required: false, unique: true } as const;
    const { Deals } = world.portal.modules;
    const module = { ...Deals!, fields: { ...Deals!.fields, Code } };
    world.apply({ kind: 'setting', part: 'module', id: 'Deals', before: null, after: module });
    const row = world.record('Deals', deal);
    world.claims.set('unique:Deals.Code=taken', id(98));
    const partner = world.partner({ Deals: { visible: ['Code'], edit: ['Code'] } }, [row]);
    const by = (who: typeof partner, value: string) =>
      world.run(who, 'update-record', { module: 'Deals', id: row.id, set: { Code: value } });
    expect({ ...by(partner, 'taken').rejected }).toEqual({ ...by(partner, 'free').rejected });
    expect(by(partner, 'taken').code).toBe('forbidden');
    const staff = world.staff('sales');
    expect(by(staff, 'taken').code).toBe('invalid');
    expect(by(staff, 'free').code).toBe('applied');
    expect(by(staff, 'other').code).toBe('applied');
    expect([...world.claims.keys()]).toEqual(['unique:Deals.Code=taken', 'unique:Deals.Code=other']);
  });

  test('[DM19] only staff move a record to another layout, and only to one that exists', () => {
    const { update, world, seen, staff } = given();
    expect(update({ Stage: 'Won' }, { layout: 'Standard' }).code).toBe('forbidden');
    const move = (layout: string) =>
      world.run(staff, 'update-record', { module: 'Deals', id: seen.id, set: {}, layout });
    expect([move('Nowhere').code, move('toString').code, move('Standard').events]).toEqual(['invalid', 'invalid', []]);
    const module = world.portal.modules['Deals']!;
    const layouts = { ...module.layouts, Brief: { name: 'Brief', label: 'Brief', fields: ['Name'] } };
    world.apply({ kind: 'setting', part: 'module', id: 'Deals', before: null, after: { ...module, layouts } });
    expect(move('Brief').code).toBe('applied');
    expect(world.records.get(seen.id)?.layout).toBe('Brief');
  });
});

describe('two people change the same field', () => {
  test('[I1] [DM20] a newer value is a conflict: nothing is written, all conflicting fields are listed', () => {
    const { update, stored, seen } = given();
    const base = { Stage: 'Prospecting', Amount: 400, Name: 'Bridge' };
    const outcome = update({ Stage: 'Won', Amount: 600, Name: 'New bridge' }, { base });
    expect(outcome.code).toBe('conflict');
    expect(outcome.rejected?.conflicts).toEqual([
      { field: 'Stage', base: 'Prospecting', mine: 'Won', theirs: 'Engaging' },
      { field: 'Amount', base: 400, mine: 600, theirs: 500 },
    ]);
    expect(stored()).toBe(seen);
  });

  test('[DM21] mine equal to theirs is neither conflict nor change', () => {
    const { update } = given();
    const outcome = update({ Stage: 'Engaging' }, { base: { Stage: 'Prospecting' } });
    expect([outcome.code, outcome.events]).toEqual(['applied', []]);
  });

  test('[DM22] a change of another field merges', () => {
    const { update, world, seen, staff, stored } = given();
    world.run(staff, 'update-record', { module: 'Deals', id: seen.id, set: { Amount: 900 } });
    expect(update({ Stage: 'Won' }, { base: { Stage: 'Engaging' } }).code).toBe('applied');
    expect(stored().fields).toEqual({ ...deal, Amount: 900, Stage: 'Won' });
  });

  test('[DM23] a base names fields the sender sees, and says nothing where the field is not set', () => {
    const { update } = given();
    const refused = ['Description', 'Nothing'].map((name) => update({ Stage: 'Won' }, { base: { [name]: 1 } }));
    expect(refused.map(({ code, rejected }) => [code, rejected?.issues[0]?.message])).toEqual(
      Array(2).fill(['unknown-field', 'There is no such field.']),
    );
    expect(update({ Stage: 'Won' }, { base: { Amount: 1 } }).code).toBe('applied');
  });
});

describe('the size of a record', () => {
  const long = 'x'.repeat(32_000);
  const texts = (names: string[]) => Object.fromEntries(names.map((name) => [name, long]));

  test('[DM24] a record grows to 64 KiB and no further, and a larger one may shrink', () => {
    const world = new World();
    const module = world.portal.modules['Cases']!;
    const fields = ['A', 'B', 'C'].map((name) => [name, { ...module.fields['Solution']!, name }] as const);
    const after = { ...module, fields: { ...module.fields, ...Object.fromEntries(fields) } };
    world.apply({ kind: 'setting', part: 'module', id: 'Cases', before: null, after });
    const row = world.record('Cases', { Subject: 'S', ...texts(['A', 'B']) });
    const large = world.record('Cases', { Subject: 'S', ...texts(['A', 'B', 'C']) });
    const staff = world.staff();
    const set = (to: string, set: object) => world.run(staff, 'update-record', { module: 'Cases', id: to, set }).code;
    expect(set(row.id, { C: long })).toBe('invalid');
    expect(set(row.id, { C: 'short' })).toBe('applied');
    expect(set(large.id, { C: long.slice(1) })).toBe('applied');
    const partner = world.partner({ Cases: { visible: ['C'], edit: ['C'] } }, [row]); // [law 7]
    expect(world.run(partner, 'update-record', { module: 'Cases', id: row.id, set: { C: long } }).code).toBe('applied');
  });
});
