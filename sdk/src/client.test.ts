import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Change, View } from './contract.ts';
import { systemClock } from './clock.ts';
import { createClient, type Client } from './create-client.ts';
import type { LogEvent } from './event-log.ts';
import type { Observable } from './observable.ts';
import type { Pending } from './pending.ts';
import { shapeOf } from './schema-shape.ts';
import { card, ScriptedServer, welcome, type Guest } from './test/scripted-server.ts';

let server: ScriptedServer;
let url: string;
let client: Client;
const asked: string[] = [];
const deal = (id: string, Stage = 'New'): View => ({ id, layout: 'Standard', may: 1, fields: { Name: id, Stage } });
const patch = (id: string, Stage: string): Change => ({ op: 'patch', module: 'Deals', id, fields: { Stage } });
const token = (name: string): string => `x.${btoa(JSON.stringify({ sub: name }))}.y`;

/** Waits end at once, so that a reconnect is not slept for. */
const hasty = {
  ...systemClock,
  random: () => 0,
  after: (ms: number, act: () => void) => systemClock.after(ms < 5000 ? 0 : ms, act),
};

beforeEach(async () => {
  server = new ScriptedServer();
  url = await server.listen();
  asked.length = 0;
  client = createClient({
    url,
    clock: hasty,
    auth: async (why) => {
      asked.push(why);
      return token(why);
    },
  });
});
afterEach(async () => {
  await client.close();
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
const state = (name: string) => until(client.status, (status) => status.state === name);

/** Greets, answers the subscription with these rows, and confirms. */
async function settle(guest: Guest, rows: View[], at = 't1'): Promise<void> {
  guest.say('welcome', welcome());
  expect((await guest.heard('subscribe')).message).toEqual({ module: 'Deals' });
  guest.say('snapshot', { module: 'Deals', rows, more: false, token: at });
  await confirm(guest, at);
  await confirm(guest, at);
}
const confirm = async (guest: Guest, at: string): Promise<void> => (await guest.heard('caught-up')).ack({ token: at });

describe('a client and its server', () => {
  test('[SD13] says who it is and which protocol it speaks, and is live once caught up', async () => {
    const guest = await server.guest();
    expect(guest.hello).toEqual({ protocol: 1, token: token('start') });
    guest.say('welcome', welcome());
    await confirm(guest, 't1');
    expect((await state('live')).pendingWrites).toBe(0);
    expect(client.cursor).toEqual({ ticket: 'ticket', token: 't1' });
  });

  test('[SD5] a live list loads in pages, is live when whole, and follows', async () => {
    const deals = client.live('Deals', { where: { Stage: 'New' } });
    const guest = await server.guest();
    guest.say('welcome', welcome());
    await guest.heard('subscribe');
    expect(deals.get().phase).toBe('loading');
    guest.say('snapshot', { module: 'Deals', rows: [deal('a')], more: true, token: 't0' });
    guest.say('snapshot', { module: 'Deals', rows: [deal('b')], more: false, token: 't1' });
    await confirm(guest, 't1');
    expect((await until(deals, (list) => list.phase === 'live')).total).toBe(2);
    guest.say('frame', { token: 't2', changes: [patch('a', 'Won')], answers: [] });
    expect((await until(deals, (list) => list.total === 1)).rows).toEqual([{ id: 'b', Name: 'b', Stage: 'New' }]);
    expect(client.cursor?.token).toBe('t2');
  });

  test('[SD2] after a lost connection it resumes from its cursor; meanwhile the list is stale and whole', async () => {
    const deals = client.live('Deals');
    const first = await server.guest();
    await settle(first, [deal('a'), deal('b')]);
    first.say('frame', { token: 't2', changes: [patch('a', 'Won')], answers: [] });
    await until(deals, (list) => list.rows[0]?.Stage === 'Won');
    first.cut();
    expect((await until(deals, (list) => list.phase === 'stale')).total).toBe(2);
    const second = await server.guest();
    expect(second.hello).toMatchObject({ cursor: { ticket: 'ticket', token: 't2' }, subscriptions: ['Deals'] });
    second.say('welcome', welcome(true));
    second.say('frame', {
      token: 't5',
      changes: [{ op: 'remove', module: 'Deals', id: 'a' }, patch('b', 'Lost')],
      answers: [],
    });
    await confirm(second, 't5');
    expect((await until(deals, (list) => list.phase === 'live')).rows).toEqual([{ id: 'b', Name: 'b', Stage: 'Lost' }]);
    expect(second.waiting('subscribe')).toBe(0);
  });

  test('[SD2] a cursor that is not taken clears what is held, and the picture comes anew', async () => {
    const deals = client.live('Deals');
    const first = await server.guest();
    await settle(first, [deal('a')]);
    first.cut();
    const second = await server.guest();
    second.say('welcome', welcome());
    second.say('reset', { reason: 'cursor', module: null });
    second.say('snapshot', { module: 'Deals', rows: [deal('c')], more: false, token: 't9' });
    await confirm(second, 't9');
    expect((await until(deals, (list) => list.phase === 'live')).rows.map((row) => row.id)).toEqual(['c']);
  });

  test('[SD2] a reset clears the list until the fresh picture is whole', async () => {
    const deals = client.live('Deals');
    const guest = await server.guest();
    await settle(guest, [deal('a')]);
    guest.say('reset', { reason: 'rights', module: null });
    expect((await until(deals, (list) => list.phase === 'loading')).total).toBe(0);
    expect(client.cursor).toBeNull();
    guest.say('snapshot', { module: 'Deals', rows: [deal('b')], more: false, token: 't3' });
    await confirm(guest, 't3');
    expect((await until(deals, (list) => list.phase === 'live')).rows.map((row) => row.id)).toEqual(['b']);
  });

  test('[SD18] a difference in parts leaves no cursor until its last part', async () => {
    const deals = client.live('Deals');
    const guest = await server.guest();
    await settle(guest, [deal('a')]);
    guest.say('frame', { token: null, changes: [patch('a', 'Won')], answers: [] });
    await until(deals, (list) => list.rows[0]?.Stage === 'Won');
    expect(client.cursor).toBeNull();
    guest.cut();
    expect((await server.guest()).hello.cursor).toBeUndefined();
  });

  test('[SD41] what the card takes leaves no cursor until the server has spoken of it', async () => {
    const deals = client.live('Deals');
    const guest = await server.guest();
    await settle(guest, [deal('a')]);
    guest.say('ability', card(['Name']));
    await until(deals, (list) => !('Stage' in (list.rows[0] ?? {})));
    expect(client.cursor).toBeNull(); // or a right that is given back meanwhile would never be told
    const kept: Change = { op: 'keep-fields', module: 'Deals', layout: 'Standard', fields: ['Name'] };
    const named: Change = { op: 'patch', module: 'Deals', id: 'a', fields: { Name: 'A' } };
    guest.say('frame', { token: 't2', changes: [kept, named], answers: [] });
    await until(deals, (list) => list.rows[0]?.Name === 'A');
    expect(client.cursor?.token).toBe('t2');
  });

  test('[SD3] a message that contradicts what is held is logged, and healed by a fresh start', async () => {
    const deals = client.live('Deals');
    const guest = await server.guest();
    await settle(guest, [deal('a')]);
    guest.say('frame', { token: 't2', changes: [patch('a', 'Won'), patch('ghost', 'Won')], answers: [] });
    const second = await server.guest();
    expect(second.hello.cursor).toBeUndefined();
    expect(client.events.recent().find((event) => event.kind === 'violation')?.detail).toMatchObject({
      rule: 'patch-of-absent',
    });
    await settle(second, [deal('a', 'Won')]);
    expect((await until(deals, (list) => list.phase === 'live')).rows[0]?.Stage).toBe('Won');
  });

  test('[SD10] an edit cut off by a lost connection goes out again under its key and is applied once', async () => {
    const deals = client.live('Deals');
    const first = await server.guest();
    await settle(first, [deal('a')]);
    const pending = client.update('Deals', 'a', { Stage: 'Won' });
    expect(deals.get().rows[0]?.Stage).toBe('Won');
    expect(deals.pendingFields('a')).toEqual(['Stage']);
    const sent = (await first.heard('command')).message;
    expect(sent).toEqual({
      id: pending.key,
      name: 'update-record',
      input: { module: 'Deals', id: 'a', set: { Stage: 'Won' }, base: { Stage: 'New' } },
    });
    first.cut();
    const second = await server.guest();
    second.say('welcome', welcome(true));
    expect((await second.heard('command')).message).toEqual(sent);
    const answer = { id: pending.key, status: 'applied', replayed: true, result: {} } as const;
    second.say('frame', { token: 't3', changes: [patch('a', 'Won')], answers: [answer] });
    expect(await pending).toEqual({ status: 'applied', replayed: true, result: {} });
    expect(deals.get().rows[0]?.Stage).toBe('Won');
    expect(deals.pendingFields('a')).toEqual([]);
    expect(client.status.get().pendingWrites).toBe(0);
  });

  test('[SD9] an edit that is refused is taken back', async () => {
    const deals = client.live('Deals');
    const guest = await server.guest();
    await settle(guest, [deal('a')]);
    const pending = client.update('Deals', 'a', { Stage: 'Won' });
    const refused = {
      id: pending.key,
      status: 'rejected',
      replayed: false,
      code: 'forbidden',
      message: 'No.',
    } as const;
    guest.say('frame', { token: 't2', changes: [], answers: [{ ...refused, issues: [], conflicts: [] }] });
    expect(await pending).toMatchObject({ status: 'denied', code: 'forbidden', message: 'No.' });
    expect(deals.get().rows[0]?.Stage).toBe('New');
  });

  test('[SD4] a field that is hidden from now on is gone from the list at once', async () => {
    const deals = client.live('Deals');
    const guest = await server.guest();
    await settle(guest, [deal('a')]);
    const lost: (readonly string[])[] = [];
    client.ability.onChange((change) => lost.push(change.lost));
    guest.say('ability', card(['Name']));
    expect((await until(deals, (list) => !('Stage' in (list.rows[0] ?? {})))).rows).toEqual([{ id: 'a', Name: 'a' }]);
    expect(lost).toEqual([['Deals.Stage']]);
  });

  test('[SD4] a tab that is gone is denied, and filled when it comes back', async () => {
    const deals = client.live('Deals');
    const guest = await server.guest();
    await settle(guest, [deal('a')]);
    guest.say('ability', { ...card(), tabs: {} });
    guest.say('frame', { token: 't2', changes: [{ op: 'remove', module: 'Deals', id: 'a' }], answers: [] });
    expect((await until(deals, (list) => list.phase === 'denied')).rows).toEqual([]);
    guest.say('ability', card());
    guest.say('frame', { token: 't4', changes: [{ op: 'put', module: 'Deals', ...deal('a') }], answers: [] });
    await until(deals, (list) => list.total === 1);
    expect((await until(deals, (list) => list.phase === 'live')).total).toBe(1);
  });

  test('[SD4] a subscription that crosses the loss of its tab is denied and keeps nobody waiting', async () => {
    const deals = client.live('Deals');
    const guest = await server.guest();
    guest.say('welcome', welcome());
    const { ack } = await guest.heard('subscribe');
    guest.say('ability', { ...card(), tabs: {} });
    ack({ problem: { code: 'not-found', message: 'There is nothing here.', issues: [] } });
    const fence = client.caughtUp();
    await confirm(guest, 't1');
    await confirm(guest, 't1');
    await fence;
    expect(deals.get().phase).toBe('denied');
    guest.say('ability', card());
    await guest.heard('subscribe');
  });

  test('[SD53] a list of too many records to be held whole stands on a page, and keeps nobody waiting', async () => {
    const deals = client.live('Deals', { orderBy: [['Name', 'asc']], limit: 2 });
    const guest = await server.guest();
    guest.say('welcome', welcome());
    await guest.heard('subscribe');
    guest.say('refused', { module: 'Deals', code: 'limit-reached', message: 'Query pages.' });
    const fence = client.caughtUp();
    await confirm(guest, 't1');
    await confirm(guest, 't1');
    await fence;
    const { message, ack } = await guest.heard('window');
    expect(message).toEqual({
      window: 'w1',
      module: 'Deals',
      where: { and: [] },
      orderBy: [['Name', 'asc']],
      limit: 2,
    });
    ack({ status: 'opened' });
    expect(deals.get().phase).toBe('loading');
    guest.say('page', { window: 'w1', rows: [deal('a'), deal('b')], total: 7, token: 't2' });
    guest.say('frame', { token: 't3', changes: [patch('b', 'Won')], answers: [] });
    const { rows, total } = await until(deals, (state) => state.rows[1]?.['Stage'] === 'Won');
    expect([rows.map(({ id }) => id), total, deals.get().phase]).toEqual([['a', 'b'], 7, 'live']);
    guest.say('list-changed', { window: 'w1' });
    await until(deals, ({ phase }) => phase === 'stale');
    await guest.heard('window');
    guest.say('page', { window: 'w1', rows: [deal('b'), deal('c')], total: 6, token: 't4' });
    await until(deals, (state) => state.phase === 'live' && state.rows[0]?.id === 'b' && state.total === 6);
    deals.close();
    expect((await guest.heard('close-window')).message).toEqual({ window: 'w1' });
  });

  test('[SD4] a tab that went while the connection was lost is denied and keeps nobody waiting', async () => {
    const deals = client.live('Deals');
    const first = await server.guest();
    first.say('welcome', welcome());
    await first.heard('subscribe');
    first.cut();
    const second = await server.guest();
    second.say('welcome', welcome(false, { ...card(), tabs: {} }));
    const fence = client.caughtUp();
    await confirm(second, 't1');
    await confirm(second, 't1');
    await fence;
    expect(deals.get().phase).toBe('denied');
    expect(second.waiting('subscribe')).toBe(0);
  });

  test('[SD10] a command that the server cannot read is refused by its acknowledgement', async () => {
    const guest = await server.guest();
    guest.say('welcome', welcome());
    const pending = client.command('delete-record', { module: 'Deals', id: 'a' });
    const issues = [{ path: 'id', message: 'Use a uuid.' }];
    (await guest.heard('command')).ack({ problem: { code: 'invalid', message: 'The input is not valid.', issues } });
    expect(await pending).toEqual({ status: 'rejected', code: 'invalid', message: 'The input is not valid.', issues });
  });

  test('[SD24] what may be done with a record follows its own code', async () => {
    client.live('Deals');
    const guest = await server.guest();
    await settle(guest, [deal('a'), { ...deal('b'), may: 2 }, { ...deal('c'), may: 3 }]);
    await state('live');
    const may = (id: string) => [
      client.ability.can('update', 'Deals', { id, field: 'Stage' }),
      client.ability.can('delete', 'Deals', { id }),
    ];
    expect(['a', 'b', 'c'].map(may)).toEqual([
      [true, false],
      [false, true],
      [true, true],
    ]);
    expect([
      client.ability.can('update', 'Deals', { id: 'a', field: 'Name' }),
      client.ability.can('read', 'Cases'),
    ]).toEqual([false, false]);
  });

  test('[SD36] a denial tells the right that is missing and what decided', async () => {
    client.live('Deals');
    const guest = await server.guest();
    await settle(guest, [deal('a'), { ...deal('b'), may: 2 }]);
    await state('live');
    const refuse = async (pending: Pending, ...fields: string[]) => {
      const issues = fields.map((path) => ({ path, message: 'You may not set this field.' }));
      const code = { replayed: false, code: 'forbidden', message: 'No.', issues, conflicts: [] };
      guest.say('frame', { token: 't2', changes: [], answers: [{ id: pending.key, status: 'rejected', ...code }] });
      const outcome = await pending;
      return outcome.status === 'denied' && outcome.why;
    };
    const update = { action: 'update', subject: 'Deals' };
    expect(await refuse(client.update('Deals', 'a', { Name: 'x' }), 'Name')).toEqual({
      ...update,
      field: 'Name',
      from: 'field',
      rule: 'update Deals.Name',
    });
    expect(await refuse(client.update('Deals', 'b', { Stage: 'x' }), 'Stage')).toMatchObject({
      from: 'record',
      rule: 'update Deals.Stage',
    });
    expect(await refuse(client.command('delete-record', { module: 'Deals', id: 'a' }))).toEqual({
      action: 'delete',
      subject: 'Deals',
      from: 'record',
      rule: 'delete Deals',
    });
    expect(await refuse(client.command('define-module', { name: 'X', label: 'X' }))).toMatchObject({
      action: 'issue',
      from: 'command',
    });
  });

  test('[SD14] a refused token is asked for anew; refused again, a person is needed, and waking tries again', async () => {
    await client.close();
    const refusal = { code: 'unauthenticated', message: 'Sign in again.', retryAfterMs: null };
    server.refuse(refusal);
    server.refuse(refusal);
    asked.length = 0;
    client = createClient({ url, clock: hasty, auth: async (why) => (asked.push(why), token(why)) });
    expect(await state('needs-auth')).toMatchObject({ reason: 'Sign in again.' });
    expect(asked).toEqual(['start', 'revoked']);
    client.wake();
    await server.guest();
    expect(asked).toEqual(['start', 'revoked', 'start']);
  });

  test('[SD15] who is sent away for good forgets what he saw', async () => {
    const deals = client.live('Deals');
    const guest = await server.guest();
    await settle(guest, [deal('a')]);
    guest.say('bye', { code: 'forbidden', message: 'Your access has ended.', retryAfterMs: null });
    expect(await state('revoked')).toMatchObject({ reason: 'Your access has ended.' });
    expect(deals.get().rows).toEqual([]);
  });

  test('[SD16] an access token is renewed in place before it runs out', async () => {
    await client.close();
    const brief = `x.${btoa(JSON.stringify({ iat: 100, exp: 101 }))}.y`;
    const tokens = [brief, token('fresh')];
    client = createClient({ url, clock: hasty, auth: async () => tokens.shift() ?? null });
    let guest = await server.guest();
    while (guest.hello.token !== brief) guest = await server.guest(); // that of the client closed above, if it came so far
    guest.say('welcome', welcome());
    expect((await guest.heard('token')).message).toEqual({ token: token('fresh') });
  });

  test('[SD17] a list that is closed and opened again is asked for when the server has let go', async () => {
    const guest = await server.guest();
    client.live('Deals').close();
    const deals = client.live('Deals');
    await settle(guest, [deal('a')]);
    await until(deals, (list) => list.phase === 'live');
    deals.close();
    const again = client.live('Deals');
    await guest.heard('unsubscribe');
    guest.say('frame', { token: 't2', changes: [patch('a', 'Won')], answers: [] }); // of the old time
    const fence = await guest.heard('caught-up');
    expect(guest.waiting('subscribe')).toBe(0);
    fence.ack({ token: 't2' });
    await guest.heard('subscribe');
    guest.say('snapshot', { module: 'Deals', rows: [deal('b')], more: false, token: 't3' });
    expect((await until(again, (list) => list.total === 1)).rows[0]?.id).toBe('b');
  });

  test('[SD2] a record is read from the server unless its module is held', async () => {
    const reading = client.get('Deals', 'a');
    const guest = await server.guest();
    guest.say('welcome', welcome());
    const query = await guest.heard('query');
    expect(query.message).toEqual({ name: 'record', input: { module: 'Deals', id: 'a' } });
    query.ack(deal('a'));
    expect(await reading).toEqual({ id: 'a', Name: 'a', Stage: 'New' });
    const missing = client.get('Deals', 'b');
    (await guest.heard('query')).ack({ problem: { code: 'not-found', message: 'There is nothing here.' } });
    expect(await missing).toBeNull();
  });

  test('[SD20] everything in, out and local is in the log, with the bytes it took', async () => {
    const followed: LogEvent[] = [];
    const following = (async () => {
      for await (const event of client.events) {
        followed.push(event);
        if (event.kind === 'frame') return;
      }
    })();
    client.live('Deals');
    const guest = await server.guest();
    await settle(guest, [deal('a')]);
    const frame = { token: 't2', changes: [patch('a', 'Won')], answers: [] };
    guest.say('frame', frame);
    await following;
    expect(followed.at(-1)).toMatchObject({
      dir: 'in',
      kind: 'frame',
      detail: frame,
      bytes: JSON.stringify(['frame', frame]).length + 1,
    });
    expect(followed.map((event) => `${event.dir} ${event.kind}`)).toEqual(
      expect.arrayContaining(['in status', 'out subscription', 'in snapshot', 'local status', 'in frame']),
    );
    expect(
      client.events
        .export()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(client.events.recent());
  });

  test('[SD37] the status tells when what may be seen is not what the types were printed from', async () => {
    await client.close();
    client = createClient({ url, clock: hasty, auth: async () => token('typed'), schema: shapeOf(card()) });
    let guest = await server.guest();
    while (guest.hello.token !== token('typed')) guest = await server.guest();
    guest.say('welcome', welcome());
    await confirm(guest, 't1');
    expect((await state('live')).schema).toBeUndefined();
    guest.say('ability', card(['Name']));
    const { schema } = await until(client.status, (status) => status.schema !== undefined);
    expect(schema).toEqual({ added: [], removed: ['Deals.Stage'], changed: [] });
  });

  test('[SD13] close ends what is open: commands are unknown, readings fail, nothing stays connected', async () => {
    const guest = await server.guest();
    guest.say('welcome', welcome());
    await state('catching-up');
    const pending = client.command('delete-record', { module: 'Deals', id: 'a' });
    const reading = client.get('Deals', 'a');
    await client.close();
    expect(await pending).toMatchObject({ status: 'unknown', reason: 'closed' });
    await expect(reading).rejects.toThrow('closed');
    expect(client.status.get().state).toBe('closed');
  });
});
