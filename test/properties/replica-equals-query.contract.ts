import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inLanes } from '../support/in-lanes.ts';
import type { House } from './rig/house.ts';
import { openHouse, type Ground } from './rig/open-house.ts';
import { historyOf, kinds } from './rig/operations.ts';
import { play, Tally } from './rig/play.ts';
import { withdrawAmidWrites } from './rig/withdraw-amid-writes.ts';

/** GENKAN_HISTOGRAM=true shows LK2's. */
const { GENKAN_HISTOGRAM, GENKAN_RUNS: runs = '150' } = process.env;

/** Far more than all histories take, so that a wait that never ends is told. */
const atMost = Number(runs) * 10_000;

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
      `[PR6] [PR15] over ${runs} histories, at every token each replica is the oracle's view, at rest the permitted query and the log, and no byte holds more`,
      async () => {
        // Each history has a portal of its own: while one waits, another goes on.
        await inLanes(historyOf, (operations) => play(house, operations, tally), { lanes: 3, runs: Number(runs) });
      },
      atMost,
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
