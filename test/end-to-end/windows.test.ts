import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createClient, type Client, type Observable } from 'genkan';
import { isPostgresThere } from '../../libs/log/src/test/databases.ts';
import { BadLine } from '../../libs/testing/src/bad-line.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { makeWorld, resellerTabs, type World } from '../support/world.ts';

const until = <T>(observable: Observable<T>, holds: (value: T) => boolean): Promise<T> =>
  new Promise((resolve) => {
    if (holds(observable.get())) return resolve(observable.get());
    const stop = observable.subscribe((value) => {
      if (!holds(value)) return;
      stop();
      resolve(value);
    });
  });
const names = ({ rows }: { rows: readonly { readonly [field: string]: unknown }[] }) => rows.map(({ Name }) => Name);

const databases = ['memory', ...((await isPostgresThere()) ? (['postgres'] as const) : [])] as const;

describe.each(databases)('live lists of a module that is too large to be held whole, on %s', (database) => {
  let server: TestServer;
  let world: World;
  let line: BadLine;
  let client: Client;
  const large = 30;
  const ids: string[] = [];
  const name = (nth: number): string => `Deal ${String(nth).padStart(2, '0')}`;
  beforeAll(async () => {
    server = await startServer({ database, env: { REPLICATED_RECORDS: '20' } });
    world = await makeWorld(server);
    for (let nth = 0; nth < large; nth++) {
      const fields = {
        Name: name(nth),
        Amount: 200 + nth,
        Stage: nth % 2 ? 'Engaging' : 'Prospecting',
        Contact: world.contacts.kei,
      };
      ids.push((await world.act('create-record', { module: 'Deals', fields })).id);
    }
    const kei = await world.kei();
    line = new BadLine(new URL(server.url));
    const url = await line.listen();
    server.house.origins.add(url);
    client = createClient({ url, auth: async () => kei.access });
  }, 60_000);
  afterAll(async () => {
    await client?.close();
    await line?.close();
    await server?.close();
  });
  const set = (nth: number, fields: object): Promise<unknown> =>
    world.act('update-record', { module: 'Deals', id: ids[nth], set: fields });

  test('[SD53] a list falls over to pages by itself, follows what is on it, and reads on', async () => {
    const deals = client.live('Deals', { orderBy: [['Amount', 'asc']], limit: 3 });
    const first = await until(deals, ({ phase }) => phase === 'live');
    expect([names(first), first.total]).toEqual([['Pumps', name(0), name(1)], large + 1]);
    await set(1, { Stage: 'Won' });
    await until(deals, ({ rows }) => rows[2]?.['Stage'] === 'Won');
    await set(20, { Amount: 150 }); // comes from below the page to its top
    await until(deals, (state) => state.phase === 'live' && names(state)[1] === name(20));
    deals.loadMore(2);
    await until(deals, (state) => state.phase === 'live' && state.rows.length === 5);
    await set(20, { Amount: 220 });
    const back = await until(deals, (state) => state.phase === 'live' && names(state)[1] === name(0));
    expect(names(back)).toEqual(['Pumps', ...[0, 1, 2, 3].map(name)]);
    deals.close();
  });

  test('[SD53] conditions are asked of the server; what it cannot be asked is denied', async () => {
    const odd = client.live('Deals', {
      where: { Stage: { in: ['Engaging'] }, Amount: { gte: 207, lte: 211 } },
      orderBy: [['Amount', 'desc']],
    });
    const found = await until(odd, ({ phase }) => phase === 'live');
    expect([names(found), found.total]).toEqual([[name(11), name(9), name(7)], 3]);
    await set(9, { Stage: 'Prospecting' });
    const fewer = await until(odd, (state) => state.phase === 'live' && state.total === 2);
    expect(names(fewer)).toEqual([name(11), name(7)]);
    const part = client.live('Deals', { where: { Name: { contains: '1' } } });
    await until(part, ({ phase }) => phase === 'denied');
    for (const list of [odd, part]) list.close();
  });

  test('[SD54] after a lost connection and under other rights a list is what may be seen then', async () => {
    const deals = client.live('Deals', { orderBy: [['Amount', 'desc']], limit: 2, windowed: true });
    await until(deals, ({ phase, rows }) => phase === 'live' && rows.length === 2);
    line.down();
    await until(deals, ({ phase }) => phase === 'stale');
    await set(29, { Amount: 200.5 });
    line.heal();
    client.wake();
    const later = await until(deals, (state) => state.phase === 'live' && names(state).includes(name(27)));
    expect(names(later)).toEqual([name(28), name(27)]);
    const tabs = {
      Deals: {
        ...resellerTabs.Deals,
        layouts: { Standard: ['Name', 'Amount'] },
        reaches: [{ kind: 'related', path: 'Contact', edit: [] }],
      },
    };
    await world.act('configure-user-type', { userType: world.types.reseller, tabs });
    const cut = await until(deals, (state) => state.phase === 'live' && state.rows.every((row) => !('Stage' in row)));
    expect(cut.rows.map((row) => Object.keys(row).sort())).toEqual([
      ['Amount', 'Name', 'id'],
      ['Amount', 'Name', 'id'],
    ]);
    await world.act('configure-user-type', { userType: world.types.reseller, tabs: {} });
    await until(deals, ({ phase, rows }) => phase === 'denied' && rows.length === 0);
    await world.act('configure-user-type', { userType: world.types.reseller, tabs: resellerTabs });
    await until(deals, ({ phase, rows }) => phase === 'live' && rows.length === 2);
    await client.caughtUp();
    deals.close();
    expect(client.events.recent().filter(({ kind }) => kind === 'violation')).toEqual([]);
  });
});
