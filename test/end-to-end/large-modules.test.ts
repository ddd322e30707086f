import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isPostgresThere } from '../../libs/log/src/test/databases.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { makeWorld, type World } from '../support/world.ts';

const databases = ['memory', 'pglite', ...((await isPostgresThere()) ? (['postgres'] as const) : [])] as const;

describe.each(databases)('a module of more records than are kept live, on %s', (database) => {
  let server: TestServer;
  let world: World;
  const large = 600; // more than one page of a first picture
  beforeAll(async () => {
    server = await startServer({ database, env: { REPLICATED_RECORDS: String(large - 1) } });
    world = await makeWorld(server);
    const rows = Array.from({ length: large }, (_, n) => ({ externalId: `p${n}`, fields: { Name: `Product ${n}` } }));
    for (const half of [rows.slice(0, 300), rows.slice(300)])
      await world.act('import-records', { module: 'Products', rows: half });
  }, 60_000);
  afterAll(() => server.close());

  test('[SV33] a subscription to it is refused in words that say what to do, and pages of it are served', async () => {
    const admin = await world.admin();
    const line = await admin.connect();
    const answer = await line.ask('subscribe', { module: 'Products' });
    expect(answer.problem).toMatchObject({
      code: 'limit-reached',
      message: expect.stringMatching(/more than 599 .* Query pages/),
    });
    expect(line.heard.filter(({ event }) => event === 'snapshot')).toEqual([]);
    expect(await line.ask('subscribe', { module: 'Deals' })).toEqual({ status: 'subscribed' });
    await line.close();
    const seen = new Set<string>();
    for (let next: string | null = ''; next !== null;) {
      const path: string = `/api/records/Products?limit=200${next && `&cursor=${encodeURIComponent(next)}`}`;
      const { json } = await admin.get(path);
      for (const { id } of json.rows) seen.add(id);
      next = json.next;
    }
    expect(seen.size).toBe(large);
  });

  test('[SV33] without an acknowledgement it is told by a message of its own', async () => {
    const line = await (await world.admin()).connect({ subscriptions: ['Products'] });
    expect(await line.next('refused')).toMatchObject({ module: 'Products', code: 'limit-reached' });
    await line.close();
  });
});
