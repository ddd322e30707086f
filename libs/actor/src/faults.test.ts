import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MemoryLog } from '@genkan/log/memory-log';
import type { Entry } from '@genkan/log/portal-log';
import { badValue, connectionLost, faultyLog, type Fault } from './test/faulty-log.ts';
import { admin, code, commandId, dealA, dealB, found, node, portal, sales, update } from './test/hall.ts';
import { history, interleave } from './test/interleave.ts';

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

describe('two nodes on one log', () => {
  test('[I1] [I4] [I8] no hole, one effect a command, in real-time order, whatever is lost on the way', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (plan) => {
        const log = await founded();
        await interleave([log, log], portal, plan);
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});
