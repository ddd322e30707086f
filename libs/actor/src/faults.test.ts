import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MemoryLog } from '@genkan/log/memory-log';
import type { Entry } from '@genkan/log/portal-log';
import type { Answer } from './answer.ts';
import { badValue, connectionLost, faultyLog, type Fault } from './test/faulty-log.ts';
import { admin, commandId, dealA, dealB, dealC, found, id, node, partner, portal, sales, update } from './test/hall.ts';

const code = (answer: Answer): string => (answer.status === 'applied' ? 'applied' : answer.code);
const founded = async (): Promise<MemoryLog> => {
  const log = new MemoryLog();
  await found(log);
  return log;
};
const poisoned = (entry: Entry): boolean =>
  entry.changes.some((change) => change.kind === 'record' && change.after?.fields['Name'] === 'poison');

describe('errors', () => {
  test('[AC10] a poison command is refused alone; what was beside it is stored once', async () => {
    const log = await founded();
    const here = node(faultyLog(log, { onAppend: (turn) => (turn.entries.some(poisoned) ? badValue() : 'none') }));
    const names = ['a', 'b', 'poison', 'c', 'd'];
    const answers = await Promise.all(names.map((Name) => here.send(admin, 'update-record', update(dealA, { Name }))));
    expect(answers.map(code)).toEqual(['applied', 'applied', 'internal', 'applied', 'applied']);
    expect(answers.map((answer) => answer.sequence)).toEqual([2, 3, null, 4, 5]);
    expect(await log.head(portal)).toBe(5);
    expect(here.troubles.every((trouble) => trouble.during === 'append')).toBe(true);
  });

  test('[I8] a commit whose answer was lost is answered from its receipt, with one effect', async () => {
    const log = await founded();
    const faults: Fault[] = ['after'];
    const here = node(faultyLog(log, { onAppend: () => faults.shift() ?? 'none' }));
    const answers = await Promise.all(
      [10, 11].map((Amount) => here.send(admin, 'update-record', update(dealA, { Amount }))),
    );
    expect(answers.map((answer) => [code(answer), answer.sequence])).toEqual([
      ['applied', 2],
      ['applied', 3],
    ]);
    expect(await log.head(portal)).toBe(3);
  });

  test('[I8] an append that failed before commit is tried again', async () => {
    const log = await founded();
    const faults: Fault[] = ['before', 'before'];
    const here = node(faultyLog(log, { onAppend: () => faults.shift() ?? 'none' }));
    expect(code(await here.send(admin, 'update-record', update(dealA, { Amount: 10 })))).toBe('applied');
    expect(await log.head(portal)).toBe(2);
  });

  test('[I8] while the database is away every command is answered unavailable, and a repeat later is carried out', async () => {
    const log = await founded();
    let away = true;
    const onRead = (): void => {
      if (away) throw connectionLost();
    };
    const here = node(faultyLog(log, { onRead }));
    const of = commandId();
    const send = () => here.send(admin, 'update-record', update(dealA, { Amount: 10 }), of);
    expect((await Promise.all([send(), send()])).map(code)).toEqual(['unavailable', 'unavailable']);
    away = false;
    expect(await send()).toMatchObject({ status: 'applied', replayed: false, sequence: 2 });
  });

  test('[AC11] a turn that is lost again and again is decided again until it is stored', async () => {
    const log = await founded();
    const other = node(log);
    const pauses: number[] = [];
    let rivals = 5;
    const pause = async (): Promise<void> => {
      if ((rivals -= 1) >= 0) await other.send(sales, 'update-record', update(dealB, { Amount: 50 + rivals }));
    };
    const racing = faultyLog(log, {});
    const append = racing.append;
    const here = node(
      new Proxy(racing, {
        get: (target, name) =>
          name === 'append' ? async (turn: never) => (await pause(), append(turn)) : Reflect.get(target, name),
      }),
      { sleep: async (ms) => void pauses.push(ms) },
    );
    const answer = await here.send(admin, 'update-record', update(dealA, { Amount: 10 }));
    expect(answer).toMatchObject({ status: 'applied', sequence: 7 });
    expect(pauses).toHaveLength(4);
  });

  test('[law 6] a rule that breaks while deciding refuses its command and nothing else', async () => {
    const log = await founded();
    let calls = 0;
    const here = node(log, {
      newId: () => {
        if ((calls += 1) === 1) throw new Error('broken');
        return crypto.randomUUID();
      },
    });
    const answers = await Promise.all([
      here.send(admin, 'create-record', { module: 'Contacts', fields: { Name: 'New' } }),
      here.send(admin, 'update-record', update(dealA, { Amount: 10 })),
    ]);
    expect(answers.map(code)).toContain('applied');
    expect(here.troubles.length).toBeGreaterThan(0);
  });

  test('[law 8] a hint or a listener that fails changes no answer', async () => {
    const here = node(await founded(), {
      hints: {
        committed: () => {
          throw new Error('no hints today');
        },
      },
      onCommitted: () => {
        throw new Error('nobody listens');
      },
    });
    expect(code(await here.send(admin, 'update-record', update(dealA, { Amount: 10 })))).toBe('applied');
    expect(here.troubles.map((trouble) => trouble.during)).toEqual(['after-commit', 'after-commit']);
  });
});

type Sent = { member: string; of: string; input: object; at: number };

/** The log by itself: no hole, each command once, each row's past joined on without a gap (no lost update). */
async function checkLog(log: MemoryLog): Promise<readonly Entry[]> {
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

describe('two nodes on one log', () => {
  const members = [admin, sales, partner];
  const deals = [dealA, dealB, dealC];
  const fault = fc.oneof(
    { weight: 6, arbitrary: fc.constant<Fault>('none') },
    { weight: 1, arbitrary: fc.constantFrom<Fault>('lost', 'before', 'after') },
  );
  const step = fc.record({
    node: fc.nat(1),
    member: fc.nat(2),
    deal: fc.nat(2),
    amount: fc.integer({ min: 1, max: 2_000 }),
    command: fc.nat(25),
    wait: fc.boolean(),
  });

  test('[I1] [I4] [I8] no hole, one effect a command, in real-time order, whatever is lost on the way', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 30 }),
        fc.array(fault, { maxLength: 40 }),
        fc.array(fc.nat(3), { minLength: 1, maxLength: 40 }),
        async (steps, faults, pauses) => {
          const log = await founded();
          let at = 0;
          const pause = async (): Promise<void> => {
            for (let n = pauses[(at += 1) % pauses.length] ?? 0; n > 0; n -= 1)
              await new Promise((go) => setImmediate(go));
          };
          const bad = faultyLog(log, { pause, onAppend: () => faults.shift() ?? 'none' });
          const nodes = [node(bad), node(bad)];
          const answered: { sent: Sent; answer: Answer; done: number }[] = [];
          let clock = 0;
          const send = async (way: number, member: string, of: string, input: object): Promise<void> => {
            const sent = { member, of, input, at: (clock += 1) };
            for (;;) {
              const answer = await nodes[way]?.send(member, 'update-record', input, of);
              if (!answer || code(answer) === 'unavailable') continue; // unknown: repeated until it is known
              answered.push({ sent, answer, done: (clock += 1) });
              return;
            }
          };
          const running: Promise<void>[] = [];
          for (const { node: way, member, deal, amount, command, wait } of steps) {
            const of = id(7_000 + command); // ids come again, also with other inputs
            const sent = send(way, members[member] ?? admin, of, update(deals[deal] ?? dealA, { Amount: amount }));
            running.push(sent);
            if (wait) await sent;
          }
          await Promise.all(running);
          const entries = await checkLog(log);
          const bySequence = new Map(entries.map((entry) => [entry.sequence, entry]));
          for (const { sent, answer } of answered) {
            expect(code(answer)).toMatch(/^(applied|not-found|key-reused)$/);
            if (answer.sequence === null) continue;
            expect(bySequence.get(answer.sequence)).toMatchObject({ commandId: sent.of, member: sent.member });
          }
          const first = answered.filter(({ answer }) => !answer.replayed && answer.sequence !== null);
          for (const one of first) {
            for (const other of first) {
              if (one.done < other.sent.at) expect(one.answer.sequence ?? 0).toBeLessThan(other.answer.sequence ?? 0);
            }
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
