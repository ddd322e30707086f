import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { House } from './rig/house.ts';
import { openHouse, type Ground } from './rig/open-house.ts';
import { historyOf, kinds } from './rig/operations.ts';
import { play, Tally } from './rig/play.ts';

/** A failure prints seed and path: GENKAN_SEED and GENKAN_PATH play that very history again. */
const { GENKAN_RUNS: runs = '150', GENKAN_SEED: seed, GENKAN_PATH: path } = process.env;
const again = { ...(seed ? { seed: Number(seed) } : {}), ...(path ? { path } : {}) };
const asLongAsItTakes = 2 ** 31 - 1;

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
        await fc.assert(plays, { numRuns: Number(runs), ...again });
      },
      asLongAsItTakes,
    );

    test('[PR7] every kind of operation happened in a fifth of the histories', () => {
      const rare = kinds.filter((kind) => kind !== 'nothing' && tally.share(kind) < 0.2);
      expect(rare.map((kind) => `${kind} ${tally.share(kind).toFixed(2)}`)).toEqual([]);
    });
  });
}
