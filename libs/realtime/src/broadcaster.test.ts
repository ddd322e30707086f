import { afterEach, expect, test } from '@jest/globals';
import type { Reach } from '@genkan/domain/user-types';
import type { WireAnswer } from '@genkan/protocol/messages';
import { mostUnsent } from './flusher.ts';
import type { SentRow } from './session-rows.ts';
import { alter, clerk, dealOf, dealsWorld, id, kim, lee, present, retype, tab, update } from './test/deals.ts';
import { History } from './test/history.ts';
import { slowLog, turns } from './test/slow-log.ts';
import { cursors, Stage, type Client, type Staging } from './test/stage.ts';

const stages: Stage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) {
    await stage.close();
    expect(stage.troubles).toEqual([]);
  }
});

async function open(deals = 3, staging: Staging = {}, tabs?: Parameters<typeof dealsWorld>[1]): Promise<Stage> {
  const stage = await Stage.open(await History.of(dealsWorld(deals, tabs)), staging);
  stages.push(stage);
  return stage;
}
async function live(stage: Stage, member = kim.id, from?: Client): Promise<Client> {
  const client = stage.join(member, ['Deals'], from?.replica);
  await stage.settled(client);
  return client;
}
const rights = { edit: [], delete: false, copy: false };
const applied = (nth: number, result: object = {}): WireAnswer => ({
  id: `00000000-0000-4000-8000-${String(nth).padStart(12, '0')}`,
  status: 'applied',
  replayed: false,
  result: { ...result },
});

test('[RT9] a change of what a member may not see sends it not one byte', async () => {
  const stage = await open();
  const client = await live(stage);
  const before = client.replica.bytes;
  for (let toggle = 0; toggle < 100; toggle++) {
    await update(stage.history, id.deal, { Owner: toggle % 2 ? id.lee : id.kim });
    await update(stage.history, id.deal, { Secret: `hidden ${toggle}` });
    await stage.follow();
    await turns(2);
  }
  expect(client.replica.bytes).toBe(before);
  client.replica.expectCurrent();
});

test('[RT10] the answer to a command comes in the frame of its effects, right behind them', async () => {
  const stage = await open();
  const client = await live(stage);
  const sequence = await update(stage.history, id.deal, { Stage: 'Won' });
  stage.broadcaster.answer(client.session, sequence, applied(1)); // the tail has not brought the entry yet
  expect(client.replica.answers).toEqual([]);
  await stage.follow();
  await turns(1);
  expect(client.replica.frames.at(-1)).toMatchObject({
    changes: [{ op: 'patch', id: id.deal, fields: { Stage: 'Won' } }],
    answers: [applied(1)],
  });
  expect(client.replica.answers.at(-1)!.at).toBe(sequence);
});

test('[RT10] an answer without effects comes at once, several of one turn in one frame', async () => {
  const stage = await open();
  const client = await live(stage);
  const frames = client.replica.frames.length;
  stage.broadcaster.answer(client.session, null, applied(1));
  stage.broadcaster.answer(client.session, null, applied(2));
  await turns(1);
  expect(client.replica.frames.slice(frames)).toMatchObject([{ changes: [], answers: [applied(1), applied(2)] }]);
});

test('[RT11] sessions that are told the same are sent the very same packet', async () => {
  const stage = await open();
  const clients = [await live(stage), await live(stage), await live(stage, clerk.id)];
  const packets = clients.map(({ replica }) => {
    const written: unknown[] = [];
    const write = replica.write.bind(replica);
    replica.write = (packet) => void (written.push(packet), write(packet));
    return written;
  });
  await update(stage.history, id.deal, { Stage: 'Won' });
  await update(stage.history, dealOf(2).id, { Stage: 'Won' });
  await stage.settled(...clients);
  expect(packets.map(({ length }) => length)).toEqual([1, 1, 1]);
  expect(packets[0]![0]).toBe(packets[1]![0]);
  expect(packets[0]![0]).not.toBe(packets[2]![0]); // the clerk sees other fields
});

test('[RT12] a client that does not read is owed at most a limit, and catches up to the same replica', async () => {
  const stage = await open();
  const [slow, quick] = [await live(stage), await live(stage)];
  slow.replica.pause();
  const filler = 'x'.repeat(20_000);
  for (let nth = 0; nth < 100; nth++) {
    await update(stage.history, id.deal, { Stage: `${filler}${nth}` });
    await stage.follow();
    await turns(1);
    expect(slow.session.pending?.bytes ?? 0).toBeLessThanOrEqual(mostUnsent);
  }
  expect(slow.replica.buffered()).toBeLessThan(2 * filler.length); // one frame on its way
  expect(slow.session.state.kind).toBe('catching-up');
  const read = quick.replica.bytes.length;
  slow.replica.resume();
  await stage.settled(slow, quick);
  slow.replica.expectCurrent();
  expect(slow.replica.frames.at(-1)!.changes).toHaveLength(1);
  expect(quick.replica.bytes.length).toBe(read);
});

test('[RT32] answers that wait count with the changes: the changes are dropped and caught up with, the answers come', async () => {
  const stage = await open();
  const slow = await live(stage);
  slow.replica.pause();
  await update(stage.history, id.deal, { Stage: 'on its way' });
  await stage.follow();
  await turns(1);
  await update(stage.history, id.deal, { Stage: 'x'.repeat(mostUnsent / 2) });
  await stage.follow();
  const large = applied(1, { text: 'x'.repeat(mostUnsent / 2) });
  stage.broadcaster.answer(slow.session, null, large);
  expect([slow.session.pending, slow.session.state.kind]).toEqual([null, 'catching-up']);
  expect(slow.session.unsent).toBeLessThanOrEqual(mostUnsent);
  slow.replica.resume();
  await stage.settled(slow);
  slow.replica.expectCurrent();
  expect(slow.replica.answers.map(({ answer }) => answer)).toEqual([large]);
});

test('[RT32] who is owed more answers than may wait is told bye, and comes back to the same replica', async () => {
  const stage = await open();
  const slow = await live(stage);
  slow.replica.pause();
  await update(stage.history, id.deal, { Stage: 'on its way' });
  await stage.follow();
  await turns(1);
  for (let nth = 0; nth < 30 && !slow.session.closing; nth++) {
    stage.broadcaster.answer(slow.session, null, applied(nth, { text: 'x'.repeat(50_000) }));
    expect(slow.session.unsent).toBeLessThanOrEqual(mostUnsent);
  }
  slow.replica.resume();
  expect([slow.replica.ended, slow.replica.closed]).toEqual(['too-slow', true]);
  const back = await live(stage, kim.id, slow);
  expect(back.replica.resumed).toBe(true);
  back.replica.expectCurrent();
});

test('[RT33] a client that takes nothing for too long is told bye, one that reads is not, and it is resumed', async () => {
  const stage = await open(3, { stalledMs: 60 });
  const [slow, quick] = [await live(stage), await live(stage)];
  slow.replica.pause();
  const closed = new Promise<void>((resolve) => (slow.replica.close = resolve));
  await update(stage.history, id.deal, { Stage: 'unread' });
  await stage.follow();
  await closed;
  expect([slow.session.closing, quick.session.closing]).toEqual([true, false]);
  slow.replica.resume();
  expect(slow.replica.ended).toBe('too-slow');
  const back = await live(stage, kim.id, slow);
  expect(back.replica.resumed).toBe(true);
  back.replica.expectCurrent();
});

test('[RT13] a change of rights takes effect at its entry: what was not sent yet is dropped, the difference follows', async () => {
  const stage = await open();
  const client = await live(stage);
  client.replica.pause();
  await update(stage.history, id.deal, { Stage: 'first' });
  await stage.follow();
  await turns(1); // on its way
  await update(stage.history, id.deal, { Stage: 'canary' });
  await stage.follow();
  await turns(1); // waits
  await stage.history.write([retype(stage.history, { Deals: tab({ layouts: { Standard: ['Amount'] } }) })]);
  await stage.follow();
  client.replica.resume();
  await stage.settled(client);
  expect(client.replica.bytes).toContain('first');
  expect(client.replica.bytes).not.toContain('canary');
  client.replica.expectCurrent();
});

test('[RT14] a change of rights on many sockets of a type is computed once and sent as one packet', async () => {
  const stage = await open(50);
  const clients = await Promise.all(Array.from({ length: 20 }, () => live(stage)));
  const computed = stage.broadcaster.computed;
  await stage.history.write([retype(stage.history, { Deals: tab({ layouts: { Standard: ['Amount', 'Owner'] } }) })]);
  await stage.settled(...clients);
  expect(stage.broadcaster.computed).toBe(computed + 1);
  for (const { replica } of clients) {
    expect(replica.frames).toHaveLength(1);
    expect(replica.frames[0]!.changes.map(({ op }) => op)).toEqual(['keep-fields', 'column']);
    expect(replica.cards).toHaveLength(2);
    replica.expectCurrent();
  }
});

test('[RT15] rights are told again only when the bytes of their card differ', async () => {
  const stage = await open();
  const client = await live(stage);
  const type = stage.history.now.portal.userTypes[id.userType]!;
  const rename = (name: string) =>
    stage.history.write([{ kind: 'setting', part: 'user-type', id: type.id, before: type, after: { ...type, name } }]);
  await rename(type.name);
  await stage.settled(client);
  await turns(2);
  expect(client.replica.cards).toHaveLength(1);
  await rename('Resellers');
  await stage.settled(client);
  await turns(2);
  expect(client.replica.cards).toHaveLength(2);
  expect(client.replica.cards.at(-1)).toMatchObject({ userType: { name: 'Resellers' } });
  expect(client.replica.frames).toEqual([]);
});

test('[RT16] keys are judged anew at the entry that moves a record they come from', async () => {
  const managed: Reach = { kind: 'related', path: 'Owner', own: ['Boss'], ...rights };
  const stage = await open(3, {}, { Deals: tab({ reaches: [managed] }) });
  const client = await live(stage);
  expect(client.replica.held.get('Deals')!.size).toBe(3); // Kim's boss is Lee, who owns them
  await update(stage.history, id.kim, { Boss: id.kim });
  await stage.settled(client);
  expect(client.replica.held.get('Deals')!.size).toBe(0);
  await update(stage.history, id.kim, { Boss: id.lee });
  await stage.settled(client);
  expect(client.replica.held.get('Deals')!.size).toBe(3);
});

test('[law 5] one entry that moves a member’s own record, a type and other records, as a conversion does, tells each the difference', async () => {
  const managed: Reach = { kind: 'related', path: 'Owner', own: ['Boss'], ...rights };
  const stage = await open(4, {}, { Deals: tab({ reaches: [managed] }) });
  const clients = [await live(stage), await live(stage, lee.id)];
  const [first, second] = [...stage.history.now.records.values()].filter(({ module }) => module === 'Deals');
  const own = present(stage.history, id.kim);
  for (const round of [0, 1, 2, 3]) {
    const boss = round % 2 ? id.lee : id.kim;
    const moved = { ...own, fields: { ...own.fields, Boss: boss } };
    const handed = { ...first!, fields: { ...first!.fields, Owner: boss, Stage: `round ${round}` } };
    const gone = { ...second!, deleted: round % 2 === 0 };
    const reaches = round < 2 ? [managed] : [managed, { kind: 'self' as const, ...rights }];
    await stage.history.put([moved, handed, gone], [retype(stage.history, { Deals: tab({ reaches }) })]);
    await stage.settled(...clients);
    for (const { replica } of clients) replica.expectCurrent();
  }
  expect(clients[0]!.replica.frames.flatMap(({ changes }) => changes.map(({ op }) => op))).toEqual(
    expect.arrayContaining(['put', 'remove']),
  );
});

test('[RT16] a record that two members reach through moves the keys of both, whoever was there first', async () => {
  const managed: Reach = { kind: 'related', path: 'Owner', own: ['Boss', 'Boss'], ...rights };
  const stage = await open(3, {}, { Deals: tab({ reaches: [managed] }) });
  const clients = [await live(stage, lee.id), await live(stage)];
  for (const boss of [id.lee, id.kim]) {
    await update(stage.history, id.lee, { Boss: boss });
    await stage.settled(...clients);
    for (const { replica } of clients) replica.expectCurrent();
  }
});

test.each([
  ['is deactivated', { status: 'inactive' }],
  ['is removed', { status: 'removed' }],
  ['has its sessions ended', { sessionsEnded: 1 }],
] as const)('[RT17] a member that %s is told bye at that entry, and nothing after', async (_what, change) => {
  const stage = await open();
  const client = await live(stage);
  await update(stage.history, id.deal, { Stage: 'canary' });
  await stage.history.write([alter(kim, change)]);
  await stage.follow();
  expect(client.replica.ended).toBe('unauthenticated');
  const bytes = client.replica.bytes;
  expect(bytes).not.toContain('canary');
  await update(stage.history, id.deal, { Stage: 'later' });
  await stage.follow();
  await turns(2);
  expect(client.replica.bytes).toBe(bytes);
  expect(stage.broadcaster.size).toBe(0);
  const again = stage.join(kim.id, ['Deals']);
  await turns(4);
  expect(again.replica.ended).toBe('unauthenticated');
  expect(again.replica.welcomed).toBe(0);
});

test('[RT18] a client that comes back is sent what it missed and nothing else', async () => {
  const stage = await open(50);
  const client = await live(stage);
  await update(stage.history, id.deal, { Stage: 'seen' });
  await stage.settled(client);
  stage.broadcaster.close(client.session);
  await update(stage.history, id.deal, { Stage: 'missed' });
  await update(stage.history, dealOf(2).id, { Owner: id.kim });
  await stage.follow();
  const back = await live(stage, kim.id, client);
  expect(back.replica).toMatchObject({ resumed: true, resets: [] });
  expect(back.replica.frames).toMatchObject([{ changes: [{ op: 'patch', id: id.deal, fields: { Stage: 'missed' } }] }]);
  back.replica.expectCurrent();
});

test('[RT18] one that missed nothing is told so, in one frame without changes', async () => {
  const stage = await open();
  const client = await live(stage);
  await update(stage.history, id.deal, { Stage: 'seen' });
  await stage.settled(client);
  stage.broadcaster.close(client.session);
  const back = await live(stage, kim.id, client);
  expect(back.replica.frames).toMatchObject([{ changes: [], answers: [] }]);
});

test('[RT18] a node that was not there resumes as well, with the rights of then known from the log', async () => {
  const stage = await open();
  const client = await live(stage);
  await update(stage.history, id.deal, { Stage: 'seen' });
  await stage.settled(client);
  stage.broadcaster.close(client.session);
  await stage.history.write([retype(stage.history, { Deals: tab({ layouts: { Standard: ['Amount', 'Owner'] } }) })]);
  await update(stage.history, dealOf(2).id, { Stage: 'hidden', Amount: 99 });
  const other = await Stage.open(stage.history);
  stages.push(other);
  const back = await live(other, kim.id, client);
  expect(back.replica).toMatchObject({ resumed: true, resets: [] });
  expect(back.replica.bytes).not.toContain('hidden');
  back.replica.expectCurrent();
});

test.each([
  ['another member', () => ({ ticket: cursors.ticket(lee.id), token: cursors.token(1) })],
  ['nobody', () => ({ ticket: cursors.ticket(kim.id), token: cursors.token(1).replace(/^./, '~') })],
  ['the future', () => ({ ticket: cursors.ticket(kim.id), token: cursors.token(99) })],
])('[RT19] a cursor of %s is answered by reset and one’s own first picture', async (_whose, cursor) => {
  const stage = await open();
  const client = await live(stage);
  Object.defineProperty(client.replica, 'cursor', { value: cursor() });
  const back = await live(stage, kim.id, client);
  expect(back.replica).toMatchObject({ resumed: false, resets: [{ reason: 'cursor', module: null }] });
  back.replica.expectCurrent();
  expect(back.replica.held.get('Deals')!.size).toBe(3);
});

test('[RT20] a first picture comes page by page, each when the one before has been read', async () => {
  const stage = await open(20, { sizes: { frame: 1_000, page: 500 } });
  const client = stage.join(kim.id, ['Deals']);
  await turns(6);
  const pages = () => client.replica.bytes.split('"snapshot"').length - 1;
  expect(pages()).toBeGreaterThan(3);
  const other = stage.join(kim.id, ['Deals']);
  other.replica.pause();
  await turns(8);
  expect(other.replica.bytes.split('"snapshot"').length - 1).toBe(0); // the welcome has not been read
  await update(stage.history, dealOf(2).id, { Stage: 'meanwhile' });
  other.replica.resume();
  await stage.settled(client, other);
  other.replica.expectCurrent();
});

test('[RT21] a module one may not see and one that does not exist are answered alike', async () => {
  const stage = await open();
  const { session } = await live(stage);
  expect(await stage.broadcaster.subscribe(session, 'Contacts')).toBe('not-found');
  expect(await stage.broadcaster.subscribe(session, 'Nothing')).toBe('not-found');
  expect(await stage.broadcaster.subscribe(session, 'Deals')).toBe('subscribed');
});

test('[RT30] a module of more records than are replicated is refused before any of them is sent', async () => {
  const stage = await open(3, { mostReplicated: 2 });
  const offered = stage.join(kim.id, ['Deals']);
  await stage.settled(offered);
  expect(offered.replica.refused).toEqual(['Deals']);
  offered.replica.want('Deals');
  expect(await stage.broadcaster.subscribe(offered.session, 'Deals')).toBe('limit-reached');
  await stage.settled(offered);
  expect(offered.replica.refused).toEqual(['Deals', 'Deals']);
  expect(offered.replica.bytes).not.toContain('"snapshot"');
});

test('[RT30] whoever leaves a module before it is known whether it is sent is answered', async () => {
  const stage = await open();
  const { session, replica } = stage.join(kim.id, []);
  await stage.settled({ session, replica });
  replica.pause();
  replica.want('Deals');
  const outcome = stage.broadcaster.subscribe(session, 'Deals');
  replica.drop('Deals');
  stage.broadcaster.unsubscribe(session, 'Deals');
  expect(await outcome).toBe('subscribed');
});

test('[RT31] a list that grows over the limit goes on live, is resumed, and is refused only as a fresh picture', async () => {
  const stage = await open(2, { mostReplicated: 2 });
  const client = await live(stage);
  await stage.history.put([dealOf(9)]);
  await stage.settled(client);
  expect(client.replica.held.get('Deals')!.size).toBe(3);
  client.replica.expectCurrent();
  stage.broadcaster.close(client.session);
  const again = await live(stage, kim.id, client);
  expect([again.replica.resumed, again.replica.refused]).toEqual([true, []]);
  again.replica.expectCurrent();
  const fresh = await live(stage);
  expect(fresh.replica.refused).toEqual(['Deals']);
});

test('[RT22] a session gets a fresh token on its own timer, whatever happened, and only then one without changes', async () => {
  const stage = await open(3, { tokenEveryMs: 60 });
  const client = await live(stage);
  const arrived = new Promise<void>((resolve) => {
    const write = client.replica.write.bind(client.replica);
    client.replica.write = (packet) => {
      write(packet);
      if (client.replica.frames.length === 3) resolve();
    };
  });
  await update(stage.history, id.deal, { Owner: id.kim }); // hidden
  await stage.follow();
  await arrived;
  expect(client.replica.frames.map(({ changes }) => changes)).toEqual([[], [], []]);
  expect(new Set(client.replica.frames.map(({ token }) => token)).size).toBe(3);
});

test('[RT23] it is written down which module was sent to whom, from which sequence to which', async () => {
  const rows: (SentRow & { to?: number })[] = [];
  const stage = await open(3, {
    rows: { began: async (row) => void rows.push(row), ended: (row, to) => void rows.push({ ...row, to }) },
  });
  const { session } = await live(stage);
  await update(stage.history, id.deal, { Stage: 'Won' });
  await stage.follow();
  stage.broadcaster.close(session);
  const row = { portal: 'p1', session: session.id, member: kim.id, module: 'Deals', from: 1 };
  expect(rows).toEqual([row, { ...row, to: 2 }]);
});

test('[RT23] nothing of a module leaves before its row is kept, and whoever goes before that was sent nothing', async () => {
  const noted: { row: SentRow; keep: () => void }[] = [];
  const ended: number[] = [];
  const stage = await open(3, {
    rows: {
      began: (row) => new Promise((keep) => noted.push({ row, keep })),
      ended: (_, to) => void ended.push(to),
    },
  });
  const first = stage.join(kim.id, ['Deals']);
  const second = stage.join(kim.id, ['Deals']);
  await turns(20);
  expect(noted.map(({ row }) => row.from)).toEqual([1, 1]);
  expect([first, second].map(({ replica }) => replica.held.size)).toEqual([0, 0]);
  stage.broadcaster.close(second.session);
  expect(ended).toEqual([0]);
  for (const { keep } of noted) keep();
  await stage.settled(first);
  expect([first, second].map(({ replica }) => replica.held.size)).toEqual([1, 0]);
  stage.broadcaster.close(first.session);
  expect(ended).toEqual([0, 1]);
});

test('[RT24] an answer that waits for rights that changed meanwhile loses the values it holds', async () => {
  const stage = await open();
  const client = await live(stage);
  client.replica.pause();
  await update(stage.history, id.deal, { Stage: 'Won' });
  await stage.follow();
  await turns(1);
  stage.broadcaster.answer(client.session, null, {
    id: applied(1).id,
    status: 'rejected',
    replayed: false,
    code: 'conflict',
    message: 'Somebody changed the same field meanwhile.',
    issues: [],
    conflicts: [{ field: 'Stage', base: 'New', mine: 'Mine', theirs: 'canary' }],
  });
  await turns(1);
  await stage.history.write([retype(stage.history, { Deals: tab({ layouts: { Standard: ['Amount'] } }) })]);
  await stage.follow();
  client.replica.resume();
  await stage.settled(client);
  expect(client.replica.answers).toHaveLength(1);
  expect(client.replica.bytes).not.toContain('canary');
});

test('[RT25] who comes back at the same time is read for at the same time', async () => {
  const history = await History.of(dealsWorld(3));
  let gathered = 0;
  const log = new Proxy(slowLog(history.log), {
    get: (target, name) => {
      if (name === 'gather') gathered++;
      return Reflect.get(target, name) as unknown;
    },
  });
  const stage = await Stage.open(history, { log });
  stages.push(stage);
  const clients = Array.from({ length: 30 }, () => stage.join(kim.id, ['Deals']));
  await stage.settled(...clients);
  expect(gathered).toBe(2); // the member; its own record
  for (const { replica } of clients) replica.expectCurrent();
});

test('[RT45] members whose keys alone differ are read for by one walk, and each is told of his own records', async () => {
  const owned: Reach = { kind: 'related', path: 'Owner', own: [], ...rights };
  const granted = (fields: string[]) => ({ Deals: tab({ layouts: { Standard: fields }, reaches: [owned] }) });
  const history = await History.of(dealsWorld(4, granted(['Stage'])));
  const pages: unknown[] = [];
  const log = new Proxy(slowLog(history.log), {
    get(target, name) {
      if (name === 'page') pages.push(name);
      return Reflect.get(target, name) as unknown;
    },
  });
  const stage = await Stage.open(history, { log });
  stages.push(stage);
  for (const nth of [2, 3]) await update(history, dealOf(nth).id, { Owner: id.kim });
  const [hers, his] = [await live(stage, kim.id), await live(stage, lee.id)];
  pages.length = 0;
  await history.write([retype(history, granted(['Stage', 'Amount']))]);
  await update(history, dealOf(4).id, { Owner: id.kim }); // moves while they are read
  await stage.settled(hers, his);
  expect(pages).toHaveLength(1);
  for (const { replica } of [hers, his]) replica.expectCurrent();
  expect([...hers.replica.held.get('Deals')!.keys()]).toEqual([2, 3, 4].map((nth) => dealOf(nth).id));
});

test('[RT26] welcome names one’s own record only if one may see it', async () => {
  const contacts = tab({ layouts: { Standard: ['Name'] }, reaches: [{ kind: 'self', ...rights }] });
  const stage = await open(3, {}, { Deals: tab(), Contacts: contacts });
  const hidden = await open();
  const [seen, unseen] = [await live(stage), await live(hidden)];
  expect(seen.replica.bytes).toContain(`"record":{"module":"Contacts","id":"${id.kim}"}`);
  expect(unseen.replica.bytes).not.toContain(id.kim);
  expect(present(stage.history, id.kim)).toBeDefined();
});
