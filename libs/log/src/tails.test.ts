import { HintsInProcess } from './hints-in-process.ts';
import { MemoryLog, memoryStore } from './memory-log.ts';
import type { Hints } from './portal-log.ts';
import { created, record, turn, uuid } from './test/turns.ts';
import { Tails } from './tails.ts';

const silent: Hints = { committed: () => {}, listen: () => () => {}, close: async () => {} };

/** Two nodes over one store; what the first commits, the second must hear. */
async function twoNodes(hints: Hints, every: number) {
  const store = memoryStore();
  const [writer, reader] = [new MemoryLog(store), new MemoryLog(store)];
  const tails = new Tails({ log: reader, hints, every });
  const portal = uuid();
  const tail = await tails.of(portal);
  const commit = async (head: number) => {
    await writer.append(turn(portal, head, [created(record())]));
    hints.committed(portal, head + 1);
  };
  const heard = (sequence: number) =>
    new Promise<void>((resolve) => {
      tail.onEntry((entry) => {
        if (entry.sequence === sequence) resolve();
      });
    });
  return { tails, tail, portal, commit, heard };
}

test('[TL10] a commit on one node wakes the tail of another by a hint, without any poll', async () => {
  const { tails, commit, heard } = await twoNodes(new HintsInProcess(), 60_000);
  const arrived = heard(2);
  await commit(0);
  await commit(1);
  await arrived;
  await tails.close();
});

test('[TL11] [P10] with every hint lost the entries arrive by polling', async () => {
  const { tails, commit, heard, tail } = await twoNodes(silent, 5);
  const arrived = heard(3);
  for (const head of [0, 1, 2]) await commit(head);
  await arrived;
  expect(tail.at).toBe(3);
  await tails.close();
});

test('[TL12] everybody on a node shares one tail of a portal', async () => {
  const { tails, tail, portal } = await twoNodes(silent, 60_000);
  expect(await tails.of(portal)).toBe(tail);
  await tails.close();
  expect(await tail.reach(1, 60_000)).toBe(false);
});

test('[TL13] in-process hints are told once per turn of the loop, with the newest head', async () => {
  const hints = new HintsInProcess();
  const told: [string, number][] = [];
  const first = new Promise<void>((resolve) => {
    hints.listen((portal, head) => {
      told.push([portal, head]);
      resolve();
    });
  });
  for (const head of [1, 3, 2]) hints.committed('p', head);
  await first;
  expect(told).toEqual([['p', 3]]);
  await hints.close();
});

test('[TL11] a poll that fails is reported and looks again', async () => {
  const log = new MemoryLog();
  const troubles: unknown[] = [];
  let calls = 0;
  const failing = Object.assign(Object.create(log) as MemoryLog, {
    settings: (portal: string) => log.settings(portal),
    entries: (portal: string, after: number, limit: number) => log.entries(portal, after, limit),
    heads: async (portals: readonly string[]) => {
      calls += 1;
      if (calls < 3) throw new Error('no connection');
      return log.heads(portals);
    },
  });
  const tails = new Tails({ log: failing, hints: silent, every: 2, trouble: (error) => troubles.push(error) });
  const tail = await tails.of('p');
  const arrived = new Promise<void>((resolve) => tail.onEntry(() => resolve()));
  await log.append(turn('p', 0, [created(record())]));
  await arrived;
  expect(troubles).toHaveLength(2);
  await tails.close();
});
