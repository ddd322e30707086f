import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { systemClock } from './clock.ts';
import type { Answer, Change, View } from './contract.ts';
import { createClient, type Client } from './create-client.ts';
import type { Observable } from './observable.ts';
import { MapStore } from './test/map-store.ts';
import { card, ScriptedServer, welcome, type Guest } from './test/scripted-server.ts';

let server: ScriptedServer;
let url: string;
let store: MapStore;
const open: Client[] = [];
const hasty = {
  ...systemClock,
  random: () => 0,
  after: (ms: number, act: () => void) => systemClock.after(ms < 5000 ? 0 : ms, act),
};
const never = { ...systemClock, after: () => () => {} };
const deal = (id: string, Stage = 'New'): View => ({ id, layout: 'Standard', may: 1, fields: { Name: id, Stage } });
const put = (view: View): Change => ({ op: 'put', module: 'Deals', ...view });
const remove = (id: string): Change => ({ op: 'remove', module: 'Deals', id });

beforeEach(async () => {
  server = new ScriptedServer();
  url = await server.listen();
  store = new MapStore();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.close()));
  await server.close();
});

const until = <T>(observable: Observable<T>, holds: (value: T) => boolean): Promise<T> =>
  new Promise((resolve) => {
    if (holds(observable.get())) return resolve(observable.get());
    const stop = observable.subscribe((value) => {
      if (!holds(value)) return;
      stop();
      resolve(value);
    });
  });
function visit(online = true): Client {
  const auth = async () => {
    if (!online) throw new Error('There is no network.');
    return 'x.e30.y';
  };
  const client = createClient({ url, auth, store, clock: online ? hasty : never });
  open.push(client);
  return client;
}
const confirm = async (guest: Guest, at: string): Promise<void> => (await guest.heard('caught-up')).ack({ token: at });
const refusal = (id: string, code: string): Answer => ({
  id,
  status: 'rejected',
  replayed: false,
  code,
  message: 'No.',
  issues: [],
  conflicts: code === 'conflict' ? [{ field: 'Stage', base: 'New', mine: 'Won', theirs: 'Lost' }] : [],
});

/** A visit in which these deals were held whole, up to `t1`. */
async function before(...rows: View[]): Promise<void> {
  const client = visit();
  const deals = client.live('Deals');
  const guest = await server.guest();
  guest.say('welcome', welcome());
  await guest.heard('subscribe');
  guest.say('snapshot', { module: 'Deals', rows, more: false, token: 't1' });
  await confirm(guest, 't1');
  await confirm(guest, 't1');
  await until(deals, ({ phase }) => phase === 'live');
  await client.close();
}

describe('a client with a store', () => {
  test('[SD30] shows at once what an earlier visit left, under the rights it left, before any contact', async () => {
    await before(deal('a'), deal('b'));
    const client = visit(false);
    const deals = client.live('Deals', { where: { Stage: 'New' } });
    const { rows, phase } = await until(deals, ({ total }) => total === 2);
    expect([rows.map(({ id }) => id), phase]).toEqual([['a', 'b'], 'cached']);
    expect(client.ability.can('update', 'Deals', { id: 'a', field: 'Stage' })).toBe(true);
  });

  test('[SD30] goes on from the kept cursor, and what was withdrawn leaves list and store in one step', async () => {
    await before(deal('a', 'canary'), deal('b'));
    const client = visit();
    const deals = client.live('Deals');
    const guest = await server.guest();
    expect(guest.hello).toMatchObject({ cursor: { ticket: 'ticket', token: 't1' }, subscriptions: ['Deals'] });
    guest.say('welcome', welcome(true));
    guest.say('frame', { token: 't2', changes: [remove('a'), put(deal('c'))], answers: [] });
    await until(deals, ({ rows }) => rows.map(({ id }) => id).join() === 'b,c');
    await client.close();
    expect(store.text).not.toContain('canary');
    expect(store.text).toContain('t2');
    expect(store.writes.filter((each) => each.has('row Deals a') && !each.has('place')).length).toBe(0);
  });

  test('[SD30] a list that was closed is not held: the next visit asks for it anew, instead of going on from nothing', async () => {
    await before(deal('a'));
    const client = visit();
    const deals = client.live('Deals');
    const guest = await server.guest();
    guest.say('welcome', welcome(true));
    await confirm(guest, 't2');
    await until(deals, ({ phase }) => phase === 'live');
    deals.close();
    await client.close();
    visit().live('Deals');
    const next = await server.guest();
    expect(next.hello.subscriptions).toEqual([]);
  });

  test('[SD10, SD31] a write that is on its way when its sender is sent away is unknown; one that waits is refused, and never sent', async () => {
    await before(deal('a'));
    const client = visit();
    client.live('Deals');
    const guest = await server.guest();
    guest.say('welcome', welcome(true));
    await confirm(guest, 't2');
    const sent = client.update('Deals', 'a', { Stage: 'Won' });
    await guest.heard('command');
    guest.say('bye', { code: 'revoked', message: 'Away.', retryAfterMs: null });
    expect(await sent).toMatchObject({ status: 'unknown' });
    await client.close();
    store.kept.set('wish k', { n: 0, wish: { name: 'convert', input: {}, effects: [] } });
    const next = visit();
    (await server.guest()).say('bye', { code: 'revoked', message: 'Away.', retryAfterMs: null });
    await until(next.status, ({ state }) => state === 'revoked');
    await next.close(); // in the turn in which it was refused
    expect([store.kept.has('wish k'), store.kept.has('note k')]).toEqual([false, true]);
  });

  test('[SD17, SD30] a list that is closed and opened again while a connection comes about is begun anew', async () => {
    await before(deal('a'));
    const client = visit();
    const first = client.live('Deals');
    const guest = await server.guest();
    expect(guest.hello.subscriptions).toEqual(['Deals']);
    first.close();
    const again = client.live('Deals');
    guest.say('welcome', welcome(true));
    await guest.heard('unsubscribe');
    await confirm(guest, 't1');
    await confirm(guest, 't1');
    await guest.heard('subscribe');
    guest.say('snapshot', { module: 'Deals', rows: [deal('a')], more: false, token: 't2' });
    expect((await until(again, ({ total }) => total === 1)).rows[0]?.id).toBe('a');
  });

  test('[SD31] a write that was sent and not answered when the page was left is sent again by the next visit', async () => {
    await before(deal('a'));
    const client = visit();
    client.live('Deals');
    const guest = await server.guest();
    guest.say('welcome', welcome(true));
    await confirm(guest, 't2');
    const { key } = client.update('Deals', 'a', { Stage: 'Won' });
    await guest.heard('command');
    await client.close();
    visit().live('Deals');
    const next = await server.guest();
    next.say('welcome', welcome(true));
    expect((await next.heard('command')).message).toMatchObject({ id: key });
  });

  test('[SD30] rights are applied anew before anything is shown: a hidden field is in no list and no store', async () => {
    await before(deal('a', 'canary'));
    const client = visit();
    const shown: string[] = [];
    const deals = client.live('Deals');
    deals.subscribe((state) => state.phase !== 'cached' && shown.push(JSON.stringify(state)));
    const guest = await server.guest();
    guest.say('welcome', welcome(true, card(['Name'])));
    await until(deals, ({ rows }) => rows[0] !== undefined && !('Stage' in rows[0]));
    await client.close();
    expect(shown.join()).not.toContain('canary');
    expect(store.text).not.toContain('canary');
    expect(client.events.export()).not.toContain('canary');
  });

  test('[SD30] a cursor that is not taken, a session that ended, another member: what was kept is gone', async () => {
    for (const ends of ['reset', 'revoked', 'other'] as const) {
      await before(deal('a', 'canary'));
      const client = visit();
      const deals = client.live('Deals');
      const guest = await server.guest();
      if (ends === 'revoked') guest.say('bye', { code: 'forbidden', message: 'Ended.', retryAfterMs: null });
      else if (ends === 'reset') guest.say('welcome', welcome(false));
      else guest.say('welcome', { ...welcome(true), member: { id: crypto.randomUUID(), record: null } });
      await until(deals, ({ total }) => total === 0);
      if (ends === 'revoked') await until(client.status, ({ state }) => state === 'revoked');
      await client.close();
      expect(store.text).not.toContain('canary');
    }
  });

  test('[SD30] rows whose module was not held whole are not shown again', async () => {
    const client = visit();
    client.live('Deals');
    const guest = await server.guest();
    guest.say('welcome', welcome());
    await guest.heard('subscribe');
    guest.say('snapshot', { module: 'Deals', rows: [deal('a', 'canary')], more: true, token: 't1' });
    await until(client.live('Deals'), ({ total }) => total === 1);
    await client.close();
    expect(store.text).toContain('canary');
    const next = visit(false);
    await until(next.status, ({ state }) => state === 'offline');
    expect(next.live('Deals').get()).toEqual({ rows: [], phase: 'loading', total: 0 });
    await next.close();
    expect(store.text).not.toContain('canary');
  });

  test('[SD30] a store that cannot write keeps nothing more, and the client goes on', async () => {
    store.write = () => Promise.reject(new Error('full'));
    const client = visit();
    const deals = client.live('Deals');
    const guest = await server.guest();
    guest.say('welcome', welcome());
    await guest.heard('subscribe');
    guest.say('snapshot', { module: 'Deals', rows: [deal('a')], more: false, token: 't1' });
    expect((await until(deals, ({ total }) => total === 1)).rows.length).toBe(1);
    expect(client.events.recent().filter(({ kind }) => kind === 'store')).toMatchObject([{ detail: 'Error: full' }]);
  });
});

test('[SD30] where there is no store the client goes on without one', async () => {
  const client = createClient({ url, auth: async () => 'x.e30.y', store: 'indexeddb', clock: hasty });
  open.push(client);
  const guest = await server.guest();
  guest.say('welcome', welcome());
  await confirm(guest, 't1');
  await until(client.status, ({ state }) => state === 'live');
  expect(client.events.recent().filter(({ kind }) => kind === 'store').length).toBe(1);
});

describe('writes without a connection', () => {
  async function queued(): Promise<string> {
    await before(deal('a'));
    const client = visit(false);
    const deals = client.live('Deals');
    await until(deals, ({ total }) => total === 1);
    const { key } = client.update('Deals', 'a', { Stage: 'Won' });
    expect(client.status.get().pendingWrites).toBe(1);
    await client.close();
    return key;
  }

  test('[SD31] survive a reload, are shown meanwhile, and go out under their key at the next contact', async () => {
    const key = await queued();
    const client = visit();
    const deals = client.live('Deals');
    const { rows } = await until(deals, ({ total }) => total === 1);
    expect([rows[0]?.Stage, deals.pendingFields('a'), client.status.get().pendingWrites]).toEqual([
      'Won',
      ['Stage'],
      1,
    ]);
    const guest = await server.guest();
    guest.say('welcome', welcome(true));
    expect((await guest.heard('command')).message).toEqual({
      id: key,
      name: 'update-record',
      input: { module: 'Deals', id: 'a', set: { Stage: 'Won' }, base: { Stage: 'New' } },
    });
    const applied: Answer = { id: key, status: 'applied', replayed: false, result: {} };
    guest.say('frame', {
      token: 't2',
      changes: [{ op: 'patch', module: 'Deals', id: 'a', fields: { Stage: 'Won' } }],
      answers: [applied],
    });
    await until(client.status, ({ pendingWrites }) => pendingWrites === 0);
    await client.close();
    expect(client.inbox.get()).toEqual([]);
    expect([...store.kept.keys()].filter((name) => name.startsWith('wish'))).toEqual([]);
  });

  test('[SD31] that are refused wait in the inbox, over reloads, with the own text and the reason, until dismissed', async () => {
    const key = await queued();
    const client = visit();
    client.live('Deals');
    const guest = await server.guest();
    guest.say('welcome', welcome(true));
    await guest.heard('command');
    guest.say('frame', { token: 't2', changes: [remove('a')], answers: [refusal(key, 'not-found')] });
    await until(client.inbox, (entries) => entries.length === 1);
    await client.close();

    const later = visit(false);
    const [entry] = await until(later.inbox, (entries) => entries.length === 1);
    expect(entry).toMatchObject({
      key,
      status: 'rejected',
      code: 'not-found',
      message: 'No.',
      input: { module: 'Deals', id: 'a', set: { Stage: 'Won' } },
    });
    expect(store.text).not.toContain('New'); // what it was based on went with the record
    entry?.dismiss();
    await later.close();
    expect([later.inbox.get(), store.text.includes(key)]).toEqual([[], false]);
  });

  test('[SD31] that met a conflict are sent again over what stands now', async () => {
    const key = await queued();
    const client = visit();
    client.live('Deals');
    const guest = await server.guest();
    guest.say('welcome', welcome(true));
    await guest.heard('command');
    guest.say('frame', {
      token: 't2',
      changes: [{ op: 'patch', module: 'Deals', id: 'a', fields: { Stage: 'Lost' } }],
      answers: [refusal(key, 'conflict')],
    });
    const [entry] = await until(client.inbox, (entries) => entries.length === 1);
    expect(entry).toMatchObject({ status: 'conflict', fields: ['Stage'] });
    entry?.retry();
    expect((await guest.heard('command')).message).toMatchObject({
      input: { set: { Stage: 'Won' }, base: { Stage: 'Lost' } },
    });
    expect(client.inbox.get()).toEqual([]);
  });

  test('[SD31] of somebody whose session ended are given up, the own text kept', async () => {
    await queued();
    const client = createClient({ url, auth: async () => null, store, clock: hasty });
    open.push(client);
    const [entry] = await until(client.inbox, (entries) => entries.length === 1);
    expect(entry).toMatchObject({ code: 'unknown', input: { set: { Stage: 'Won' } } });
    await client.close();
    expect(store.text).not.toContain('New');
  });

  test('[SD31] of another member are never sent and never shown', async () => {
    await queued();
    const client = visit();
    const guest = await server.guest();
    guest.say('welcome', { ...welcome(false), member: { id: crypto.randomUUID(), record: null } });
    await confirm(guest, 't1');
    await until(client.status, ({ state }) => state === 'live');
    expect([guest.waiting('command'), client.inbox.get()]).toEqual([0, []]);
    await client.close();
    expect(store.text).not.toContain('Won');
  });

  test('[SD31] a write on its way when the line broke and the page went is sent again by the next', async () => {
    await before(deal('a'));
    const first = visit();
    const deals = first.live('Deals');
    const guest = await server.guest();
    guest.say('welcome', welcome(true));
    await until(deals, ({ total }) => total === 1);
    const { key } = first.update('Deals', 'a', { Stage: 'Won' });
    await guest.heard('command');
    guest.cut();
    await until(first.status, ({ state }) => state === 'offline');
    await first.close();
    const second = visit();
    second.live('Deals');
    let next = await server.guest();
    while (next.gone) next = await server.guest();
    next.say('welcome', welcome(true));
    expect((await next.heard('command')).message).toMatchObject({ id: key });
  });
});
