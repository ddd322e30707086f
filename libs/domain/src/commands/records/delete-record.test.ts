import { describe, expect, test } from '@jest/globals';
import { World, id } from '../../test/world.ts';

function given() {
  const world = new World();
  const contact = world.record('Contacts', { Name: 'Somebody', Email: 'a@example.net' });
  const granted = { Contacts: { visible: ['Name'], delete: true }, Deals: { visible: ['Name'] } };
  const partner = world.partner(granted, [contact]);
  const by = (who: typeof partner, name: string, to = contact.id, module = 'Contacts') =>
    world.run(who, name, { module, id: to });
  return { world, contact, partner, by, staff: world.staff('sales') };
}

describe('deleting and restoring', () => {
  test('[DM70] a deleted record keeps its fields and keys, and nobody sees it', () => {
    const { world, contact, partner, by } = given();
    expect(by(partner, 'delete-record').changes).toEqual([
      { kind: 'record', before: contact, after: { ...contact, deleted: true } },
      { kind: 'claim', scope: 'deleted:Contacts', value: contact.id, holder: world.now },
    ]);
    expect(by(partner, 'delete-record').code).toBe('not-found');
    expect(by(world.staff(), 'delete-record').code).toBe('not-found');
  });

  test('[DM71] staff bring it back as it was; restoring what stands changes nothing', () => {
    const { world, contact, staff, by } = given();
    by(staff, 'delete-record');
    expect(by(staff, 'restore-record').code).toBe('applied');
    expect(world.records.get(contact.id)).toEqual(contact);
    expect(by(staff, 'restore-record')).toMatchObject({ code: 'applied', events: [] });
    expect(by(staff, 'restore-record', id(99)).code).toBe('not-found');
  });

  test('[DM76] for thirty days after it was deleted, and not a moment longer', () => {
    const { world, contact, staff, by } = given();
    by(staff, 'delete-record');
    world.now = '2030-01-31T00:00:00.000Z';
    expect(by(staff, 'restore-record').code).toBe('applied');
    by(staff, 'delete-record');
    world.now = '2030-03-02T00:00:00.001Z';
    expect(by(staff, 'restore-record')).toMatchObject({ code: 'not-possible' });
    expect(world.records.get(contact.id)?.deleted).toBe(true);
  });

  test('[law 7] [DM72] for a portal user a deleted record cannot be told from one that never was', () => {
    const { partner, staff, by } = given();
    expect(by(partner, 'restore-record').code).toBe('forbidden');
    by(staff, 'delete-record');
    expect([by(partner, 'restore-record').code, by(partner, 'restore-record', id(99)).code]).toEqual([
      'not-found',
      'not-found',
    ]);
  });

  test('[S0-45] [DM73] without the right it is forbidden, unseen it is not found', () => {
    const { world, partner, by } = given();
    const seen = world.record('Deals', { Name: 'Seen' });
    const hidden = world.record('Contacts', { Name: 'Hidden' });
    const looking = world.partner({ Deals: { visible: ['Name'] } }, [seen]);
    expect(by(looking, 'delete-record', seen.id, 'Deals').code).toBe('forbidden');
    expect([hidden.id, id(99)].map((to) => by(partner, 'delete-record', to).code)).toEqual(['not-found', 'not-found']);
    expect(by(world.staff('portal-manager'), 'delete-record').code).toBe('forbidden');
  });

  test.each([
    ['active', 'not-possible'],
    ['inactive', 'applied'],
    ['removed', 'applied'],
  ] as const)('[DM74] the record of an %s member: %s', (status, code) => {
    const { world, contact, staff, by } = given();
    world.partner({}, [], { record: contact.id, status });
    const outcome = by(staff, 'delete-record');
    expect(outcome).toMatchObject({ code, paths: [] });
  });
});

describe('re-keying', () => {
  test('[DM75] rows are named as changed, each once, without a change of value', () => {
    const { world, contact } = given();
    const admin = world.staff();
    const outcome = world.run(admin, 'rekey-records', { module: 'Contacts', ids: [contact.id, id(99), contact.id] });
    expect(outcome.changes).toEqual([{ kind: 'record', before: contact, after: contact }]);
    expect(world.run(admin, 'rekey-records', { module: 'Contacts', ids: [id(99)] }).events).toEqual([]);
    expect(world.run(admin, 'rekey-records', { module: 'Nowhere', ids: [id(99)] }).code).toBe('not-found');
  });
});
