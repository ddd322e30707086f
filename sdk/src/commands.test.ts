import { expect, test } from '@jest/globals';
import type { Answer } from './contract.ts';
import { Commands, updateWish } from './commands.ts';
import { CommandFailed } from './pending.ts';
import { HandClock } from './test/hand-clock.ts';
import type { Command } from './wire.ts';

/** The book with a wire in the test's hands. */
function desk() {
  const clock = new HandClock();
  const sent: Command[] = [];
  const shown = new Set<string>();
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
  });
  return { clock, sent, shown, state, commands };
}
const wish = { name: 'delete-record', input: { module: 'Deals', id: 'a' } };
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
  expect(await pending).toEqual({ status: 'denied', code: 'forbidden', message: 'No.' });
  await expect(pending.orThrow()).rejects.toBeInstanceOf(CommandFailed);
});
