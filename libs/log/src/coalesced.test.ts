import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Coalesced } from './coalesced.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

test('[TL17] commits that come close are told in one message, after a pause at once, under load spaced', () => {
  const told: [number, ReadonlyMap<string, number>][] = [];
  const begun = performance.now();
  const coalesced = new Coalesced(3, (heads) => told.push([performance.now() - begun, heads]), 20);
  for (let at = 1; at <= 50; at += 1) {
    coalesced.add('p1', at);
    jest.advanceTimersByTime(1);
  }
  jest.advanceTimersByTime(100);
  coalesced.add('p1', 51);
  jest.advanceTimersByTime(3);
  expect(told.map(([ms]) => ms)).toEqual([3, 23, 43, 63, 153]);
  expect(told.map(([, heads]) => heads.get('p1'))).toEqual([3, 23, 43, 50, 51]);
});
