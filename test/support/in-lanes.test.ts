import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inLanes } from './in-lanes.ts';

test('[HS8] a property in lanes fails with the seed and the path of the lane that failed first', async () => {
  const over = (value: number) => (value > 3 ? Promise.reject(new Error('too much')) : Promise.resolve());
  await expect(inLanes(fc.nat(1000), over, { lanes: 3, runs: 90 })).rejects.toThrow(/Counterexample: \[4\]/);
});

test('[HS8] a failure is made smaller for so long and no longer, and its lane alone goes on', async () => {
  const played: number[] = [];
  const over = (value: number) => {
    played.push(value);
    return Promise.reject(new Error('always'));
  };
  await expect(inLanes(fc.nat(1000), over, { lanes: 3, runs: 90, shrinking: -1 })).rejects.toThrow(/Shrunk 0 time/);
  expect(played.length).toBeLessThanOrEqual(3);
});

test('[HS8] lanes share the runs', async () => {
  const played: number[] = [];
  const count = (value: number) => {
    played.push(value);
    return Promise.resolve();
  };
  await inLanes(fc.nat(), count, { lanes: 3, runs: 90 });
  expect(played).toHaveLength(90);
});
