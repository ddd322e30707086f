import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { foundLarge, moves, playMoves } from './rig/large-moves.ts';
import type { House } from './rig/house.ts';
import { openHouse } from './rig/open-house.ts';

const { GENKAN_SEED: seed, GENKAN_PATH: path } = process.env;
const again = { ...(seed ? { seed: Number(seed) } : {}), ...(path ? { path } : {}) };

describe('moves of more than a thousand records', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse('on the embedded database');
  }, 60_000);
  afterAll(() => house?.close(), 60_000);

  test('[PR13] what lies behind is absent until it has its keys, at every token of every socket and in every query', async () => {
    let suspensions = 0;
    const steps = fc.array(fc.record({ kind: fc.constantFrom(...moves), a: fc.nat(99) }), {
      minLength: 5,
      maxLength: 9,
      size: 'max',
    });
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        suspensions += await playMoves(await foundLarge(house), [{ kind: 'move-agent', a: 1 }, ...all]);
      }),
      { numRuns: 3, ...again },
    );
    expect(suspensions).toBeGreaterThan(3);
  }, 300_000);
});
