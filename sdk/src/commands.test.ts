import { describe, expect, test } from '@jest/globals';
import type { Answer } from './contract.ts';
import { Commands, type OfflineWrites, type Open } from './commands.ts';
import { CommandFailed } from './pending.ts';
import { HandClock } from '../../libs/testing/src/hand-clock.ts';
import type { Outcome } from './pending.ts';
import type { Command } from './wire.ts';
import { updateWish, type Wish } from './wish.ts';

/** The book with a wire in the test's hands. */
function desk(offline: OfflineWrites = 'wait') {
  const clock = new HandClock();
  const sent: Command[] = [];
  const shown = new Set<string>();
  const kept = new Map<string, Wish>();
  const ended: { key: string; open: Open; outcome: Outcome }[] = [];
  const state = { connected: true, keys: 0 };
  const commands = new Commands({
    clock,
    newKey: () => `k${(state.keys += 1)}`,
    send: (command) => {
      if (state.connected) sent.push(command);
      return state.connected;
    },
    show: (key) => void shown.add(key),
    unshow: (key) => void shown.delete(key),
    offline,
    denial: ({ name }) => ({ action: 'issue', subject: name, from: 'command', rule: 'Not yours.' }),
    waits: (key, each) => void kept.set(key, each),
    ended: (key, open, outcome) => {
      kept.delete(key);
      ended.push({ key, open, outcome });
    },
  });
  return { clock, sent, shown, state, commands, kept, ended };
}
const wish = { name: 'delete-record', input: { module: 'Deals', id: 'a' }, effects: [] };
const edit = updateWish({ module: 'Deals', id: 'a', set: { Stage: 'Won' }, base: { Stage: 'New' } });
const applied = (id: string, replayed = false): Answer => ({ id, status: 'applied', replayed, result: { id: 'a' } });
const refused = (
  id: string,
  code: string,
  conflicts: Extract<Answer, { status: 'rejected' }>['conflicts'] = [],
): Answer => ({
  id,
  status: 'rejected',
  replayed: false,
  code,
  message: 'No.',
  issues: [],
  conflicts,
});

test('[SD10] a command is sent again under its key after every reconnect, until it is answered', async () => {
  const { commands, sent, state } = desk();
  state.connected = false;
  const pending = commands.issue(wish);
  expect([pending.phase, sent]).toEqual(['queued', []]);
  state.connected = true;
  commands.resend();
  commands.resend();
  expect(sent.map((command) => command.id)).toEqual(['k1', 'k1']);
  commands.answer(applied('k1', true));
  commands.resend();
  expect(sent.length).toBe(2);
  expect(await pending).toEqual({ status: 'applied', replayed: true, result: { id: 'a' } });
});

test('[SD10] commands go out in the order they were given, also the second time', () => {
  const { commands, sent } = desk();
  commands.issue(wish);
  commands.issue(edit);
  commands.resend();
  expect(sent.map((command) => command.id)).toEqual(['k1', 'k2', 'k1', 'k2']);
});

test('[SD10] the first answer is the outcome; what comes later changes nothing', async () => {
  const { commands } = desk();
  const pending = commands.issue(wish);
  commands.answer(refused('k1', 'not-possible'));
  commands.answer(applied('k1'));
  expect(await pending).toMatchObject({ status: 'rejected', code: 'not-possible' });
});

test('[SD10] a refusal that time mends is tried again under the same key', async () => {
  const { commands, sent, clock } = desk();
  const pending = commands.issue(wish);
  commands.answer(refused('k1', 'unavailable'));
  clock.pass(1000);
  expect(sent.map((command) => command.id)).toEqual(['k1', 'k1']);
  commands.answer(applied('k1'));
  expect(await pending).toMatchObject({ status: 'applied' });
});

test('[SD11] without an answer in time it is unknown, and a retry uses the same key', async () => {
  const { commands, sent, clock } = desk();
  const pending = commands.issue(wish, { timeoutMs: 500 });
  clock.pass(500);
  const outcome = await pending;
  expect(outcome).toMatchObject({ status: 'unknown', reason: 'timeout' });
  if (outcome.status !== 'unknown') throw outcome;
  const again = outcome.retry();
  expect(sent.map((command) => command.id)).toEqual(['k1', 'k1']);
  commands.answer(applied('k1', true));
  expect(await again).toMatchObject({ status: 'applied', replayed: true });
});

test('[SD11] what is open when the client closes is unknown', async () => {
  const { commands, clock } = desk();
  const pending = commands.issue(wish);
  commands.close();
  expect(await pending).toMatchObject({ status: 'unknown', reason: 'closed' });
  expect(clock.waiting).toBe(0);
});

test('[SD12] a conflict holds both values and is resolved on the basis of theirs', async () => {
  const { commands, sent } = desk();
  const pending = commands.issue(
    updateWish({
      module: 'Deals',
      id: 'a',
      set: { Stage: 'Won', Name: 'B', Amount: 1 },
      base: { Stage: 'New', Name: 'A', Amount: 0 },
    }),
  );
  commands.answer(
    refused('k1', 'conflict', [
      { field: 'Stage', base: 'New', mine: 'Won', theirs: 'Lost' },
      { field: 'Name', base: 'A', mine: 'B', theirs: 'C' },
    ]),
  );
  const outcome = await pending;
  if (outcome.status !== 'conflict') throw outcome;
  expect(outcome.fields.map(({ mine, theirs }) => [mine, theirs])).toEqual([
    ['Won', 'Lost'],
    ['B', 'C'],
  ]);
  outcome.resolve(({ field }) => (field === 'Stage' ? 'mine' : 'theirs'));
  expect(sent[1]).toEqual({
    id: 'k2',
    name: 'update-record',
    input: { module: 'Deals', id: 'a', set: { Stage: 'Won', Amount: 1 }, base: { Stage: 'Lost', Amount: 0 } },
  });
});

test('[SD9] an edit is shown until it is answered, whatever the answer', () => {
  const { commands, shown } = desk();
  commands.issue(edit);
  commands.issue(edit);
  expect([...shown]).toEqual(['k1', 'k2']);
  commands.answer(refused('k1', 'forbidden'));
  commands.answer(applied('k2'));
  expect([...shown]).toEqual([]);
});

test('[SD10] what was not sent yet can be taken back, what was sent cannot', async () => {
  const { commands, state } = desk();
  const gone = commands.issue(wish);
  expect(gone.cancel()).toBe(false);
  state.connected = false;
  const kept = commands.issue(wish);
  expect(kept.cancel()).toBe(true);
  expect(await kept).toMatchObject({ status: 'rejected', code: 'cancelled' });
});

test('[SD10] a refusal for lack of right is denied; orThrow turns what is not applied into an error', async () => {
  const { commands } = desk();
  const pending = commands.issue(wish);
  commands.answer(refused('k1', 'forbidden'));
  expect(await pending).toMatchObject({ status: 'denied', why: { rule: 'Not yours.' } });
  await expect(pending.orThrow()).rejects.toBeInstanceOf(CommandFailed);
});

test('[SD28] offline, a write waits as long as it takes when writes are queued, and is refused at once when they are not', async () => {
  const queue = desk('queue');
  queue.state.connected = false;
  const waiting = queue.commands.issue(edit);
  queue.clock.pass(3_600_000);
  expect([waiting.phase, queue.kept.size]).toEqual(['queued', 1]);
  queue.state.connected = true;
  queue.commands.resend();
  queue.commands.answer(refused('k1', 'not-found'));
  expect(await waiting).toMatchObject({ status: 'rejected', code: 'not-found' });
  expect([queue.kept.size, queue.ended[0]?.open.late]).toEqual([0, true]);

  const reject = desk('reject');
  reject.state.connected = false;
  expect(await reject.commands.issue(edit)).toMatchObject({ status: 'rejected', code: 'offline' });
  expect([reject.kept.size, reject.shown.size]).toEqual([0, 0]);
});

test('[SD28] an abort takes back what was not sent yet', async () => {
  const { commands, state, kept } = desk('queue');
  state.connected = false;
  const stop = new AbortController();
  const pending = commands.issue(edit, { signal: stop.signal });
  stop.abort();
  expect(await pending).toMatchObject({ status: 'rejected', code: 'cancelled' });
  expect(kept.size).toBe(0);
});

describe('a command that names a record still to be made', () => {
  const make: Wish = {
    name: 'create-record',
    input: { module: 'Deals', fields: { Name: 'New' } },
    effects: [{ op: 'insert', module: 'Deals', id: 'p1', set: { Name: 'New' } }],
  };
  const change = updateWish({ module: 'Deals', id: 'p1', set: { Name: 'Newer' }, base: { Name: 'New' } });

  test('[SD27] waits for its own id and goes out under it', async () => {
    const { commands, sent } = desk();
    commands.issue(make);
    const pending = commands.issue(change);
    expect(sent.map(({ id }) => id)).toEqual(['k1']);
    commands.answer({ id: 'k1', status: 'applied', replayed: false, result: { id: 'real' } });
    expect(sent[1]).toMatchObject({ id: 'k2', input: { id: 'real', set: { Name: 'Newer' }, base: { Name: 'New' } } });
    commands.answer(applied('k2'));
    expect(await pending).toMatchObject({ status: 'applied' });
  });

  test('[SD27] ends with it when it is refused', async () => {
    const { commands, sent } = desk();
    commands.issue(make);
    const pending = commands.issue(change);
    commands.answer(refused('k1', 'invalid'));
    expect(await pending).toMatchObject({ status: 'rejected', code: 'not-found' });
    expect(sent.length).toBe(1);
  });
});
