import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { WrongSchema } from '@genkan/log/schema-state';
import { ask, Line, startServer, type TestServer } from '../support/server.ts';
import { makeWorld, type World } from '../support/world.ts';

describe('a node that is watched', () => {
  let server: TestServer;
  let world: World;
  const broken = { heads: false, tables: false };
  beforeAll(async () => {
    server = await startServer({
      wrap: (ground) => ({
        ...ground,
        log: Object.assign(ground.log, { heads: headsOf(ground.log.heads.bind(ground.log)) }),
        checkTables: () => (broken.tables ? Promise.reject(new WrongSchema('newer')) : Promise.resolve()),
      }),
    });
    world = await makeWorld(server);
  });
  afterAll(() => server.close());

  const headsOf =
    <Asked, Found>(heads: (asked: Asked) => Promise<Found>) =>
    (asked: Asked): Promise<Found> =>
      broken.heads ? Promise.reject(new Error('gone')) : heads(asked);
  const ready = async (): Promise<number> => (await ask(server.url, '/health/ready')).status;
  const measured = async (name: string): Promise<number> => {
    const { text } = await ask(server.url, '/metrics');
    const line = text.split('\n').find((one) => one.startsWith(`${name} `));
    return line === undefined ? NaN : Number(line.slice(name.length + 1));
  };

  test('[SV71] a database that does not answer, or that another version migrated, makes it unready until that is over', async () => {
    broken.tables = true;
    expect(await ready()).toBe(503);
    broken.tables = false;
    expect(await ready()).toBe(200);
    broken.heads = true;
    expect(await ready()).toBe(503);
    expect((await ask(server.url, '/health/live')).status).toBe(200);
    broken.heads = false;
    expect(await ready()).toBe(200);
  });

  test('[SV72] commands by outcome, turns, commits, sessions, deliveries, lag and refusals are measured', async () => {
    const before = await measured('genkan_commands_total{outcome="applied"}');
    const kei = await world.kei();
    const line = await kei.connect();
    await line.subscribe('Deals');
    await line.command('update-record', { module: 'Deals', id: world.deals.shared, set: { Stage: 'Won' } });
    await kei.command('update-record', { module: 'Deals', id: world.deals.hidden, set: { Stage: 'Won' } });
    await ask(server.url, '/api/records/Deals');
    expect(await measured('genkan_commands_total{outcome="applied"}')).toBe((before || 0) + 1);
    expect(await measured('genkan_commands_total{outcome="not-found"}')).toBe(1);
    expect(await measured('genkan_refusals_total{code="unauthenticated"}')).toBeGreaterThan(0);
    expect(await measured('genkan_sessions')).toBe(1);
    expect(await measured('genkan_waiting_bytes')).toBe(0);
    expect(await measured('genkan_tail_lag_entries')).toBe(0);
    expect(await measured('genkan_deliveries_total')).toBeGreaterThan(2);
    expect(await measured('genkan_turn_commands_count')).toBeGreaterThan(0);
    expect(await measured('genkan_commit_seconds_count')).toBeGreaterThan(0);
    await line.close();
  });

  test('[SV72] whoever comes through a proxy or by another name finds no measurements', async () => {
    for (const name of ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip'])
      expect((await ask(server.url, '/metrics', { headers: { [name]: '203.0.113.7' } })).status).toBe(404);
    const asked = request(new URL('/metrics', server.url), { headers: { host: 'rebound.example.com' } });
    asked.end();
    const [response] = await once(asked, 'response');
    expect(response.resume().statusCode).toBe(404);
  });

  test('[SV73] a client of another protocol version is told so, and which one is needed', async () => {
    const kei = await world.kei();
    for (const protocol of [0, 2, '1', undefined]) {
      const line = new Line(server.url, { protocol, token: kei.access });
      expect(await line.next('refused')).toMatchObject({ code: 'incompatible', needs: { protocol: 1 } });
      await line.close();
    }
  });
});
