import { describe, expect, test } from '@jest/globals';
import { World, id } from '../../test/world.ts';

function given() {
  const world = new World();
  const staff = world.staff('sales');
  const load = (module: string, ...rows: object[]) => world.run(staff, 'import-records', { module, rows });
  const told = (module: string, ...rows: object[]) => load(module, ...rows).result['rows'];
  return { world, staff, load, told };
}
const contact = (externalId: string, Name: string, more: object = {}) => ({ externalId, fields: { Name, ...more } });

describe('importing records', () => {
  test('[DM80] a row creates, updates or changes nothing, by its external id', () => {
    const { world, told } = given();
    expect(told('Contacts', contact('c-1', 'A'))).toEqual([{ outcome: 'created', id: expect.any(String) }]);
    expect(told('Contacts', contact('c-1', 'B'), contact('c-2', 'C'))).toMatchObject([
      { outcome: 'updated' },
      { outcome: 'created' },
    ]);
    expect(told('Contacts', contact('c-1', 'B'))).toMatchObject([{ outcome: 'unchanged' }]);
    expect([...world.records.values()].map((row) => row.fields['Name'])).toEqual(['B', 'C']);
  });

  test('[DM81] sent again it makes no event: one effect', () => {
    const { load } = given();
    const rows = [contact('c-1', 'A'), contact('c-2', 'B')];
    load('Contacts', ...rows);
    expect(load('Contacts', ...rows)).toMatchObject({ code: 'applied', events: [] });
  });

  test('[DM82] a lookup names its target by external id or by id', () => {
    const { world, told } = given();
    const account = world.record('Accounts', { Name: 'Acme' });
    told('Contacts', contact('c-1', 'A'));
    const deal = (n: number, fields: object) => ({ externalId: `d-${n}`, fields: { Name: 'D', ...fields } });
    const rows = told('Deals', deal(1, { Contact: { external: 'c-1' }, Account: account.id }));
    expect(rows).toMatchObject([{ outcome: 'created' }]);
    const [made] = rows as { id: string }[];
    expect(world.records.get(made!.id)?.fields).toMatchObject({ Contact: expect.any(String), Account: account.id });
  });

  test('[DM83] a row may refer to one before it, and to none after it', () => {
    const { world, told } = given();
    const rows = told(
      'Contacts',
      contact('c-1', 'Chief'),
      contact('c-2', 'Report', { ReportsTo: { external: 'c-1' } }),
      contact('c-3', 'Early', { ReportsTo: { external: 'c-4' } }),
      contact('c-4', 'Late'),
    ) as { outcome: string; id?: string }[];
    expect(rows[1]).toMatchObject({ outcome: 'created' });
    expect(world.records.get(rows[1]!.id!)?.fields['ReportsTo']).toBe(rows[0]!.id);
    expect(rows[2]).toEqual({ outcome: 'refused', code: 'unknown-record', field: 'ReportsTo' });
    expect(rows[3]).toMatchObject({ outcome: 'created' });
  });

  test('[DM84] an id twice in one chunk is created, then updated', () => {
    const { world, told } = given();
    expect(told('Contacts', contact('c-1', 'A'), contact('c-1', 'B'))).toMatchObject([
      { outcome: 'created' },
      { outcome: 'updated' },
    ]);
    expect(world.records.size).toBe(1);
  });

  test('[DM85] a refused row says code and field, and stops no other', () => {
    const { told } = given();
    const rows = told(
      'Contacts',
      contact('c-1', 'A', { Email: 'nowhere' }),
      contact('c-2', 'A', { Nothing: 1 }),
      { externalId: 'c-3', fields: {} },
      contact('c-4', 'A', { Account: id(99) }),
      contact('c-5', 'A', { Email: { external: 'x' } }),
      { ...contact('c-6', 'A'), layout: 'Nowhere' },
      contact('c-7', 'A'),
    );
    expect(rows).toEqual([
      { outcome: 'refused', code: 'invalid', field: 'Email' },
      { outcome: 'refused', code: 'unknown-field', field: 'Nothing' },
      { outcome: 'refused', code: 'invalid', field: 'Name' },
      { outcome: 'refused', code: 'unknown-record', field: 'Account' },
      { outcome: 'refused', code: 'unknown-record', field: 'Email' },
      { outcome: 'refused', code: 'not-found' },
      { outcome: 'created', id: expect.any(String) },
    ]);
  });

  test('[DM86] the id of a deleted record stays taken: its row is refused until it is restored', () => {
    const { world, staff, told } = given();
    const [made] = told('Contacts', contact('c-1', 'A')) as { id: string }[];
    world.run(staff, 'delete-record', { module: 'Contacts', id: made!.id });
    expect(told('Contacts', contact('c-1', 'B'))).toEqual([{ outcome: 'refused', code: 'not-possible' }]);
  });

  test('[DM87] two rows cannot take one unique value', () => {
    const { world, told } = given();
    const Code = { name: 'Code', label: 'Code', type: 'text', required: false, unique: true } as const;
    const module = world.portal.modules['Contacts']!;
    const after = { ...module, fields: { ...module.fields, Code } };
    world.apply({ kind: 'setting', part: 'module', id: 'Contacts', before: null, after });
    const rows = told('Contacts', contact('c-1', 'A', { Code: 'x' }), contact('c-2', 'B', { Code: 'x' }));
    expect(rows).toMatchObject([{ outcome: 'created' }, { outcome: 'refused', code: 'invalid', field: 'Code' }]);
  });

  test('[DM88] a module that is not there, no rows, or more than 500 refuse the whole command', () => {
    const { load } = given();
    expect(load('Nowhere', contact('c-1', 'A')).code).toBe('not-found');
    expect(load('Contacts').code).toBe('invalid');
    expect(load('Contacts', ...Array.from({ length: 501 }, (_, n) => contact(`c-${n}`, 'A'))).code).toBe('invalid');
  });
});
