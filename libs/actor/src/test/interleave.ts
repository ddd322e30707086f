import { expect } from '@jest/globals';
import fc from 'fast-check';
import type { Entry, PortalLog } from '@genkan/log/portal-log';
import type { Answer } from '../answer.ts';
import { faultyLog, type Fault } from './faulty-log.ts';
import { admin, code, dealA, dealB, dealC, id, node, partner, sales, update } from './hall.ts';

const members = [admin, sales, partner];
const deals = [dealA, dealB, dealC];
const fault = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Fault>('none') },
  { weight: 1, arbitrary: fc.constantFrom<Fault>('lost', 'before', 'after') },
);
const step = fc.record({
  node: fc.nat(1),
  member: fc.constantFrom(...members),
  deal: fc.constantFrom(...deals),
  amount: fc.integer({ min: 1, max: 2_000 }),
  command: fc.nat(25),
  wait: fc.boolean(),
});
/** Commands of several members over two nodes, what happens to the appends, and where the nodes pause. */
export const history = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 30 }),
  faults: fc.array(fault, { maxLength: 40 }),
  pauses: fc.array(fc.nat(3), { minLength: 1, maxLength: 40 }),
});
export type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

type Sent = { readonly member: string; readonly of: string; readonly at: number };
type Told = { readonly sent: Sent; readonly answer: Answer; readonly done: number };

/** Two nodes over one log carry out a history; then answers and log are held against the promises (I1, I4, I8). */
export async function interleave(logs: readonly [PortalLog, PortalLog], portal: string, plan: History): Promise<void> {
  const faults = [...plan.faults];
  let at = 0;
  const pause = async (): Promise<void> => {
    at += 1;
    for (let n = plan.pauses[at % plan.pauses.length] ?? 0; n > 0; n -= 1) await new Promise((go) => setImmediate(go));
  };
  const nodes = logs.map((log) => node(faultyLog(log, { pause, onAppend: () => faults.shift() ?? 'none' })));
  const told: Told[] = [];
  let clock = 0;
  const send = async (way: number, member: string, of: string, input: object): Promise<void> => {
    const sent = { member, of, at: (clock += 1) };
    for (;;) {
      const answer = await nodes[way]?.send(member, 'update-record', input, of, portal);
      if (!answer || code(answer) === 'unavailable') continue; // unknown: repeated until it is known
      told.push({ sent, answer, done: (clock += 1) });
      return;
    }
  };
  const running: Promise<void>[] = [];
  for (const { node: way, member, deal, amount, command, wait } of plan.steps) {
    const sent = send(way, member, id(7_000 + command), update(deal, { Amount: amount })); // ids come again, also with other inputs
    running.push(sent);
    if (wait) await sent;
  }
  await Promise.all(running);
  checkAnswers(told, await checkLog(logs[0], portal));
}

/** The log by itself: no hole, each command once, each row's past joined on without a gap (no lost update). */
async function checkLog(log: PortalLog, portal: string): Promise<readonly Entry[]> {
  const entries = await log.entries(portal, 0, 10_000);
  expect(entries.map((entry) => entry.sequence)).toEqual(entries.map((_, at) => at + 1));
  const names = entries.map((entry) => `${entry.member}/${entry.commandId}`);
  expect(new Set(names).size).toBe(names.length);
  const rows = new Map<string, unknown>();
  for (const change of entries.flatMap((entry) => entry.changes)) {
    const row = change.kind === 'record' ? (change.after ?? change.before) : null;
    if (change.kind !== 'record' || !row) continue;
    expect(change.before).toEqual(rows.get(row.id) ?? null);
    rows.set(row.id, change.after);
  }
  return entries;
}

function checkAnswers(told: readonly Told[], entries: readonly Entry[]): void {
  const bySequence = new Map(entries.map((entry) => [entry.sequence, entry]));
  for (const { sent, answer } of told) {
    expect(code(answer)).toMatch(/^(applied|not-found|key-reused)$/);
    if (answer.sequence === null) continue;
    expect(bySequence.get(answer.sequence)).toMatchObject({
      commandId: sent.of,
      member: sent.member,
      outcome: code(answer),
      changes: answer.status === 'applied' ? [{ kind: 'record' }] : [],
    });
  }
  const first = told.filter(({ answer }) => !answer.replayed && answer.sequence !== null);
  for (const one of first) {
    for (const other of first) {
      if (one.done < other.sent.at) expect(one.answer.sequence ?? 0).toBeLessThan(other.answer.sequence ?? 0);
    }
  }
}
