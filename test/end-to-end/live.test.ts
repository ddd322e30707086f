import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isPostgresThere } from '../../libs/log/src/test/databases.ts';
import { Line, startServer, type TestServer, type Loose } from '../support/server.ts';
import { makeWorld, type World } from '../support/world.ts';

const databases = ['memory', 'pglite', ...((await isPostgresThere()) ? (['postgres'] as const) : [])] as const;

describe.each(databases)('a live portal over sockets, on %s', (database) => {
  let server: TestServer;
  let world: World;
  beforeAll(async () => {
    server = await startServer({ database });
    world = await makeWorld(server);
  }, 60_000);
  afterAll(() => server.close());

  test('[SV10] a subscription begins with all that the member may see, and nothing else', async () => {
    const line = await (await world.kei()).connect();
    const rows = await line.subscribe('Deals');
    expect(rows).toEqual([
      {
        id: world.deals.shared,
        layout: 'Standard',
        fields: expect.objectContaining({ Name: 'Pumps', Amount: 100 }),
        may: 1,
      },
    ]);
    expect(Object.keys(rows[0].fields).sort()).toEqual(['Account', 'Amount', 'Name', 'Stage']);
    await line.close();
  });

  test('[SV11] a change reaches each member through the mask of its own user type', async () => {
    const [kei, maria] = [await (await world.kei()).connect(), await (await world.maria()).connect()];
    await Promise.all([kei.subscribe('Deals'), maria.subscribe('Deals')]);
    await world.act('update-record', {
      module: 'Deals',
      id: world.deals.shared,
      set: { Stage: 'Engaging', Amount: 120, NextStep: 'hush' },
    });
    const told = (frame: Loose): boolean => frame.changes.length > 0;
    expect((await kei.next('frame', told)).changes).toEqual([
      { op: 'patch', module: 'Deals', id: world.deals.shared, fields: { Stage: 'Engaging', Amount: 120 } },
    ]);
    expect((await maria.next('frame', told)).changes).toEqual([
      { op: 'patch', module: 'Deals', id: world.deals.shared, fields: { Stage: 'Engaging' } },
    ]);
    expect(JSON.stringify([kei.heard, maria.heard])).not.toContain('hush');
    await kei.close();
    await maria.close();
  });

  test('[SV12] the answer to a command comes in a frame, with or right behind its effects', async () => {
    const line = await (await world.kei()).connect();
    await line.subscribe('Deals');
    const id = randomUUID();
    const input = { module: 'Deals', id: world.deals.shared, set: { Amount: 150 } };
    expect(await line.command('update-record', input, id)).toMatchObject({ id, status: 'applied', replayed: false });
    const frames = line.heard.filter(({ event }) => event === 'frame').map(({ message }) => message);
    const effect = frames.findIndex(({ changes }) => changes.some((change: Loose) => change.fields?.Amount === 150));
    const answer = frames.findIndex(({ answers }) => answers.some((one: Loose) => one.id === id));
    expect(effect).toBeGreaterThanOrEqual(0);
    expect(answer).toBeGreaterThanOrEqual(effect);
    expect(await line.command('update-record', input, id)).toMatchObject({ status: 'applied', replayed: true });
    expect(await line.command('update-record', { ...input, set: { Name: 'Mine' } })).toMatchObject({
      status: 'rejected',
      code: 'forbidden',
    });
    await line.close();
  });

  test('[SV13] a member that comes back with its cursor is told what it missed', async () => {
    const person = await world.kei();
    const first = await person.connect();
    const { ticket } = await first.next('welcome');
    await first.subscribe('Deals');
    const { token } = await first.ask('caught-up', {});
    await first.close();
    await world.act('update-record', { module: 'Deals', id: world.deals.shared, set: { Amount: 175 } });
    const again = await person.connect({ cursor: { ticket, token }, subscriptions: ['Deals'] });
    expect(await again.next('welcome')).toMatchObject({ resumed: true });
    const { changes } = await again.next('frame', (frame) => frame.changes.length > 0);
    expect(changes).toEqual([{ op: 'patch', module: 'Deals', id: world.deals.shared, fields: { Amount: 175 } }]);
    await again.close();
  });

  test('[SV14] a query over the socket answers what HTTP answers', async () => {
    const person = await world.kei();
    const line = await person.connect();
    const asked = await line.ask('query', {
      name: 'records',
      input: { module: 'Deals', orderBy: [['Amount', 'desc']] },
    });
    expect(asked).toEqual((await person.get('/api/records/Deals?orderBy=Amount:desc')).json);
    expect(
      await line.ask('query', { name: 'record', input: { module: 'Deals', id: world.deals.hidden } }),
    ).toMatchObject({ problem: { code: 'not-found' } });
    await line.close();
  });

  test('[SV15] polling carries the same', async () => {
    const person = await world.kei();
    const line = new Line(
      server.url,
      { protocol: 1, token: person.access },
      { transports: ['polling'], upgrade: false },
    );
    await line.next('welcome');
    await line.subscribe('Deals');
    await world.act('update-record', { module: 'Deals', id: world.deals.shared, set: { Amount: 180 } });
    await line.next('frame', ({ changes }) => changes.some((change: Loose) => change.fields?.Amount === 180));
    await line.close();
  });

  test('[SV5] closing answers the commands under way before it says bye', async () => {
    const short = await startServer();
    const small = await makeWorld(short);
    const line = await (await small.kei()).connect();
    await line.subscribe('Deals');
    const set = { Amount: 7 };
    const answers = Array.from({ length: 20 }, () =>
      line.command('update-record', { module: 'Deals', id: small.deals.shared, set }),
    );
    await Promise.race(answers);
    await short.close();
    for (const answer of await Promise.all(answers)) expect(['applied', 'rejected']).toContain(answer.status);
    const { code, retryAfterMs } = await line.next('bye');
    expect(code).toBe('unavailable');
    expect(retryAfterMs).toBeGreaterThan(0);
  });
});
