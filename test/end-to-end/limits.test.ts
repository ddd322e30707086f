import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { messageBytes, subscriptionsPerSocket } from '@genkan/server/socket/socket-limits';
import type { Person } from '../support/server.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { makeWorld, type World } from '../support/world.ts';

describe('what one message, one socket and one input may be', () => {
  let server: TestServer;
  let world: World;
  let admin: Person;
  beforeAll(async () => {
    server = await startServer();
    world = await makeWorld(server);
    admin = await world.admin();
  });
  afterAll(() => server.close());

  const change = (Description: string) => ({ module: 'Deals', id: world.deals.shared, set: { Description } });
  const nested = (depth: number): unknown => (depth === 0 ? 'x' : { a: nested(depth - 1) });

  test('[SV43] a message of more than 256 KiB is too large over HTTP, and ends that socket alone', async () => {
    expect((await admin.command('update-record', change('x'.repeat(messageBytes)))).status).toBe(413);
    expect((await admin.command('update-record', change('x'.repeat(messageBytes - 1000)))).json.code).toBe('invalid');
    const [line, other] = [await admin.connect(), await admin.connect()];
    line.emit('command', { id: crypto.randomUUID(), name: 'update-record', input: change('x'.repeat(messageBytes)) });
    await line.next('closed');
    expect((await other.command('update-record', change('fits'))).status).toBe('applied');
    await other.close();
  });

  test('[SV43] an input nested deeper than 20 levels is refused at both doors', async () => {
    const line = await admin.connect();
    for (const [depth, message] of [
      [19, /not valid/],
      [21, /20 levels/],
    ] as const) {
      expect((await admin.command('update-record', nested(depth))).json).toMatchObject({
        code: 'invalid',
        message: expect.stringMatching(message),
      });
      expect(await line.command('update-record', nested(depth))).toMatchObject({
        code: 'invalid',
        message: expect.stringMatching(message),
      });
    }
    await line.close();
  });

  test('[SV43] a socket follows at most 50 modules', async () => {
    const there = Object.keys((await server.house.log.settings(world.id))!.portal.modules);
    const made = Array.from({ length: subscriptionsPerSocket + 1 - there.length }, (_, at) => `Module${at}`);
    for (const name of made) await world.act('define-module', { name, label: name });
    const line = await admin.connect();
    const answers = [];
    for (const module of [...there, ...made]) answers.push(await line.ask('subscribe', { module }));
    expect(answers.slice(0, subscriptionsPerSocket)).toEqual(
      Array(subscriptionsPerSocket).fill({ status: 'subscribed' }),
    );
    expect(answers.at(-1)).toMatchObject({ problem: { code: 'limit-reached' } });
    await line.ask('unsubscribe', { module: there[0] });
    expect(await line.ask('subscribe', { module: made.at(-1) })).toEqual({ status: 'subscribed' });
    await line.close();
  });
});
