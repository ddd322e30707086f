import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createClient, type Client } from 'genkan';
import { query, watchLog, type EntryCard } from 'genkan/staff';
import { BadLine } from '../../libs/testing/src/bad-line.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { makeWorld, type World } from '../support/world.ts';

describe('what the SDK gives those who run a portal', () => {
  let server: TestServer;
  let world: World;
  let line: BadLine;
  let client: Client;
  beforeAll(async () => {
    server = await startServer();
    world = await makeWorld(server);
    const admin = await world.admin();
    line = new BadLine(new URL(server.url));
    const url = await line.listen();
    server.house.origins.add(url);
    client = createClient({ url, auth: async () => admin.access });
  }, 60_000);
  afterAll(async () => {
    await client?.close();
    await line?.close();
    await server?.close();
  });
  const head = (): Promise<number> => server.house.log.head(world.id);
  const change = (Amount: number) =>
    world.act('update-record', { module: 'Deals', id: world.deals.hidden, set: { Amount } });

  /** Follows the log; `until` resolves when an entry of that number was told. */
  function follow() {
    const told: EntryCard[] = [];
    let look = (): void => {};
    const stop = watchLog(client, (entry) => {
      told.push(entry);
      look();
    });
    const until = (sequence: number): Promise<void> =>
      new Promise((resolve) => {
        look = () => told.some((entry) => entry.sequence === sequence) && resolve();
        look();
      });
    return { told, until, stop };
  }
  const upTo = (last: number) => Array.from({ length: last }, (_, at) => at + 1);

  test('[SD60] the log is followed in order and without a hole, also over a lost connection', async () => {
    const first = follow();
    await first.until(await head());
    await change(1);
    await first.until(await head());
    line.drop();
    for (const amount of [2, 3, 4]) await change(amount);
    await first.until(await head());
    await Promise.all([5, 6, 7, 8].map(change));
    await first.until(await head());
    const later = follow();
    const sequences = upTo(await head());
    for (const { told } of [first, later]) expect(told.map(({ sequence }) => sequence)).toEqual(sequences);
    expect(first.told.at(-1)).toMatchObject({ command: 'update-record', outcome: 'applied' });
    later.stop();
    await change(9);
    await first.until(await head());
    expect(later.told).toHaveLength(sequences.length);
    first.stop();
  });

  test('[SV50] the user types of the portal, for who may manage members', async () => {
    const { userTypes } = Object(await query(client, 'user-types'));
    expect(userTypes).toContainEqual({
      id: world.types.reseller,
      name: 'Reseller',
      base: 'Contacts',
      isDefault: false,
    });
    const kei = await world.kei();
    expect((await kei.get('/api/user-types')).json.code).toBe('forbidden');
    const partner = createClient({ url: server.url, auth: async () => kei.access });
    await expect(query(partner, 'user-types')).rejects.toMatchObject({ code: 'forbidden' });
    await partner.close();
  });
});
