import { describe, expect, test } from '@jest/globals';
import { World, id } from '../../test/world.ts';

const tab = { visible: ['Name', 'Stage', 'Contact', 'Amount'], create: ['Name', 'Stage', 'Contact'] };

function given() {
  const world = new World();
  const contact = world.record('Contacts', { Name: 'Seen' });
  const granted = { Deals: tab, Contacts: { visible: ['Name'] } };
  const inviter = world.staff('portal-manager');
  const partner = world.partner(granted, [contact], { inviter: inviter.member!.id });
  const create = (fields: object, more: object = {}) =>
    world.run(partner, 'create-record', { module: 'Deals', fields, ...more });
  return { world, contact, inviter, partner, create, staff: world.staff('sales') };
}

describe('a portal user creates a record', () => {
  test('[S0-6] [S0-80] [DM50] it is his, its owner is who invited him, and he is its key', () => {
    const { world, contact, inviter, partner, create } = given();
    const outcome = create({ Name: 'Bridge', Contact: contact.id });
    const { id: made } = outcome.result as { id: string };
    expect(outcome.result).toEqual({ id: made, module: 'Deals' });
    expect(world.records.get(made)).toEqual({
      id: made,
      module: 'Deals',
      layout: 'Standard',
      fields: { Name: 'Bridge', Contact: contact.id, Stage: 'Prospecting' },
      createdBy: partner.member!.id,
      owner: inviter.member!.id,
      deleted: false,
      restricted: false,
      keys: [`+${partner.member!.id}`],
    });
  });

  test('[DM51] defaults fill what is left out, and what is given counts, null too', () => {
    const { world, create } = given();
    const stage = (fields: object) =>
      world.records.get(String(create({ Name: 'N', ...fields }).result['id']))?.fields['Stage'];
    expect([stage({}), stage({ Stage: 'Won' }), stage({ Stage: null })]).toEqual(['Prospecting', 'Won', null]);
  });

  test('[law 7] [DM52] a module he does not see is not found, as one that never was', () => {
    const { world, partner } = given();
    const run = (module: string) => world.run(partner, 'create-record', { module, fields: {} });
    expect(['Invoices', 'Nowhere'].map((module) => run(module).code)).toEqual(['not-found', 'not-found']);
  });

  test('[S0-51] [DM53] a layout that is not granted is not found, as one that never was', () => {
    const { world, create } = given();
    const module = world.portal.modules['Deals']!;
    const layouts = { ...module.layouts, Brief: { name: 'Brief', label: 'Brief', fields: ['Name'] } };
    world.apply({ kind: 'setting', part: 'module', id: 'Deals', before: null, after: { ...module, layouts } });
    expect(['Brief', 'Nowhere'].map((layout) => create({ Name: 'N' }, { layout }).code)).toEqual([
      'not-found',
      'not-found',
    ]);
    expect(create({ Name: 'N' }, { layout: 'Standard' }).code).toBe('applied');
  });

  test('[PR12] without a layout it is Standard, in whatever order the database gives the layouts back', () => {
    const { world, staff } = given();
    const module = world.portal.modules['Deals']!;
    const layouts = { Brief: { name: 'Brief', label: 'Brief', fields: ['Name'] }, ...module.layouts };
    world.apply({ kind: 'setting', part: 'module', id: 'Deals', before: null, after: { ...module, layouts } });
    const made = world.run(staff, 'create-record', { module: 'Deals', fields: { Name: 'N' } });
    expect(world.records.get(String(made.result['id']))?.layout).toBe('Standard');
  });

  test('[S0-45] [DM54] where creating is not granted it is forbidden', () => {
    const { world, partner } = given();
    expect(world.run(partner, 'create-record', { module: 'Contacts', fields: { Name: 'N' } }).code).toBe('forbidden');
  });

  test('[DM55] the order of refusal is unknown-field, forbidden, invalid, unknown-record', () => {
    const { create } = given();
    const wrong = { Name: '', Contact: id(99) };
    expect(create({ ...wrong, Description: 'x', Amount: 1 })).toMatchObject({
      code: 'unknown-field',
      paths: ['Description'],
    });
    expect(create({ ...wrong, Amount: 1 })).toMatchObject({ code: 'forbidden', paths: ['Amount'] });
    expect(create(wrong)).toMatchObject({ code: 'invalid', paths: ['Name'] });
    expect(create({ ...wrong, Name: 'N' })).toMatchObject({ code: 'unknown-record', paths: ['Contact'] });
  });

  test('[S0-67] [DM56] a mandatory field must be given', () => {
    const { create } = given();
    expect(create({ Stage: 'Won' })).toMatchObject({ code: 'invalid', paths: ['Name'] });
  });

  test('[S0-68] [law 7] [DM57] a mandatory field that is hidden makes creating forbidden and is never named', () => {
    const { world } = given();
    const partner = world.partner({ Deals: { visible: ['Stage'], create: ['Stage'] } });
    const { code, rejected } = world.run(partner, 'create-record', { module: 'Deals', fields: { Stage: 'Won' } });
    expect([code, JSON.stringify(rejected)]).toEqual(['forbidden', expect.not.stringContaining('Name')]);
  });

  test('[law 7] [DM58] a lookup leads only to a record he sees', () => {
    const { world, create } = given();
    const hidden = world.record('Contacts', { Name: 'Hidden' });
    const answers = [hidden.id, id(99)].map((Contact) => create({ Name: 'N', Contact }).rejected);
    expect({ ...answers[0] }).toEqual({ ...answers[1] });
    expect(answers[0]?.code).toBe('unknown-record');
  });

  test('[DM59] an external id is given by staff only', () => {
    expect(given().create({ Name: 'N' }, { externalId: 'x' }).code).toBe('forbidden');
  });
});

describe('staff create a record', () => {
  test('[DM60] the maker is its owner, and no key is needed', () => {
    const { world, staff } = given();
    const { result } = world.run(staff, 'create-record', { module: 'Deals', fields: { Name: 'N', Amount: 5 } });
    const owner = staff.member!.id;
    expect(world.records.get(String(result['id']))).toMatchObject({ owner, createdBy: owner, keys: [] });
  });

  test('[DM61] an external id belongs to one record of its module', () => {
    const { world, staff } = given();
    const create = (module: string) =>
      world.run(staff, 'create-record', { module, fields: { Name: 'N' }, externalId: 'x-1' });
    expect(create('Deals').code).toBe('applied');
    expect(create('Deals')).toMatchObject({ code: 'invalid', paths: ['externalId'] });
    expect(create('Accounts').code).toBe('applied');
  });

  test('[SEC-30] [DM62] a unique value belongs to one record; addresses are the same in any case', () => {
    const { world, staff } = given();
    const Mail = { name: 'Mail', label: 'Mail', type: 'email', required: false, unique: true } as const;
    const module = world.portal.modules['Deals']!;
    const after = { ...module, fields: { ...module.fields, Mail } };
    world.apply({ kind: 'setting', part: 'module', id: 'Deals', before: null, after });
    const create = (by: typeof staff, Mail: string) =>
      world.run(by, 'create-record', { module: 'Deals', fields: { Name: 'N', Mail } });
    expect(create(staff, 'A@example.com').code).toBe('applied');
    expect(create(staff, 'a@EXAMPLE.com')).toMatchObject({ code: 'invalid', paths: ['Mail'] });
    const partner = world.partner({ Deals: { visible: ['Name', 'Mail'], create: ['Name', 'Mail'] } });
    expect(['a@example.com', 'b@example.com'].map((mail) => create(partner, mail).code)).toEqual([
      'forbidden',
      'forbidden',
    ]);
  });

  test('[DM63] a record of more than 64 KiB is refused', () => {
    const { world, staff } = given();
    const module = world.portal.modules['Cases']!;
    const more = Object.fromEntries(['A', 'B', 'C'].map((name) => [name, { ...module.fields['Solution']!, name }]));
    const after = { ...module, fields: { ...module.fields, ...more } };
    world.apply({ kind: 'setting', part: 'module', id: 'Cases', before: null, after });
    const text = 'ん'.repeat(10_000); // 30,000 bytes
    const create = (fields: object) =>
      world.run(staff, 'create-record', { module: 'Cases', fields: { Subject: 'S', ...fields } }).code;
    expect([create({ A: text, B: text }), create({ A: text, B: text, C: text })]).toEqual(['applied', 'invalid']);
  });

  test('[law 6] [DM64] roles without the right cannot create, and the operator sees no module', () => {
    const { world } = given();
    expect(world.run(world.operator, 'create-record', { module: 'Deals', fields: { Name: 'N' } }).code).toBe(
      'not-found',
    );
  });
});
