import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import fc from 'fast-check';
import { MemoryLog } from './memory-log.ts';
import type { Entry, PortalLog } from './portal-log.ts';
import type { TailOptions } from './tail.ts';
import { Tail } from './tail.ts';
import { created, profiled, record, turn, uuid, write } from './test/turns.ts';

/** A log that counts its reads and can be told to fail. */
function watched(log: PortalLog) {
  const state = { reads: 0, failing: 0 };
  const entries: PortalLog['entries'] = async (...asked) => {
    state.reads += 1;
    if (state.failing > 0) {
      state.failing -= 1;
      throw new Error('no connection');
    }
    return log.entries(...asked);
  };
  return { state, log: { entries, settings: (portal: string) => log.settings(portal) } };
}

async function following(log: PortalLog, portal: string, options: Partial<TailOptions> = {}) {
  const watch = watched(log);
  const tail = new Tail({ log: watch.log, portal, ...options });
  await tail.start();
  const heard: number[] = [];
  tail.onEntry((entry) => void heard.push(entry.sequence));
  return { tail, heard, ...watch.state, watch: watch.state };
}
const many = (count: number) => Array.from({ length: count }, () => [created(record())]);
const upTo = (last: number, from = 1) => Array.from({ length: last - from + 1 }, (_, i) => from + i);

test('[TL1] a tail begins at the head with its settings and hears every later entry once and in order', async () => {
  const log = new MemoryLog();
  const portal = uuid();
  await write(log, portal, [profiled({ company: 'One' })], ...many(4));
  const { tail, heard } = await following(log, portal, { pageSize: 3 });
  expect([tail.at, tail.settings.profile.company]).toEqual([5, 'One']);
  await write(log, portal, ...many(10));
  tail.wake();
  tail.wake(12);
  expect(await tail.reach(15, 5000)).toBe(true);
  expect(heard).toEqual(upTo(15, 6));
  await tail.stop();
});

test('[TL2] offered entries are taken without a read when they are the very next, and only then', async () => {
  const log = new MemoryLog();
  const portal = uuid();
  const { tail, heard, watch } = await following(log, portal);
  await tail.reach(0, 0);
  await turnOfTheLoop();
  const reads = watch.reads;
  const offer = async (count: number, offered: (entries: readonly Entry[]) => readonly Entry[]) => {
    const made = turn(portal, await log.head(portal), ...many(count));
    await log.append(made);
    tail.offer(offered(made.entries));
    expect(await tail.reach(made.head + count, 5000)).toBe(true);
  };
  await offer(3, (entries) => entries);
  await offer(1, (entries) => entries);
  expect(watch.reads).toBe(reads);
  await offer(2, (entries) => entries.slice(1)); // a hole before it
  expect(watch.reads).toBeGreaterThan(reads);
  await offer(2, (entries) => [...entries, ...entries]); // told twice
  tail.offer(await log.entries(portal, 0, 100)); // told late
  await offer(3, ([first, , last]) => [first!, last!]); // a hole within
  expect(heard).toEqual(upTo(11));
  await tail.stop();
});

test('[TL3] [SEC-35] a forged hint causes at most a read: nothing is heard, and what comes later is heard once', async () => {
  const log = new MemoryLog();
  const portal = uuid();
  await write(log, portal, ...many(2));
  const { tail, heard, watch } = await following(log, portal);
  await turnOfTheLoop();
  const reads = watch.reads;
  tail.wake(1);
  tail.wake(-5);
  tail.wake(Number.NaN);
  await turnOfTheLoop();
  expect(watch.reads).toBe(reads);
  tail.wake(1_000_000);
  await turnOfTheLoop();
  expect(watch.reads).toBe(reads + 1);
  expect([tail.at, heard]).toEqual([2, []]);
  await write(log, portal, ...many(1));
  expect(await tail.reach(3, 5000)).toBe(true);
  expect(heard).toEqual([3]);
  await tail.stop();
});

test('[TL4] a listener is awaited before the next entry, sees the settings after its entry, and a second one comes after it', async () => {
  const log = new MemoryLog();
  const portal = uuid();
  const { tail } = await following(log, portal);
  const heard: string[] = [];
  tail.onEntry(async (entry, settings) => {
    heard.push(`begin ${entry.sequence} ${settings.profile.company}`);
    await turnOfTheLoop();
    heard.push(`end ${entry.sequence}`);
  });
  const unlisten = tail.onEntry((entry) => void heard.push(`second ${entry.sequence}`));
  await write(log, portal, [profiled({ company: 'A' })], [profiled({ company: 'B' })]);
  expect(await tail.reach(2, 5000)).toBe(true);
  expect(heard).toEqual(['begin 1 A', 'end 1', 'second 1', 'begin 2 B', 'end 2', 'second 2']);
  expect(tail.settings).toEqual((await log.settings(portal))?.portal);
  unlisten();
  await write(log, portal, ...many(1));
  await tail.reach(3, 5000);
  expect(heard).not.toContain('second 3');
  await tail.stop();
});

test('[TL5] a listener that throws is reported and stops nothing', async () => {
  const log = new MemoryLog();
  const portal = uuid();
  const troubles: unknown[] = [];
  const { tail } = await following(log, portal, { trouble: (error) => troubles.push(error) });
  const heard: number[] = [];
  tail.onEntry(() => Promise.reject(new Error('judging failed')));
  tail.onEntry((entry) => void heard.push(entry.sequence));
  await write(log, portal, ...many(2));
  await tail.reach(2, 5000);
  expect([heard, troubles.length]).toEqual([[1, 2], 2]);
  await tail.stop();
});

test('[TL6] failed reads are reported, tried again, and lose nothing; an offer goes on meanwhile', async () => {
  const log = new MemoryLog();
  const portal = uuid();
  const troubles: unknown[] = [];
  const { tail, heard, watch } = await following(log, portal, { trouble: (error) => troubles.push(error) });
  await turnOfTheLoop();
  watch.failing = 2;
  await write(log, portal, ...many(3));
  expect(await tail.reach(3, 5000)).toBe(true);
  expect([heard, troubles.length, tail.failing]).toEqual([[1, 2, 3], 2, false]);
  watch.failing = Infinity;
  tail.wake();
  await turnOfTheLoop();
  expect(tail.failing).toBe(true);
  const made = turn(portal, 3, ...many(2));
  await log.append(made);
  tail.offer(made.entries);
  expect(await tail.reach(5, 5000)).toBe(true);
  await tail.stop();
});

test('[TL8] reach answers false when the sequence does not come in time or the tail is stopped', async () => {
  const log = new MemoryLog();
  const { tail } = await following(log, uuid());
  expect(await tail.reach(1, 5)).toBe(false);
  const waiting = tail.reach(1, 60_000);
  await tail.stop();
  expect(await waiting).toBe(false);
  expect(await tail.reach(1, 60_000)).toBe(false);
});

test('[TL9] [I2] a tail that reads pages of any size while writers run, with and without offers, misses and repeats nothing', async () => {
  const runs = fc.record({
    pageSize: fc.integer({ min: 1, max: 6 }),
    steps: fc.array(
      fc.record({
        entries: fc.integer({ min: 1, max: 4 }),
        offered: fc.boolean(),
        told: fc.constantFrom('head', 'less', 'nothing'),
      }),
      {
        minLength: 1,
        maxLength: 25,
      },
    ),
  });
  await fc.assert(
    fc.asyncProperty(runs, async ({ pageSize, steps }) => {
      const log = new MemoryLog();
      const portal = uuid();
      const { tail, heard } = await following(log, portal, { pageSize });
      for (const step of steps) {
        const made = turn(portal, await log.head(portal), ...many(step.entries));
        await log.append(made);
        if (step.offered) tail.offer(made.entries);
        if (step.told === 'head') tail.wake(made.head + step.entries);
        if (step.told === 'less') tail.wake(made.head);
        if (step.entries === 1) await turnOfTheLoop();
      }
      const head = await log.head(portal);
      expect(await tail.reach(head, 5000)).toBe(true);
      expect(heard).toEqual(upTo(head));
      expect(tail.since(0)?.map((one) => one.sequence)).toEqual(upTo(head));
      await tail.stop();
    }),
    { numRuns: 200 },
  );
});
