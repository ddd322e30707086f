import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { deals, products } from '@genkan/server/demo/sales';
import { traceEvents } from '@genkan/server/operating/trace-events';
import { ask, Person, spawnScript, spawnServer, type Loose } from '../support/server.ts';

describe('the process', () => {
  test('[SV4] SIGTERM ends it with 0, and a request under way is answered first', async () => {
    const server = await spawnServer();
    const body = JSON.stringify({ portal: 'none', email: 'nobody@example.com', password: 'takes a while to hash' });
    const headers = { 'content-type': 'application/json', 'content-length': body.length, expect: '100-continue' };
    const asked = request(new URL('/api/sign-in', server.url), { method: 'POST', headers });
    asked.flushHeaders();
    await once(asked, 'continue'); // the request is under way
    const closed = server.close();
    asked.end(body);
    const [response] = await once(asked, 'response');
    expect(response.statusCode).toBe(401);
    expect(await closed).toBe(0);
  }, 30_000);
});

/** What a line of the program log may hold: the facts of trace.ts and what pino adds. */
const traceNames =
  'level time event msg portal sequence command member session request outcome duration count code url promise error'.split(
    ' ',
  );

describe('the program log', () => {
  test('[SEC-33] [SV70] no address, password, token or value is in it or in the measurements, and names are of a closed list', async () => {
    const server = await spawnServer({ DEMO: 'true', LOG_LEVEL: 'debug' });
    const headers = { 'content-type': 'application/json' };
    const secrets = ['ann@genkan.example.com', 'nobody@example.com', 'genkan-demo-2026', 'canary-7f3a', 'wrong-9c1e'];
    const enter = (email: string, password: string): Promise<Loose> =>
      ask(server.url, '/api/sign-in', {
        method: 'POST',
        headers,
        body: JSON.stringify({ portal: 'demo', email, password }),
      });
    await enter('nobody@example.com', 'wrong-9c1e');
    const ann = new Person(server.url, (await enter('ann@genkan.example.com', 'genkan-demo-2026')).json);
    const { json } = await ann.command('create-record', { module: 'Deals', fields: { Name: 'canary-7f3a' } });
    await ann.command('create-record', { module: 'Deals', fields: { Name: 'canary-7f3a', Stage: 'canary-7f3a' } });
    await ann.get(`/api/records/Deals?where=${encodeURIComponent('{"field":"Name","is":"is","value":"canary-7f3a"}')}`);
    const line = await ann.connect();
    await line.command('update-record', { module: 'Deals', id: json.result.id, set: { Name: 'canary-7f3a too' } });
    line.emit('query', { name: 'canary-7f3a' });
    await line.close();
    const measured = (await ask(server.url, '/metrics')).text;
    await server.close();
    const logged = server.lines.filter((one) => one.startsWith('{')).join('\n'); // what is said to the person is apart
    expect(logged).toContain('serving');
    for (const one of logged.split('\n')) {
      const line = JSON.parse(one);
      expect(Object.keys(traceEvents)).toContain(line.event);
      expect(traceNames).toEqual(expect.arrayContaining(Object.keys(line)));
    }
    for (const secret of [...secrets, ann.access, ann.refresh]) expect(logged + measured).not.toContain(secret);
  }, 60_000);
});

describe('the embedded database', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'genkan-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const post = async (url: string, path: string, body: object, access?: string): Promise<Loose> => {
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      ...(access === undefined ? {} : { authorization: `Bearer ${access}` }),
    };
    return (await ask(url, path, { method: 'POST', headers, body: JSON.stringify(body) })).json;
  };

  test('[SV6] [DE1] an empty one becomes a demo whose sign-ins are told, and what was acknowledged survives kill -9', async () => {
    const first = await spawnServer({ DATA_DIR: folder, DEMO: 'true' });
    const said = first.lines.join('');
    const [, password] = /password (\S+)/.exec(said) ?? [];
    const [, email] = /(partner1@\S+)/.exec(said) ?? [];
    const partner = await post(first.url, '/api/sign-in', { portal: 'demo', email, password });
    const own = { headers: { authorization: `Bearer ${partner.access}` } };
    const { count } = (await ask(first.url, '/api/records/Deals/count', own)).json;
    expect(count).toBeGreaterThan(20);
    expect(count).toBeLessThan(deals / 2);
    const ann = await post(first.url, '/api/sign-in', { portal: 'demo', email: 'ann@genkan.example.com', password });
    const { result } = await post(
      first.url,
      '/api/commands/create-record',
      { module: 'Deals', fields: { Name: 'Kept' } },
      ann.access,
    );

    const second = spawnScript('main.ts', { PORT: '0', DATA_DIR: folder });
    const [code] = await once(second, 'close');
    expect(code).toBe(78); // the folder is in use

    first.process.kill('SIGKILL');
    await once(first.process, 'exit');
    const third = await spawnServer({ DATA_DIR: folder });
    const auth = { headers: { authorization: `Bearer ${ann.access}` } };
    expect((await ask(third.url, `/api/records/Deals/${result.id}`, auth)).json.fields.Name).toBe('Kept');
    expect((await ask(third.url, '/api/records/Deals/count', auth)).json).toEqual({ count: deals + 1 });
    expect(await third.close()).toBe(0);
  }, 90_000);

  test('[SV7] a portal is founded from the command line, and its administrator signs in', async () => {
    const args = [
      'create',
      '--company',
      'Acme',
      '--slug',
      'acme',
      '--email',
      'ann@acme.example.com',
      '--name',
      'Ann',
      '--password',
      'a long password',
    ];
    const child = spawnScript('cli/portal.ts', { DATA_DIR: folder }, args);
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const [code] = await once(child, 'close');
    expect([code, said]).toEqual([0, expect.stringContaining('Portal acme stands')]);
    const server = await spawnServer({ DATA_DIR: folder });
    const signed = await post(server.url, '/api/sign-in', {
      portal: 'acme',
      email: 'ann@acme.example.com',
      password: 'a long password',
    });
    expect(signed.member.kind).toBe('staff');
    await server.close();
  }, 90_000);

  test('[SV25] an import that kill -9 cut short is worked off by the next process, each row once', async () => {
    const data = await mkdtemp(join(tmpdir(), 'genkan-'));
    const enter = async (url: string): Promise<Person> =>
      new Person(
        url,
        await post(url, '/api/sign-in', {
          portal: 'demo',
          email: 'ann@genkan.example.com',
          password: 'genkan-demo-2026',
        }),
      );
    const first = await spawnServer({ DATA_DIR: data, DEMO: 'true' });
    const ann = await enter(first.url);
    const rows = Array.from({ length: 8000 }, (_, n) => JSON.stringify({ key: `P${n}`, title: `Product ${n}` })).join(
      '\n',
    );
    const mapping = encodeURIComponent(JSON.stringify({ externalId: 'key', columns: { title: 'Name' } }));
    const headers = { authorization: `Bearer ${ann.access}`, 'content-type': 'application/x-ndjson' };
    const { json } = await ask(first.url, `/api/imports?module=Products&mapping=${mapping}`, {
      method: 'POST',
      headers,
      body: rows,
    });
    const report = async (person: Person): Promise<Loose> => (await person.get(`/api/imports/${json.id}`)).json;
    while ((await report(ann)).counts.created < 1000);
    first.process.kill('SIGKILL');
    await once(first.process, 'exit');

    const second = await spawnServer({ DATA_DIR: data });
    const again = await enter(second.url);
    while ((await report(again)).status === 'running');
    expect(await report(again)).toMatchObject({
      status: 'done',
      counts: { created: 8000, updated: 0, unchanged: 0, refused: 0 },
    });
    expect((await again.get('/api/records/Products/count')).json).toEqual({ count: 8000 + products });
    await second.close();
    await rm(data, { recursive: true });
  }, 120_000);
});
