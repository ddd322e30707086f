import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { WebSocket } from 'ws';
import { ask, Line, Person, spawnServer, type SpawnedServer } from '../support/server.ts';

const password = 'genkan-demo-2026';
const headers = { 'content-type': 'application/json' };

/** Frames a client might send to break something: packets of every layer, cut short, nested, binary, or plain noise. */
const frame = fc.oneof(
  fc.string({ maxLength: 200 }),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc
    .tuple(fc.constantFrom('0', '1', '2', '3', '4', '5', '6', '7'), fc.string({ maxLength: 50 }))
    .map((parts) => parts.join('')),
  fc
    .tuple(
      fc.constantFrom('40', '41', '42', '43', '44', '45', '46', '451-', '4599999999-', '42/admin,'),
      fc.json({ maxDepth: 4 }),
    )
    .map((parts) => parts.join('')),
  fc.constantFrom(
    '42["command"',
    '42[]',
    '42[null]',
    '42["__proto__",{}]',
    '42["constructor"]',
    '42["connect"]',
    '42["disconnect"]',
    '43[]',
    '43999999999999[]',
    '451-["command",{"_placeholder":true,"num":0}]',
    '451-["command",{"_placeholder":true,"num":-1}]',
    '42["command",' + '['.repeat(5000) + ']'.repeat(5000) + ']',
  ),
);
const event = fc.tuple(
  fc.constantFrom('subscribe', 'unsubscribe', 'command', 'query', 'caught-up', 'token', 'presence', 'welcome', 'frame'),
  fc.oneof(
    fc.jsonValue({ maxDepth: 5 }),
    fc.record({ module: fc.oneof(fc.constant('Deals'), fc.string()) }),
    fc.record({
      id: fc.uuid({ version: 4 }),
      name: fc.constantFrom('update-record', 'create-record', 'import-records', 'define-field'),
      input: fc.jsonValue({ maxDepth: 4 }),
    }),
    fc.record({
      name: fc.constantFrom('records', 'record', 'count', 'sum', 'catalogue'),
      input: fc.jsonValue({ maxDepth: 4 }),
    }),
  ),
);
const text = fc.string({ unit: 'binary', maxLength: 60 });

describe('whatever comes in', () => {
  let server: SpawnedServer;
  let ann: Person;
  beforeAll(async () => {
    server = await spawnServer({ DEMO: 'true', SIGN_INS_PER_ADDRESS: '100000', COMMANDS_PER_SECOND: '100000' });
    const body = JSON.stringify({ portal: 'demo', email: 'ann@genkan.example.com', password });
    ann = new Person(server.url, (await ask(server.url, '/api/sign-in', { method: 'POST', headers, body })).json);
  }, 60_000);
  afterAll(async () => {
    expect(await server.close()).toBe(0);
  });
  const alive = async (): Promise<void> => {
    expect(server.process.exitCode).toBeNull();
    expect((await ask(server.url, '/health/ready')).status).toBe(200);
  };
  const lines = (): readonly string[] => server.lines.filter((line) => line.includes('"level":50'));

  test('[SEC-13] no raw frame, before or after a welcome, kills the server or makes a defect', async () => {
    const address = `${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
    const send = async (frames: readonly (string | Buffer)[], welcomed: boolean): Promise<void> => {
      const socket = new WebSocket(address, { origin: server.url });
      socket.on('error', () => undefined);
      await once(socket, 'open');
      const closed = once(socket, 'close');
      if (welcomed) socket.send(`40${JSON.stringify({ protocol: 1, token: ann.access })}`);
      for (const one of frames) socket.send(one);
      socket.send('41');
      socket.close();
      await closed;
    };
    await fc.assert(fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 10 }), fc.boolean(), send), {
      numRuns: 150,
    });
    await alive();
    expect(lines()).toEqual([]);
  }, 60_000);

  test('[SEC-13] no event with any payload closes the socket or makes a defect', async () => {
    const line = await ann.connect();
    await fc.assert(
      fc.asyncProperty(event, async ([name, payload]) => {
        if (name === 'token') return;
        line.emit(name, payload);
        if (!line.socket.connected) throw new Error(`closed by ${name}`);
      }),
      { numRuns: 400 },
    );
    expect(await line.ask('caught-up', {})).toHaveProperty('token');
    await line.close();
    await alive();
    expect(lines()).toEqual([]);
  }, 60_000);

  test('[SEC-13] [SEC-15] no path, header, query or body over HTTP is a defect', async () => {
    const own = { authorization: `Bearer ${ann.access}` };
    const known = new Set([200, 400, 401, 403, 404, 409, 413, 422, 429, 503]);
    const check = async (path: string, init: RequestInit): Promise<void> => {
      const { status, text: said } = await ask(server.url, path, init);
      if (!known.has(status)) throw new Error(`${path} answered ${status} ${said}`);
    };
    const part = text.map(encodeURIComponent);
    await fc.assert(
      fc.asyncProperty(part, part, part, fc.json(), async (one, two, three, json) => {
        await check(`/api/records/${one}/${two}`, { headers: own });
        await check(`/api/records/Deals?where=${encodeURIComponent(json)}&orderBy=${one}&cursor=${two}`, {
          headers: own,
        });
        await check(`/api/records/Deals?${one}=${two}&limit=${three}`, { headers: { ...own, 'genkan-after': two } });
        await check(`/api/records/Deals/sum?field=${one}`, { headers: own });
        await check(`/api/commands/${one}`, {
          method: 'POST',
          headers: { ...own, ...headers, 'idempotency-key': two },
          body: json,
        });
        await check('/api/sign-in', {
          method: 'POST',
          headers,
          body: JSON.stringify({ portal: decodeURIComponent(one), email: decodeURIComponent(two), password: '\u0000' }),
        });
        await check(`/api/imports/${one}`, { headers: own });
        await check(`/${one}`, {});
      }),
      { numRuns: 60 },
    );
    for (const path of ['/%', '/api/records/%E0%A4%A', '/api/records/Deals?where=%'])
      await check(path, { headers: own });
    await alive();
    expect(lines()).toEqual([]);
  }, 60_000);

  test('[SEC-13] a message larger than allowed closes its own connection and nothing else', async () => {
    const other = await ann.connect();
    const line = await ann.connect();
    line.emit('command', { id: 'x', name: 'x', input: 'x'.repeat(300 * 1024) });
    await line.next('closed');
    expect(await other.ask('caught-up', {})).toHaveProperty('token');
    await other.close();
    const late = new Line(server.url, { protocol: 1, token: 'x'.repeat(5000) });
    expect(await late.next('refused')).toMatchObject({ code: 'invalid' });
    await alive();
  });
});
