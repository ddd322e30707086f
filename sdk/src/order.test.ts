import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareText, compareValues, rowOrder } from './order.ts';

const anyText = fc.string({ unit: 'binary' });

test('[SD6] texts are ordered by code point, as their UTF-8 bytes are', () => {
  fc.assert(
    fc.property(anyText, anyText, (a, b) => {
      expect(Math.sign(compareText(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))));
    }),
  );
  expect(compareText('\u{ffff}', '\u{10000}')).toBeLessThan(0);
});

test('[SD6] null is last going up and first going down', () => {
  const rows = [
    { id: 'a', n: null },
    { id: 'b', n: 2 },
    { id: 'c', n: 1 },
  ];
  expect(rows.toSorted(rowOrder([['n', 'asc']])).map((row) => row.id)).toEqual(['c', 'b', 'a']);
  expect(rows.toSorted(rowOrder([['n', 'desc']])).map((row) => row.id)).toEqual(['a', 'b', 'c']);
});

test('[SD6] ties stand by id going up, whatever the direction', () => {
  const rows = [
    { id: 'b', n: 1 },
    { id: 'a', n: 1 },
  ];
  expect(rows.toSorted(rowOrder([['n', 'desc']])).map((row) => row.id)).toEqual(['a', 'b']);
});

test('[SD6] any two rows have one order, and it agrees with itself', () => {
  const value = fc.oneof(fc.constant(null), fc.integer(), anyText, fc.boolean(), fc.array(anyText, { maxLength: 2 }));
  fc.assert(
    fc.property(value, value, value, (a, b, c) => {
      expect(Math.sign(compareValues(a, b))).toBe(-Math.sign(compareValues(b, a)) + 0);
      if (compareValues(a, b) <= 0 && compareValues(b, c) <= 0) expect(compareValues(a, c)).toBeLessThanOrEqual(0);
    }),
  );
});
