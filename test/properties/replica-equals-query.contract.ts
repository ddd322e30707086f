import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { House } from './rig/house.ts';
import { openHouse, type Ground } from './rig/open-house.ts';
import { historyOf, kinds } from './rig/operations.ts';
import { play, Tally } from './rig/play.ts';
import { withdrawAmidWrites } from './rig/withdraw-amid-writes.ts';

/** A failure prints seed and path: GENKAN_SEED and GENKAN_PATH play that very history again. GENKAN_HISTOGRAM=true shows LK2's. */
const { GENKAN_HISTOGRAM, GENKAN_RUNS: runs = '150', GENKAN_SEED: seed, GENKAN_PATH: path } = process.env;
const again = { ...(seed ? { seed: Number(seed) } : {}), ...(path ? { path } : {}) };
const asLongAsItTakes = 2 ** 31 - 1;

/** Histories that are played side by side, each on a portal of its own: while one waits, another goes on. */
const sideBySide = seed ? 1 : 3;

/** Every lane looks for a failure, and makes its own smaller; the first one that has one speaks. */
async function inLanes(lane: () => Promise<void>): Promise<void> {
  const ended = await Promise.allSettled(Array.from({ length: sideBySide }, lane));
  const failed = ended.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
}

/** The heart of the suite: random histories against a real server on this ground, judged by the oracle. */
export function describeReplicas(ground: Ground): void {
  describe(`replica equals query, ${ground}`, () => {
    let house: House;
    const tally = new Tally();
    beforeAll(async () => {
      house = await openHouse(ground);
    }, 60_000);
    afterAll(() => house?.close(), 60_000);

    test(
      `[PR6] over ${runs} histories, at every token each replica is the oracle's view, at rest the permitted query, and no byte holds more`,
      async () => {
        const plays = fc.asyncProperty(historyOf, (operations) => play(house, operations, tally));
        const numRuns = Math.ceil(Number(runs) / sideBySide);
        await inLanes(() => fc.assert(plays, { numRuns, ...again }));
      },
      asLongAsItTakes,
    );

    test('[PR14] what is taken from a member amid writing reaches him no more within five seconds, on any node', async () => {
      const { faults, withdrawals } = await withdrawAmidWrites(house, 16);
      if (GENKAN_HISTOGRAM) console.info(`withdrawn ${ground}: ${withdrawals.histogram()}`);
      expect(faults).toEqual([]);
    }, 60_000);

    test('[PR7] every kind of operation happened in a fifth of the histories', () => {
      const rare = kinds.filter((kind) => kind !== 'nothing' && tally.share(kind) < 0.2);
      expect(rare.map((kind) => `${kind} ${tally.share(kind).toFixed(2)}`)).toEqual([]);
    });
  });
}
