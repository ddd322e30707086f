import { expect, test } from '@jest/globals';
import { sparingly } from './sparingly.ts';

test('[SV37] an outage is told at once and then now and then, with how often it was met', () => {
  let now = 0;
  const told: [unknown, number][] = [];
  const trouble = sparingly(
    (error, count) => told.push([error, count]),
    10_000,
    () => now,
  );
  for (; now <= 20_000; now += 500) trouble(`at ${now}`);
  expect(told).toEqual([
    ['at 0', 1],
    ['at 10000', 20],
    ['at 20000', 20],
  ]);
});
