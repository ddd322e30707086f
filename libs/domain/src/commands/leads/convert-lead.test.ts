import { describe, expect, test } from '@jest/globals';
import type { Value } from '../../fields.ts';
import type { RecordState } from '../../records.ts';
import type { UserType } from '../../user-types.ts';
import { World, id } from '../../test/world.ts';
import { dryConvertLeads } from './convert-leads.ts';

const type = (n: number, base: string, isDefault = false): UserType => ({
  id: id(n),
  name: `Type ${n}`,
  base,
  isDefault,
  tabs: {},
});
const [clients, partners, prospects] = [type(30, 'Contacts', true), type(31, 'Contacts'), type(32, 'Leads')];

function given(types: readonly UserType[] = [clients, prospects]) {
  const world = new World();
  const set = (part: 'user-type' | 'profile' | 'module', name: string, after: never) =>
    world.apply({ kind: 'setting', part, id: name, before: null, after });
  set('profile', 'profile', { ...world.portal.profile, domains: ['own.example.com'] } as never);
  for (const one of types) set('user-type', one.id, one as never);
  const lead = (fields: Readonly<Record<string, Value>> = {}, more: Partial<RecordState> = {}) =>
    world.record('Leads', { Name: 'Aiko Mori', Company: 'Mori KK', Email: 'aiko@example.net', ...fields }, more);
  const staff = world.staff('sales');
  const person = (of: RecordState, email = 'aiko@example.net') =>
    world.partner({}, [], { userType: prospects.id, record: of.id, module: 'Leads', email }).member!;
  const convert = (of: RecordState, more: object = {}, by = staff) =>
    world.run(by, 'convert-lead', { lead: of.id, ...more });
  const row = (of: unknown) => world.records.get(String(of))!;
  return { world, lead, staff, person, convert, row };
}

describe('converting a lead', () => {
  test('[S0-83] [DM160] a lead becomes a contact by the mapping, and is withdrawn', () => {
    const { lead, convert, row, staff } = given();
    const source = lead({ Phone: '+81 3', Status: 'Qualified' });
    const { code, result } = convert(source);
    expect([code, result['account'], result['deal'], result['members']]).toEqual(['applied', null, null, []]);
    expect(row(result['contact'])).toMatchObject({
      module: 'Contacts',
      layout: 'Standard',
      fields: { Name: 'Aiko Mori', Email: 'aiko@example.net', Phone: '+81 3' },
      owner: staff.member!.id,
    });
    expect(row(source.id)).toMatchObject({ deleted: true, fields: source.fields });
  });

  test('[DM160] the contact keeps owner and creator, so that whoever made the lead still meets it', () => {
    const { lead, convert, row } = given();
    const { result } = convert(lead({}, { createdBy: id(7), owner: id(8), keys: [`+${id(7)}`, `Account:${id(9)}`] }));
    expect(row(result['contact'])).toMatchObject({ createdBy: id(7), owner: id(8), keys: [`+${id(7)}`] });
  });

  test('[DM161] an account and a deal are made and tied together; what is given by hand goes first', () => {
    const { lead, convert, row, staff } = given();
    const { result } = convert(lead(), {
      account: { fields: { Industry: 'Tea' } },
      deal: { Name: 'Tea 2030', Amount: 5 },
    });
    const { contact, account, deal } = result;
    expect(row(account)).toMatchObject({
      fields: { Name: 'Mori KK', Industry: 'Tea', Contact: contact },
      createdBy: staff.member!.id,
    });
    expect(row(contact).fields).toMatchObject({ Account: account });
    expect(row(deal).fields).toMatchObject({
      Name: 'Tea 2030',
      Amount: 5,
      Account: account,
      Contact: contact,
      Stage: 'Prospecting',
    });
  });

  test('[DM161] an account that stands is taken; one that does not is refused', () => {
    const { world, lead, convert, row } = given();
    const account = world.record('Accounts', { Name: 'Mori' });
    expect(convert(lead(), { account: { id: id(99) } })).toMatchObject({
      code: 'unknown-record',
      paths: ['account.id'],
    });
    const { result } = convert(lead(), { account: { id: account.id }, deal: {} });
    expect(row(result['deal']).fields).toMatchObject({ Account: account.id });
    expect(row(account.id).fields).toEqual({ Name: 'Mori' });
  });

  test('[DM162] what cannot be made is refused by module and field, and nothing is done', () => {
    const { lead, convert, row } = given();
    const source = lead({ Company: null });
    expect(convert(source, { account: { fields: {} } })).toMatchObject({ code: 'invalid', paths: ['Accounts.Name'] });
    expect(convert(source, { deal: { Nonsense: 1 } })).toMatchObject({ code: 'invalid', paths: ['Deals.Nonsense'] });
    expect(row(source.id).deleted).toBe(false);
  });

  test('[S0-83] [DM163] a converted lead is neither converted again nor restored', () => {
    const { world, lead, convert } = given();
    const source = lead();
    convert(source);
    expect(convert(source).code).toBe('not-possible');
    expect(world.run(world.staff(), 'restore-record', { module: 'Leads', id: source.id }).code).toBe('not-possible');
  });

  test('[DM164] records that referred to the lead refer to the contact, where a lookup for it is empty', () => {
    const { world, lead, convert, row } = given();
    const field = { name: 'Lead', label: 'Lead', type: 'lookup', module: 'Leads' };
    world.run(world.staff(), 'define-field', { module: 'Deals', field });
    const source = lead();
    const [free, held] = [null, id(77)].map((Contact) =>
      world.record('Deals', { Name: 'x', Lead: source.id, Contact }),
    );
    const { result } = convert(source);
    expect(row(free!.id).fields).toMatchObject({ Lead: source.id, Contact: result['contact'] });
    expect(row(held!.id).fields).toMatchObject({ Contact: id(77) });
  });

  test('[DM165] portal users cannot convert, and staff only as far as they may edit and create', () => {
    const { world, lead, convert } = given();
    const bystander = world.partner({ Leads: { visible: ['Name'], edit: ['Name'] } }, [lead()]);
    expect(convert(lead(), {}, bystander).code).toBe('not-found');
    expect(convert(lead(), {}, world.operator).code).toBe('forbidden');
  });
});

describe('the portal user of a lead', () => {
  test('[G-30] [S0-85] [DM166] goes on with the same sign-in under the only contact type', () => {
    const { world, lead, person, convert } = given();
    const source = lead();
    const before = person(source);
    const { result } = convert(source);
    expect(result['members']).toEqual([before.id]);
    expect(world.members.get(before.id)).toEqual({
      ...before,
      userType: clients.id,
      module: 'Contacts',
      record: result['contact'],
    });
  });

  test('[S0-84] [DM166] of several contact types one must be chosen, and the refusal names them', () => {
    const { world, lead, person, convert } = given([clients, partners, prospects]);
    const source = lead();
    const before = person(source);
    const refused = convert(source);
    expect(refused).toMatchObject({ code: 'invalid', paths: ['userType'] });
    expect(refused.rejected?.issues[0]?.message).toBe('Choose one of: Type 30, Type 31.');
    expect(convert(source, { userType: prospects.id }).code).toBe('wrong-base');
    expect(convert(source, { userType: id(99) }).code).toBe('not-found');
    expect(convert(source, { userType: partners.id }).code).toBe('applied');
    expect(world.members.get(before.id)).toMatchObject({ userType: partners.id });
  });

  test('[S0-84] without portal access nothing needs to be chosen', () => {
    const { lead, convert } = given([clients, partners]);
    expect(convert(lead()).code).toBe('applied');
  });

  test('[S0-31] [DM166] people of the own domain do not come in by the default type', () => {
    const { lead, person, convert } = given([clients, partners, prospects]);
    const source = lead();
    person(source, 'boss@own.example.com');
    expect(convert(source, { userType: clients.id }).code).toBe('employee-domain');
    expect(convert(source, { userType: partners.id }).code).toBe('applied');
  });

  test('[S0-85] [DM167] without a contact type access is dropped or the conversion refused, by setting', () => {
    const { world, lead, person, convert } = given([prospects]);
    const source = lead();
    const before = person(source);
    world.claims.set(`email=${before.email}`, before.id);
    expect(convert(source).code).toBe('not-possible');
    const { rules, ...settings } = world.portal.conversion;
    expect(world.run(world.staff(), 'configure-conversion', { ...settings, rules, portalAccess: 'drop' }).code).toBe(
      'applied',
    );
    expect(convert(source).code).toBe('applied');
    expect(world.members.get(before.id)).toMatchObject({ status: 'removed', sessionsEnded: 1 });
    expect(world.claims.has(`email=${before.email}`)).toBe(false);
  });
});

describe('leads by rule', () => {
  const ruled = (types?: readonly UserType[]) => {
    const all = given(types);
    const rule = {
      label: 'Hot',
      criteria: { field: 'Rating', is: 'is', value: 'Hot' },
      userType: clients.id,
      account: true,
    };
    const { rules: _none, ...settings } = all.world.portal.conversion;
    all.world.run(all.world.staff(), 'configure-conversion', { ...settings, rules: { Hot: rule } });
    const dry = (ids: readonly string[]) => {
      const world = new World();
      Object.assign(world, {
        portal: all.world.portal,
        records: new Map(all.world.records),
        members: new Map(all.world.members),
      });
      return String(world.decide(all.staff, dryConvertLeads, { rule: 'Hot', ids }).result?.['expect']);
    };
    const batch = (ids: readonly string[], expect = dry(ids)) =>
      all.world.run(all.staff, 'convert-leads', { rule: 'Hot', ids, expect });
    return { ...all, dry, batch };
  };

  test('[G-31] [DM168] a refused lead does not stop the others, and each has its result', () => {
    const { lead, batch, row } = ruled();
    const [whole, nameless, gone] = [lead(), lead({ Company: null }), lead({}, { deleted: true })];
    const { result } = batch([whole.id, nameless.id, gone.id]);
    expect(result['rows']).toMatchObject([
      { lead: whole.id, outcome: 'converted' },
      { lead: nameless.id, outcome: 'refused', code: 'invalid' },
      { lead: gone.id, outcome: 'refused', code: 'not-found' },
    ]);
    expect([whole, nameless].map(({ id: of }) => row(of).deleted)).toEqual([true, false]);
  });

  test('[G-31] [DM169] nothing is converted when a lead, a member or the rule changed since the dry run', () => {
    const { world, lead, person, dry, batch } = ruled();
    const source = lead();
    const before = dry([source.id]);
    world.apply({ kind: 'record', before: null, after: { ...source, fields: { ...source.fields, Title: 'Chief' } } });
    expect(batch([source.id], before).code).toBe('conflict');
    const again = dry([source.id]);
    person(source);
    expect(batch([source.id], again).code).toBe('conflict');
    expect(batch([source.id]).code).toBe('applied');
  });
});
