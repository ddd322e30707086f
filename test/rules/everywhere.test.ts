import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createClient } from 'genkan';
import { plainHttpLine } from '../support/plain-http-line.ts';
import { startServer, type Line, type Loose, type Person, type TestServer } from '../support/server.ts';
import { found, refusal, type Founded } from './founded.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const shown = ['Name', 'Contact', 'Account', 'CloseDate'];
const deals = {
  layouts: { Standard: shown },
  reaches: [{ kind: 'related', path: 'Contact', edit: ['Name', 'Account'] }],
};
const tabs = {
  Contacts: { layouts: { Standard: ['Name'] }, reaches: [{ kind: 'self' }] },
  Deals: {
    ...deals,
    criteria: { field: 'Stage', is: 'is-not', value: 'Lost' },
    create: ['Name', 'Contact', 'Account'],
  },
};
type Scene = Founded & { kei: Person; me: string; mine: string; hidden: string; account: string; shownType: string };

/** A partner with a deal of his own, and beside it much that he may not see. */
async function scene(): Promise<Scene> {
  const portal = await found(server);
  const { act, contact, type, user } = portal;
  const create = async (module: string, fields: object): Promise<string> =>
    (await act('create-record', { module, fields })).id;
  const me = await contact();
  const account = await create('Accounts', { Name: 'canary account' });
  const of = { Contact: me, Account: account, CloseDate: '2026-01-01' };
  const mine = await create('Deals', { ...of, Name: 'Bridge', Amount: 4711, NextStep: 'canary step' });
  await create('Deals', { ...of, Name: 'Road', Amount: 10 });
  const hidden = await create('Deals', { Name: 'canary deal', Amount: 815 });
  const shownType = await type('Partner', tabs);
  return { ...portal, me, mine, hidden, account, shownType, kei: await user(shownType, me) };
}

const where = (criteria: object): string => `where=${encodeURIComponent(JSON.stringify(criteria))}`;
const never = '00000000-0000-4000-8000-00000000ffff';

/** Without what is another each time: the id of a problem, and places in the log. */
const plain = (json: Loose): Loose =>
  json.code ? { ...json, id: '' } : { ...json, cursor: '', next: json.next && '' };

/** Every way to ask, with what was answered. */
async function allAnswers({ kei, mine, hidden, account }: Scene, line: Line): Promise<Loose> {
  const paths = [
    'records/Deals',
    ...['Name', 'CloseDate', 'Amount', 'NextStep'].map((field) => `records/Deals?orderBy=${field}:desc`),
    ...['Name', 'Amount'].flatMap((field) => {
      const asked = where({ field, is: 'not-empty' });
      return [`records/Deals?${asked}`, `records/Deals/count?${asked}`, `records/Deals/sum?field=${field}`];
    }),
    ...[mine, hidden, never].flatMap((id) => [`records/Deals/${id}`, `explain/Deals/${id}`]),
    `records/Accounts/${account}`,
    ...['records/Accounts', 'records/Deals/count', 'ability', 'schema', 'catalogue', 'my-data', 'previews'],
    ...['log', 'members', 'licence', 'exposure', `past/Deals/${mine}`],
  ];
  const replies = await Promise.all(paths.map((path) => kei.get(`/api/${path}`)));
  const edits = [
    ...[hidden, never].map((id) => ({ id, set: { Name: 'x' } })),
    ...['Amount', 'NextStep', 'Nothing'].map((field) => ({ id: mine, set: { [field]: 1 } })),
    ...[account, never].map((Account) => ({ id: mine, set: { Account }, base: { Account: null } })),
    { id: mine, set: { Name: 'x' }, base: { Amount: 1 } },
  ];
  const refused = await Promise.all(edits.map((edit) => kei.command('update-record', { module: 'Deals', ...edit })));
  const from = line.heard.length;
  const window = `w${from}`;
  line.emit('window', { window, module: 'Deals', orderBy: [['Name', 'asc']], limit: 10 });
  const { rows, total } = await line.next('page', (page) => page.window === window, from);
  line.emit('close-window', { window });
  const said = [...replies, ...refused].map(({ status, json }) => [status, plain(json)]);
  return { said, asked: [...paths, ...edits], window: { rows, total } };
}

/** Changes everything that is hidden, and nothing that is shown. */
async function stirHidden({ act, hidden, mine, account, contact, type, invite, standard }: Scene): Promise<void> {
  const update = (module: string, id: string, set: object) => act('update-record', { module, id, set });
  await update('Deals', mine, { Amount: 9999, NextStep: 'canary other' });
  await update('Deals', hidden, { Name: 'canary renamed', CloseDate: '2020-01-01' });
  await update('Accounts', account, { Name: 'canary moved' });
  for (const Stage of ['Won', 'Lost'])
    await act('create-record', { module: 'Deals', fields: { Name: 'canary', Stage } });
  await act('delete-record', { module: 'Deals', id: hidden });
  await act('define-module', { name: 'CanaryModule', label: 'canary' });
  const field = { name: 'CanaryField', label: 'canary', type: 'text', required: false, unique: false };
  await act('define-field', { module: 'Deals', field });
  await type('canary type', tabs);
  await invite(standard);
  await contact({ Name: 'canary contact' });
}

const loud = (line: Line, from: number): Loose[] =>
  line.heard.slice(from).filter(({ event, message }) => event !== 'frame' || message.changes.length > 0);

describe('what limits data holds everywhere', () => {
  test('[R-1] whatever is hidden may change: no page, order, count, sum, lookup, export, refusal, window or frame tells', async () => {
    const here = await scene();
    const line = await here.kei.connect();
    await line.subscribe('Deals');
    await line.subscribe('Contacts');
    const before = await allAnswers(here, line);
    const heard = line.heard.length;
    await stirHidden(here);
    await line.ask('caught-up', {});
    expect(loud(line, heard)).toEqual([]);
    const after = await allAnswers(here, line);
    expect(after).toEqual(before);
    expect(JSON.stringify([before, after, line.heard])).not.toMatch(/canary|4711|9999/i);
    await here.act('update-record', { module: 'Deals', id: here.mine, set: { Name: 'Tunnel' } });
    expect(await allAnswers(here, line)).not.toEqual(before); // what is shown does tell
    await line.close();
  });

  test('[R-1, R-3] who was away catches up on what is shown alone, and is told what was taken from him', async () => {
    const here = await scene();
    const { kei, act, mine, shownType } = here;
    const first = await kei.connect();
    await first.subscribe('Deals');
    const { ticket } = await first.next('welcome');
    const { token } = await first.ask('caught-up', {});
    await first.close();
    await stirHidden(here);
    const again = await kei.connect({ cursor: { ticket, token }, subscriptions: ['Deals'] });
    expect(await again.next('welcome')).toMatchObject({ resumed: true });
    const { token: then } = await again.ask('caught-up', {});
    expect(
      again.heard
        .filter(({ event }) => event === 'frame' || event === 'reset')
        .flatMap(({ message }) => message.changes),
    ).toEqual([]);
    await again.close();
    await act('update-record', { module: 'Deals', id: mine, set: { Stage: 'Lost', Name: 'canary gone' } });
    const narrow = { ...tabs.Deals, layouts: { Standard: ['Name', 'Contact', 'Account'] } };
    await act('configure-user-type', { userType: shownType, tabs: { ...tabs, Deals: narrow } });
    const third = await kei.connect({ cursor: { ticket, token: then }, subscriptions: ['Deals'] });
    await third.ask('caught-up', {});
    const told = JSON.stringify(third.heard.filter(({ event }) => event !== 'welcome'));
    expect(told).toContain(`{"op":"remove","module":"Deals","id":"${mine}"}`);
    expect(told).not.toMatch(/canary|CloseDate|2026-01-01/);
    await third.close();
  });

  test('[X-13] where no WebSocket passes, the SDK lives on long polling: it reads, hears and writes', async () => {
    const { kei, act, mine } = await scene();
    const line = await plainHttpLine(server.url);
    server.house.origins.add(line.url);
    const client = createClient({ url: line.url, auth: async () => kei.access });
    const live = client.live('Deals', {});
    const until = (holds: (rows: readonly Loose[]) => boolean): Promise<void> =>
      new Promise((resolve) => {
        const look = () => live.get().phase === 'live' && holds(live.get().rows) && resolve();
        live.subscribe(look);
        look();
      });
    await until((rows) => rows.length === 2);
    await act('update-record', { module: 'Deals', id: mine, set: { Name: 'Heard' } });
    await until((rows) => rows.some(({ Name }) => Name === 'Heard'));
    expect(await client.update('Deals', mine, { Name: 'Written' })).toMatchObject({ status: 'applied' });
    expect((await kei.get(`/api/records/Deals/${mine}`)).json.fields.Name).toBe('Written');
    expect(await client.update('Deals', mine, { CloseDate: '2026-02-02' })).toMatchObject({ code: 'forbidden' });
    expect(line.upgrades).toBeGreaterThan(0);
    await client.close();
    await line.close();
  });
});

describe('commands', () => {
  const entries = async ({ admin }: Founded): Promise<Loose[]> => (await admin.get('/api/log?limit=200')).json.entries;

  test('[R-2] nothing but commands, files of them, and signing in and out changes anything', async () => {
    const here = await scene();
    const { kei, act } = here;
    const changing = server.routes.filter(({ method }) => method !== 'get');
    expect(changing.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'post /api/commands/:name',
      'post /api/imports',
      'post /api/refresh',
      'post /api/sign-in',
      'post /api/sign-out',
    ]);
    const line = await kei.connect();
    await line.subscribe('Deals');
    const head = await server.house.log.head(here.id);
    await allReads(here);
    for (const method of ['PUT', 'PATCH', 'DELETE', 'POST']) {
      const headers = { authorization: `Bearer ${kei.access}`, 'content-type': 'application/json' };
      const { status } = await fetch(`${server.url}/api/records/Deals/${here.mine}`, { method, headers, body: '{}' });
      expect(status).toBe(404);
    }
    expect(await server.house.log.head(here.id)).toBe(head);
    const renamed = { module: 'Deals', id: here.mine, set: { Name: 'New' } };
    await act('update-record', renamed);
    expect(await server.house.log.head(here.id)).toBe(head + 1);
    await line.close();
  });

  test('[R-2] each has an id, an actor, a time and an outcome; what was refused for lack of right is there too, without effect', async () => {
    const here = await scene();
    const { kei, mine, hidden } = here;
    const before = (await entries(here)).length;
    const edit = (set: object, id = mine) => kei.command('update-record', { module: 'Deals', id, set });
    const refused = [
      await edit({ CloseDate: '2026-02-02' }),
      await edit({ Name: 'x' }, hidden),
      await edit({ Amount: 1 }),
    ];
    expect(refused.map(({ json }) => json.code)).toEqual(['forbidden', 'not-found', 'unknown-field']);
    expect(refusal(await edit({ Name: null }))).toEqual([422, 'invalid']);
    expect((await edit({ Name: 'Tunnel' })).status).toBe(200);
    const written = (await entries(here)).slice(before);
    expect(written.map(({ member, command, outcome, changes }) => [member, command, outcome, changes.length])).toEqual([
      [kei.id, 'update-record', 'forbidden', 0],
      [kei.id, 'update-record', 'not-found', 0],
      [kei.id, 'update-record', 'unknown-field', 0],
      [kei.id, 'update-record', 'applied', 1],
    ]);
    for (const { at } of written) expect(Math.abs(Date.parse(at) - Date.now())).toBeLessThan(60_000);
    expect(refusal(await kei.get('/api/log'))).toEqual([403, 'forbidden']);
  });

  test('[R-2] the same id again has the same outcome and no second effect; with another input it is refused; it is its sender’s own', async () => {
    const here = await scene();
    const { admin, kei, say, act, mine, type } = here;
    const id = randomUUID();
    const make = { module: 'Deals', fields: { Name: 'Once' } };
    const [one, two] = [await admin.command('create-record', make, id), await admin.command('create-record', make, id)];
    expect([one.json.replayed, two.json.replayed, two.json.result]).toEqual([false, true, one.json.result]);
    const other = { ...make, fields: { Name: 'Twice' } };
    expect(refusal(await admin.command('create-record', other, id))).toEqual([422, 'key-reused']);
    const edit = { module: 'Deals', id: mine, set: { Name: 'By another' } };
    expect((await kei.command('update-record', edit, id)).json).toMatchObject({ status: 'applied', replayed: false });
    const taken = await type('Taken');
    const [refusedId, wish] = [randomUUID(), { name: 'Taken', base: 'Contacts' }];
    const ask = () => admin.command('create-user-type', wish, refusedId);
    expect(refusal(await ask())).toEqual([409, 'name-taken']);
    await act('configure-user-type', { userType: taken, name: 'Free' });
    expect(refusal(await ask())).toEqual([409, 'name-taken']);
    expect((await say('create-user-type', wish)).status).toBe(200);
    expect(refusal(await admin.post('/api/commands/create-record', make, { 'idempotency-key': 'x' }))).toEqual([
      422,
      'invalid',
    ]);
    const found = (await admin.get(`/api/records/Deals?${where({ field: 'Name', is: 'is', value: 'Once' })}`)).json
      .rows;
    expect(found).toHaveLength(1);
  });
});

const allReads = async ({ kei, admin, mine }: Scene): Promise<void> => {
  const paths = [
    'records/Deals',
    `records/Deals/${mine}`,
    'ability',
    'catalogue',
    'schema',
    'my-data',
    'log',
    'members',
  ];
  for (const person of [kei, admin]) for (const path of paths) await person.get(`/api/${path}`);
};
