import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startServer, type Loose, type Person, type TestServer } from '../support/server.ts';
import { makeWorld, observerTabs, resellerTabs, type World } from '../support/world.ts';

describe.each(['memory', 'pglite'] as const)('why, and what would change it, on %s', (database) => {
  let server: TestServer;
  let world: World;
  let [admin, kei]: Person[] = [];
  beforeAll(async () => {
    server = await startServer({ database });
    world = await makeWorld(server);
    [admin, kei] = await Promise.all([world.admin(), world.kei()]);
  }, 60_000);
  afterAll(() => server.close());
  const why = async (member: string, id: string, query = ''): Promise<Loose> =>
    (await admin!.get(`/api/explain/Deals/${id}?member=${member}${query}`)).json;

  test('[G-42] [P13] what is seen is told with the lookups it is met by, and their values', async () => {
    const told = await why(world.members.maria, world.deals.shared);
    expect(told).toMatchObject({ allowed: true, rule: null, change: null });
    const { birch } = world.accounts;
    expect(told.reaches).toEqual([
      {
        meets: { kind: 'related', path: 'Account', own: ['Account'] },
        met: true,
        record: [{ module: 'Deals', id: world.deals.shared, field: 'Account', value: birch }],
        own: [{ module: 'Contacts', id: world.contacts.maria, field: 'Account', value: birch }],
      },
    ]);
  });

  test('[G-42] a hidden field names its tick, and ticking it shows the field', async () => {
    const { maria: member } = world.members;
    expect(await why(member, world.deals.shared, '&field=Amount')).toMatchObject({
      allowed: false,
      rule: 'field',
      change: [
        { atom: 'tick-field', userType: world.types.observer, module: 'Deals', layout: 'Standard', field: 'Amount' },
      ],
    });
    const layouts = { Standard: [...observerTabs.Deals.layouts.Standard, 'Amount'] };
    const tabs = { Deals: { ...observerTabs.Deals, layouts } };
    await world.act('configure-user-type', { userType: world.types.observer, tabs });
    expect(await why(member, world.deals.shared, '&field=Amount')).toMatchObject({ allowed: true });
    const maria = await world.maria();
    expect((await maria.get(`/api/records/Deals/${world.deals.shared}`)).json.fields.Amount).toBe(100);
  });

  test('[G-42] criteria are told with what the record holds, and of two changes the first of the list is named', async () => {
    const criterion = { field: 'Stage', is: 'is', value: 'Won' };
    const tabs = { Deals: { ...resellerTabs.Deals, criteria: { and: [criterion] } } };
    await world.act('configure-user-type', { userType: world.types.reseller, tabs });
    expect(await why(world.members.kei, world.deals.shared)).toMatchObject({
      rule: 'criteria',
      failed: [{ criterion, value: 'Prospecting' }],
      change: [{ atom: 'drop-criterion', at: [0], criterion }],
    });
    await world.act('configure-user-type', { userType: world.types.reseller, tabs: resellerTabs });
    const unmet = await why(world.members.kei, world.deals.hidden);
    expect(unmet).toMatchObject({ rule: 'reach', change: [{ atom: 'add-reach', reach: { kind: 'all' } }] });
    expect(await why(world.members.kei, world.deals.shared, '&may=edit&field=Name')).toMatchObject({
      rule: 'right',
      change: [{ atom: 'add-reach', reach: { kind: 'related', path: 'Contact', edit: ['Name'] } }],
    });
  });

  test('[G-42] a member who is switched off, a module without a tab, a deleted record', async () => {
    await world.act('deactivate-member', { member: world.members.maria });
    expect(await why(world.members.maria, world.deals.shared)).toMatchObject({
      rule: 'status',
      change: [{ atom: 'activate', member: world.members.maria }],
    });
    await world.act('reactivate-member', { member: world.members.maria });
    const { json } = await admin!.get(
      `/api/explain/Accounts/${world.accounts.birch}?member=${world.members.kei}&field=Name`,
    );
    expect(json.rule).toBe('tab');
    expect(json.change.map(({ atom }: Loose) => atom).sort()).toEqual([
      'add-layout',
      'add-reach',
      'add-tab',
      'tick-field',
    ]);
    const { id } = await world.act('create-record', { module: 'Deals', fields: { Name: 'Gone' } });
    await world.act('delete-record', { module: 'Deals', id });
    expect(await why(world.members.kei, id)).toMatchObject({ rule: 'deleted', change: null });
  });

  test('[G-42] a portal user asks about himself alone, and is told nothing of what is hidden', async () => {
    const mine = async (path: string): Promise<Loose> => (await kei!.get(`/api/explain/${path}`)).json;
    const { shared, hidden } = world.deals;
    expect(await mine(`Deals/${shared}?may=edit&field=Name`)).toEqual({
      allowed: false,
      rule: 'right',
      reaches: [],
      failed: [],
      change: null,
    });
    const { id: _one, ...unseen } = await mine(`Deals/${hidden}`);
    const { id: _two, ...never } = await mine(`Deals/${randomUUID()}`);
    expect(unseen).toEqual(never);
    expect(unseen.code).toBe('not-found');
    expect((await mine(`Deals/${shared}?field=Probability`)).code).toBe('unknown-field');
    expect((await mine(`Deals/${shared}?field=Ghost`)).code).toBe('unknown-field');
    expect((await mine(`Deals/${shared}?member=${world.members.maria}`)).code).toBe('forbidden');
    expect((await admin!.get(`/api/explain/Deals/${shared}?may=edit`)).json.code).toBe('invalid');
    expect((await admin!.get(`/api/explain/Deals/${shared}?member=${randomUUID()}`)).json.code).toBe('not-found');
  });
});
