import { randomUUID } from 'node:crypto';
import { request as http } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { defaultLimit } from '@genkan/server/admission/limits';
import { ask, Line, Person, startServer, type TestServer } from '../support/server.ts';
import { makeWorld, resellerTabs, type World } from '../support/world.ts';

const request = (id = randomUUID()) => ({ 'genkan-request': id });
const jsonHeaders = { 'content-type': 'application/json' };

describe('what the doors give away, and to whom', () => {
  let server: TestServer;
  let world: World;
  let kei: Person;
  beforeAll(async () => {
    server = await startServer();
    world = await makeWorld(server);
    kei = await world.kei();
  });
  afterAll(() => server.close());

  test('[SEC-5] a hidden record answers like one that never was, byte for byte', async () => {
    const same = request();
    const [hidden, never] = [world.deals.hidden, randomUUID()];
    const [a, b] = [
      await kei.get(`/api/records/Deals/${hidden}`, same),
      await kei.get(`/api/records/Deals/${never}`, same),
    ];
    expect(a.status).toBe(404);
    expect(a.text).toBe(b.text);
    const plain = ({ headers }: typeof a): object => ({ ...Object.fromEntries(headers), date: '' });
    expect(plain(a)).toEqual(plain(b));
    for (const name of ['update-record', 'delete-record']) {
      const input = (id: string): object => ({
        module: 'Deals',
        id,
        ...(name === 'update-record' ? { set: { Amount: 1 } } : {}),
      });
      const send = (id: string) =>
        kei.post(`/api/commands/${name}`, input(id), { 'idempotency-key': randomUUID(), ...same });
      const [x, y] = [await send(hidden), await send(never)];
      expect([x.status, x.text]).toEqual([404, y.text]);
      expect(y.status).toBe(404);
    }
    const line = await kei.connect();
    const told = async (id: string) => {
      const { id: _, ...answer } = await line.command('update-record', { module: 'Deals', id, set: { Amount: 1 } });
      return answer;
    };
    expect(await told(hidden)).toEqual(await told(never));
    await line.close();
  });

  test('[SEC-5] a module that is not granted answers like one that is not there', async () => {
    const same = request();
    for (const path of ['', '/count', '/sum?field=Amount', `/${randomUUID()}`]) {
      const [a, b] = [
        await kei.get(`/api/records/Accounts${path}`, same),
        await kei.get(`/api/records/Nowhere${path}`, same),
      ];
      expect([a.status, a.text]).toEqual([404, b.text]);
    }
    const line = await kei.connect();
    const [a, b] = [
      await line.ask('subscribe', { module: 'Accounts' }),
      await line.ask('subscribe', { module: 'Nowhere' }),
    ];
    expect({ ...a.problem, id: '' }).toEqual({ ...b.problem, id: '' });
    expect(a.problem.code).toBe('not-found');
    await line.close();
  });

  test('[SV26] an idle connection is kept longer than clients keep theirs', async () => {
    const { headers } = await kei.get('/api/ability');
    expect(headers.get('keep-alive')).toBe('timeout=75');
  });

  test('[SEC-3] a hidden field answers like one that never was, byte for byte', async () => {
    const same = request();
    const where = (field: string): string =>
      `where=${encodeURIComponent(JSON.stringify({ field, is: 'is', value: 'x' }))}`;
    for (const path of [
      (f: string) => `?${where(f)}`,
      (f: string) => `?orderBy=${f}`,
      (f: string) => `/sum?field=${f}`,
      (f: string) => `/count?${where(f)}`,
    ]) {
      const [a, b] = [
        await kei.get(`/api/records/Deals${path('NextStep')}`, same),
        await kei.get(`/api/records/Deals${path('NeverWas')}`, same),
      ];
      expect([a.status, a.text]).toEqual([422, b.text]);
      expect(a.json.code).toBe('unknown-field');
    }
  });

  test('[SEC-9] another portal’s ids, cursors and keys lead nowhere and change nothing', async () => {
    const other = await makeWorld(server, 'other');
    const stranger = await other.admin();
    const head = await server.house.log.head(world.id);
    const { shared } = world.deals;
    expect((await stranger.get(`/api/records/Deals/${shared}`)).status).toBe(404);
    expect((await stranger.command('update-record', { module: 'Deals', id: shared, set: { Amount: 1 } })).status).toBe(
      404,
    );
    expect((await stranger.command('delete-record', { module: 'Deals', id: shared })).status).toBe(404);
    expect((await stranger.command('deactivate-member', { member: world.members.kei })).status).toBe(404);
    const linked = await stranger.command('create-record', {
      module: 'Deals',
      fields: { Name: 'x', Contact: world.contacts.kei },
    });
    expect([linked.status, linked.json.code]).toEqual([422, 'unknown-record']);
    const page = (await (await world.admin()).get('/api/records/Deals?limit=1')).json;
    expect((await stranger.get(`/api/records/Deals?limit=1&cursor=${page.next}`)).status).toBe(422);
    const cursor = (await kei.get('/api/ability')).headers.get('genkan-cursor') ?? '';
    expect((await stranger.get('/api/ability', { 'genkan-after': cursor })).status).toBe(422);
    expect(await server.house.log.head(world.id)).toBe(head);
  });

  test('[SEC-10] a page cursor is good only for who got it and what was asked', async () => {
    await world.act('create-record', {
      module: 'Deals',
      fields: { Name: 'Two', Contact: world.contacts.kei, Account: world.accounts.birch },
    });
    const { next } = (await kei.get('/api/records/Deals?limit=1&orderBy=Name')).json;
    expect((await kei.get(`/api/records/Deals?limit=1&orderBy=Name&cursor=${next}`)).json.rows).toHaveLength(1);
    expect((await kei.get(`/api/records/Deals?limit=1&orderBy=Stage&cursor=${next}`)).status).toBe(422);
    expect((await (await world.maria()).get(`/api/records/Deals?limit=1&orderBy=Name&cursor=${next}`)).status).toBe(
      422,
    );
  });

  test('[SEC-7] a right that is taken is gone for the first read after, and a socket is told at that entry', async () => {
    const line = await kei.connect();
    await line.subscribe('Deals');
    const narrow = {
      Deals: {
        ...resellerTabs.Deals,
        layouts: { Standard: ['Name'] },
        reaches: [{ kind: 'related', path: 'Contact' }],
      },
    };
    await world.act('configure-user-type', { userType: world.types.reseller, tabs: narrow });
    const { rows } = (await kei.get('/api/records/Deals')).json;
    for (const { fields } of rows) expect(Object.keys(fields)).toEqual(['Name']);
    expect(
      (await kei.command('update-record', { module: 'Deals', id: world.deals.shared, set: { Amount: 5 } })).json.code,
    ).toBe('unknown-field');
    await line.next('ability', ({ tabs }) => tabs.Deals.layouts.Standard.length === 1);
    const from = line.heard.length;
    await world.act('update-record', { module: 'Deals', id: world.deals.shared, set: { Amount: 424_242 } });
    await line.ask('caught-up', {});
    expect(JSON.stringify(line.heard.slice(from))).not.toContain('424242');
    await world.act('configure-user-type', { userType: world.types.reseller, tabs: resellerTabs });
    await line.close();
  });

  test('[SEC-7] [SEC-8] a deactivated member’s sockets close, and its token opens nothing from then on', async () => {
    const maria = await world.maria();
    const line = await maria.connect();
    await world.act('deactivate-member', { member: world.members.maria });
    expect((await maria.get('/api/records/Deals')).status).toBe(401);
    expect((await maria.command('create-record', { module: 'Deals', fields: {} })).status).toBe(401);
    expect(await line.next('bye')).toMatchObject({ code: 'unauthenticated' });
    await line.next('closed');
    const again = new Line(server.url, { protocol: 1, token: maria.access });
    expect(await again.next('bye')).toMatchObject({ code: 'unauthenticated' });
    await world.act('reactivate-member', { member: world.members.maria });
  });

  test('[SEC-7] ending sessions ends all of a member’s, and signing in again works', async () => {
    const [one, two] = [await world.maria(), await world.maria()];
    const line = await two.connect();
    expect((await one.command('end-sessions', { member: one.id })).status).toBe(200);
    await line.next('closed');
    for (const person of [one, two]) expect((await person.get('/api/ability')).status).toBe(401);
    const refreshed = await ask(server.url, '/api/refresh', {
      method: 'POST',
      headers: jsonHeaders,
      body: JSON.stringify({ refresh: two.refresh }),
    });
    expect(refreshed.status).toBe(401);
    expect((await (await world.maria()).get('/api/ability')).status).toBe(200);
  });

  test('[SEC-16] signing out kills the session’s token and sockets at once, and no other session’s', async () => {
    const [one, two] = [await world.maria(), await world.maria()];
    const line = await one.connect();
    expect((await one.post('/api/sign-out', {})).status).toBe(204);
    expect((await one.get('/api/ability')).status).toBe(401);
    await line.next('closed');
    const late = new Line(server.url, { protocol: 1, token: one.access });
    expect(await late.next('refused')).toMatchObject({ code: 'unauthenticated' });
    expect((await two.get('/api/ability')).status).toBe(200);
  });

  test('[SEC-8] without a token that holds there is no welcome, no answer and no broadcast', async () => {
    const [head, body, signature] = kei.access.split('.');
    const flipped = `${head}.${body}.${signature?.startsWith('A') ? 'B' : 'A'}${signature?.slice(1)}`;
    for (const token of ['', 'nonsense', flipped, `${head}.${body}.`]) {
      const line = new Line(server.url, { protocol: 1, token });
      expect(await line.next('refused')).toMatchObject({ code: 'unauthenticated' });
      expect(line.heard).toHaveLength(1);
    }
    for (const auth of [{ protocol: 1 }, { protocol: 1, token: kei.access, extra: true }, { protocol: 1, token: 7 }]) {
      expect(await new Line(server.url, auth).next('refused')).toMatchObject({ code: 'invalid' });
    }
    expect(await new Line(server.url, { protocol: 99, token: kei.access }).next('refused')).toMatchObject({
      code: 'incompatible',
    });
  });

  test('[SEC-8] each message is judged on its own, and nonsense is answered and harms nobody', async () => {
    const line = await kei.connect();
    const deep = JSON.parse('['.repeat(30) + ']'.repeat(30));
    const nonsense: [string, unknown][] = [
      ['subscribe', {}],
      ['subscribe', null],
      ['subscribe', 'Deals'],
      ['subscribe', { module: '__proto__' }],
      ['query', { name: 'records', input: { module: 'Deals', where: deep } }],
      ['query', { name: 'secrets', input: {} }],
      ['command', { id: 'x', name: 'update-record', input: {} }],
      ['command', []],
      ['token', { token: 5 }],
    ];
    for (const [event, message] of nonsense)
      expect(await line.ask(event, message)).toMatchObject({ problem: { code: 'invalid' } });
    line.emit('no-such-event', { any: 'thing' });
    line.emit('subscribe', 7);
    expect(await line.next('problem')).toMatchObject({ code: 'invalid' });
    expect(await line.command('no-such-command', {})).toMatchObject({ status: 'rejected', code: 'unknown-command' });
    expect(await line.command('update-record', deep)).toMatchObject({ status: 'rejected', code: 'invalid' });
    expect(await line.subscribe('Deals')).not.toHaveLength(0);
    await line.close();
  });

  test('[SEC-8] a token of another session does not take the place of the present one', async () => {
    const line = await kei.connect();
    expect(await line.ask('token', { token: kei.access })).toEqual({ status: 'renewed' });
    const maria = await world.maria();
    line.emit('token', { token: maria.access });
    expect(await line.next('bye')).toMatchObject({ code: 'unauthenticated' });
    await line.next('closed');
  });

  test('[SEC-11] a page of another origin gets no socket, by polling or WebSocket', async () => {
    const { host } = new URL(server.url);
    const strangers = [
      undefined,
      'null',
      `http://${host}.example.com`,
      `http://x${host}`,
      `https://${host}`,
      `http://user@${host}`,
      `http://${host}/`,
      `${server.url.toUpperCase()}`,
      'http://127.0.0.1',
      '',
    ];
    for (const transport of ['websocket', 'polling']) {
      for (const origin of strangers) {
        const extraHeaders: Record<string, string> = origin === undefined ? {} : { origin };
        const line = new Line(
          server.url,
          { protocol: 1, token: kei.access },
          { transports: [transport], extraHeaders },
        );
        await line.next('refused');
        expect(line.heard.map(({ event }) => event)).toEqual(['refused']);
      }
    }
    const own = new Line(server.url, { protocol: 1, token: kei.access }, { transports: ['polling'], upgrade: false });
    await own.next('welcome');
    await own.close();
  });

  test('[SEC-11] a browser that leaves Origin out of a same-origin poll is believed by Sec-Fetch-Site', async () => {
    const status = (headers: Record<string, string>): Promise<number> =>
      new Promise((resolve) =>
        http(new URL('/socket.io/?EIO=4&transport=polling', server.url), { headers }, (response) =>
          resolve(response.resume().statusCode ?? 0),
        ).end(),
      );
    expect(await status({ 'sec-fetch-site': 'same-origin' })).toBe(200);
    expect(await status({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await status({})).toBe(403);
  });

  test('[SEC-23] CORS names an allowed origin and no other', async () => {
    const allowed = (origin: string) =>
      ask(server.url, '/api/sign-in', {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST' },
      });
    expect((await allowed(server.url)).headers.get('access-control-allow-origin')).toBe(server.url);
    for (const origin of ['null', 'https://attacker.example.com']) {
      expect((await allowed(origin)).headers.get('access-control-allow-origin')).toBeNull();
    }
    expect((await allowed(server.url)).headers.get('vary')).toContain('Origin');
  });

  test('[SEC-24] every answer forbids scripts of others, frames of others and guessing at types', async () => {
    for (const path of ['/', '/api/ability', '/health/live', '/nowhere']) {
      const { headers } = await ask(server.url, path);
      const policy = headers.get('content-security-policy') ?? '';
      const scripts = policy.split(';').find((one) => one.startsWith('script-src '));
      expect(scripts).toBe(`script-src 'self'`);
      for (const rule of [`default-src 'self'`, `object-src 'none'`, `base-uri 'self'`, `frame-ancestors 'self'`])
        expect(policy.split(';')).toContain(rule);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}/);
      expect(headers.get('x-powered-by')).toBeNull();
    }
  });

  test('[SEC-14] keys that reach prototypes are refused wherever they come, and reach nothing', async () => {
    const text = '{"module":"Deals","fields":{"Name":"x","__proto__":{"polluted":1}}}';
    const own = { authorization: `Bearer ${kei.access}`, ...jsonHeaders, 'idempotency-key': randomUUID() };
    expect(
      (await ask(server.url, '/api/commands/create-record', { method: 'POST', headers: own, body: text })).status,
    ).toBe(422);
    const where = encodeURIComponent(
      '{"field":"Name","is":"is","value":"x","constructor":{"prototype":{"polluted":1}}}',
    );
    expect((await kei.get(`/api/records/Deals?where=${where}`)).status).toBe(422);
    expect((await kei.get('/api/records/Deals?__proto__[polluted]=1')).status).toBe(422);
    expect((await kei.get('/api/records/__proto__')).status).toBe(422);
    expect((await kei.get('/api/records/constructor')).status).toBe(422);
    const auth = JSON.parse(`{"protocol":1,"token":"${kei.access}","__proto__":{"polluted":1}}`);
    expect(await new Line(server.url, auth).next('refused')).toMatchObject({ code: 'invalid' });
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  test('[SEC-15] only listed names and plain values filter, sort and page', async () => {
    const bad = [
      'orderBy=Name:sideways',
      'orderBy=Name;drop',
      'limit=0',
      'limit=201',
      'limit=x',
      'where={"$or":[]}',
      'where={"field":"Name","is":"$regex"}',
      'where=[',
      'cursor=abc',
      'nothing=1',
      'limit=1&limit=2',
    ];
    for (const query of bad)
      expect([
        query,
        (await kei.get(`/api/records/Deals?${query.replace(/[{}"[\]$]/g, encodeURIComponent)}`)).status,
      ]).toEqual([query, 422]);
  });

  test('[SEC-22] a change needs JSON, and a GET changes nothing', async () => {
    const headers = { authorization: `Bearer ${kei.access}`, 'idempotency-key': randomUUID() };
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/jsonp',
    ]) {
      const reply = await ask(server.url, '/api/commands/update-record', {
        method: 'POST',
        headers: { ...headers, 'content-type': type },
        body: '{}',
      });
      expect([reply.status, reply.json.code]).toEqual([422, 'invalid']);
    }
    expect((await kei.get('/api/commands/update-record')).status).toBe(404);
  });

  test('[SEC-29] an error says a code, a sentence and an id, and nothing of what is inside', async () => {
    const replies = [
      await ask(server.url, '/nowhere'),
      await ask(server.url, '/api/ability'),
      await ask(server.url, '/api/sign-in', { method: 'POST', headers: jsonHeaders, body: '{"portal":' }),
      await ask(server.url, '/api/sign-in', {
        method: 'POST',
        headers: jsonHeaders,
        body: JSON.stringify({ portal: 'x'.repeat(300_000) }),
      }),
      await kei.command('no-such-command', {}),
      await kei.post('/api/commands/update-record', {}),
    ];
    expect(replies.map(({ status }) => status)).toEqual([404, 401, 422, 413, 404, 422]);
    for (const { json, text } of replies) {
      expect(Object.keys(json).sort()).toEqual(['code', 'id', 'issues', 'message']);
      expect(text).not.toMatch(/node_modules|\.ts|\.js|Error|select |Unexpected/);
    }
  });

  test('[SEC-21] the refresh token of a browser is a cookie no script can read', async () => {
    const body = JSON.stringify({ portal: world.slug, email: world.email, password: world.password });
    const reply = await ask(server.url, '/api/sign-in', { method: 'POST', headers: jsonHeaders, body });
    const cookie = reply.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^genkan-refresh=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=2592000$/);
    const refreshed = await ask(server.url, '/api/refresh', {
      method: 'POST',
      headers: { ...jsonHeaders, cookie: cookie.split(';')[0] ?? '' },
      body: '{}',
    });
    expect(refreshed.status).toBe(200);
    expect(refreshed.headers.get('set-cookie')).not.toBe(cookie);
    const nobody = await ask(server.url, '/api/refresh', { method: 'POST', headers: jsonHeaders, body: '{}' });
    expect([nobody.status, nobody.text, nobody.headers.get('set-cookie')]).toEqual([200, 'null', null]);
  });
});

describe('limits at the doors', () => {
  let server: TestServer;
  let world: World;
  beforeAll(async () => {
    server = await startServer({ limit: { ...defaultLimit, commandsPerSecond: 20 } });
    world = await makeWorld(server);
  });
  afterAll(() => server.close());
  const enter = (email: string, password: string, portal = world.slug) =>
    ask(server.url, '/api/sign-in', {
      method: 'POST',
      headers: jsonHeaders,
      body: JSON.stringify({ portal, email, password }),
    });

  test('[SEC-19] known and unknown addresses are answered alike, and counted alike', async () => {
    const wrong = await enter(world.email, 'not the password');
    const unknown = await enter('nobody@example.com', 'not the password');
    expect({ ...wrong.json, id: '' }).toEqual({ ...unknown.json, id: '' });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    for (const email of [world.email, 'nobody@example.com']) {
      for (let n = 0; n < 4; n++) expect((await enter(email, 'not the password')).status).toBe(401);
      const blocked = await enter(email, email === world.email ? world.password : 'any password');
      expect([blocked.status, blocked.json.code]).toEqual([429, 'too-many']);
    }
  });

  test('[SEC-19] one address has a limit of its own, over all accounts', async () => {
    const answers: number[] = [];
    for (let n = 0; n < 12; n++) answers.push((await enter(`guess${n}@example.com`, 'x')).status);
    expect(answers.slice(0, 8)).toEqual(Array(8).fill(401));
    expect(answers.slice(-3)).toEqual([429, 429, 429]);
  });

  test('[SV16] a member who sends too many commands is told so, in frames and over HTTP', async () => {
    const { signIn } = server.house;
    const signed = await signIn.withPassword(world.slug, world.email, world.password);
    const admin = new Person(server.url, signed!);
    const line = await admin.connect();
    const input = { module: 'Deals', id: randomUUID(), set: { Amount: 1 } };
    const answers = await Promise.all(Array.from({ length: 60 }, () => line.command('update-record', input)));
    const codes = answers.map(({ code }) => code);
    expect(codes.filter((code) => code === 'too-many').length).toBeGreaterThanOrEqual(15);
    expect(codes.filter((code) => code === 'not-found').length).toBeGreaterThanOrEqual(20);
    expect((await admin.command('update-record', input)).status).toBe(429);
    await line.close();
  });
});
