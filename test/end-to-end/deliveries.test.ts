import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { jsonSql } from '@genkan/log/json-sql';
import { openDatabase } from '@genkan/log/database';
import { believedMs } from '@genkan/server/deliveries/delivery-store';
import { SqlDeliveryStore } from '@genkan/server/deliveries/sql-delivery-store';
import { freshPostgresUrl, isPostgresThere } from '../../libs/log/src/test/databases.ts';
import { Person, spawnServer, startServer, type TestServer } from '../support/server.ts';
import { makeWorld, type World } from '../support/world.ts';

const databases = ['memory', 'pglite', ...((await isPostgresThere()) ? (['postgres'] as const) : [])] as const;

describe.each(databases)('who did receive it, on %s', (database) => {
  let server: TestServer;
  let world: World;
  beforeAll(async () => {
    server = await startServer({ database });
    world = await makeWorld(server);
  }, 60_000);
  afterAll(() => server.close());

  /** Changes the shared deal; answers the sequence of it. */
  const change = async (Stage: string): Promise<number> => {
    await world.act('update-record', { module: 'Deals', id: world.deals.shared, set: { Stage } });
    return server.house.log.head(world.id);
  };
  const received = (sequence: number) => server.house.deliveries.whoReceived(world.id, 'Deals', sequence, Date.now());

  test('[SV30] a member who was connected is named, one who was not, or not to this module, is not', async () => {
    const before = await change('Engaging');
    const kei = await (await world.kei()).connect();
    const maria = await (await world.maria()).connect();
    await kei.subscribe('Deals');
    const during = await change('Won');
    await kei.next('frame', ({ changes }) => changes.length > 0);
    expect(await received(during)).toEqual([world.members.kei]);
    expect(await received(before - 1)).toEqual([]);
    await kei.close();
    await change('Prospecting'); // who comes now holds this, and not what was before
    await maria.subscribe('Deals');
    const after = await change('Lost');
    await maria.next('frame', ({ changes }) => changes.length > 0);
    expect(await received(after)).toEqual([world.members.maria]);
    expect(await received(during)).toEqual([world.members.kei]);
    await maria.close();
  });
});

if (await isPostgresThere()) {
  test('[SV31] kill -9 keeps what was written, and nothing much later is laid to the sessions that ended with it', async () => {
    const { url, drop } = await freshPostgresUrl();
    const first = await startServer({ databaseUrl: url });
    const world = await makeWorld(first);
    const signedIn = await world.kei();
    const own = { DATABASE_URL: url, SECRET_KEY: 'a secret for tests, long enough to be one' };
    const child = await spawnServer(own);
    const kei = new Person(child.url, {
      access: signedIn.access,
      refresh: signedIn.refresh,
      portal: signedIn.portal,
      member: { id: signedIn.id },
    });
    const line = await kei.connect();
    await line.subscribe('Deals');
    const set = { Stage: 'Won' };
    await world.act('update-record', { module: 'Deals', id: world.deals.shared, set });
    await line.next('frame', ({ changes }) => changes.length > 0);
    const during = await first.house.log.head(world.id);
    const made = Date.now();
    const received = (sequence: number, at: number) =>
      first.house.deliveries.whoReceived(world.id, 'Deals', sequence, at);
    child.process.kill('SIGKILL');
    await once(child.process, 'exit');
    await world.act('update-record', { module: 'Deals', id: world.deals.shared, set: { Stage: 'Lost' } });
    const later = await first.house.log.head(world.id);
    expect(await received(during, made)).toEqual([world.members.kei]);
    const muchLater = Date.now() + 2 * believedMs;
    expect(await received(later, muchLater)).toEqual([]);
    await first.close();

    const database = await openDatabase({ databaseUrl: url, allowWeakDurability: true });
    const store = new SqlDeliveryStore(jsonSql(database.connection));
    await store.closeLost(Date.now() + 1);
    expect(await store.whoReceived(world.id, 'Deals', during, made)).toEqual([world.members.kei]);
    expect(await store.whoReceived(world.id, 'Deals', later, muchLater)).toEqual([]);
    await database.close();
    await drop();
  }, 60_000);
} else test.skip('a node that dies: no PostgreSQL answers (TEST_DATABASE_URL)', () => {});
