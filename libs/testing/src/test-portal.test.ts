import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Observable } from 'genkan';
import { testPortal, type TestPortal } from './test-portal.ts';

const tabs = (fields: readonly string[]) => ({
  Deals: {
    layouts: { Standard: ['Name', ...fields] },
    reaches: [{ kind: 'related', path: 'Contact', edit: ['Name'] }],
  },
});
const seed = {
  records: {
    kei: { module: 'Contacts', fields: { Name: 'Kei' } },
    pumps: { module: 'Deals', fields: { Name: 'Pumps', Amount: 100, Contact: { ref: 'kei' } } },
  },
  userTypes: { Reseller: { base: 'Contacts', tabs: tabs(['Amount']) } },
  members: { kei: { userType: 'Reseller', record: 'kei' } },
} as const;

let portal: TestPortal;
beforeAll(async () => {
  portal = await testPortal({ seed });
}, 60_000);
afterAll(() => portal?.close());

const until = <T>(observable: Observable<T>, holds: (value: T) => boolean): Promise<T> =>
  new Promise((resolve) => {
    if (holds(observable.get())) return resolve(observable.get());
    const stop = observable.subscribe((value) => {
      if (!holds(value)) return;
      stop();
      resolve(value);
    });
  });

test('[SD73] a permission that is flipped takes the field out of the open view, and gives it back', async () => {
  const { client } = await portal.as('kei');
  const deals = client.live('Deals');
  const id = portal.ids.records['pumps'];
  expect((await until(deals, ({ phase }) => phase === 'live')).rows).toEqual([{ id, Name: 'Pumps', Amount: 100 }]);
  const grant = (fields: readonly string[]) =>
    portal.asAdministrator.command('configure-user-type', {
      userType: portal.ids.userTypes['Reseller'],
      tabs: tabs(fields),
    });
  await grant([]);
  await client.caughtUp();
  expect(deals.get().rows).toEqual([{ id, Name: 'Pumps' }]);
  expect(client.ability.can('read', 'Deals', { field: 'Amount' })).toBe(false);
  await grant(['Amount']);
  await client.caughtUp();
  expect(deals.get().rows).toEqual([{ id, Name: 'Pumps', Amount: 100 }]);
});

test('[SD73] the network goes and comes, and time goes on, as the test says', async () => {
  const { client, net } = await portal.as('kei');
  const deals = client.live('Deals');
  await until(deals, ({ phase }) => phase === 'live');
  net.down();
  await until(client.status, ({ state }) => state === 'offline');
  const id = String(portal.ids.records['pumps']);
  const renaming = client.update('Deals', id, { Name: 'Valves' });
  expect(deals.pendingFields(id)).toEqual(['Name']);
  net.heal();
  portal.clock.pass(1_000);
  expect(await renaming).toMatchObject({ status: 'applied' });
  net.down();
  await until(client.status, ({ state }) => state === 'offline');
  const forgotten = client.update('Deals', id, { Name: 'Pipes' });
  portal.clock.pass(30_000);
  expect(await forgotten).toMatchObject({ status: 'unknown' });
});

test('[SD73] a token that runs out is asked for anew, and what was open goes on', async () => {
  const { client, expireToken } = await portal.as('kei');
  const deals = client.live('Deals');
  await until(deals, ({ phase }) => phase === 'live');
  const states: string[] = [];
  client.status.subscribe(({ state, ...more }) => states.push('refused' in more && more.refused ? 'refused' : state));
  expireToken();
  await until(client.status, () => states.includes('refused'));
  await until(client.status, ({ state }) => state === 'live');
  expect(deals.get()).toMatchObject({ phase: 'live', total: 1 });
});
