import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalInput } from './canonical-input.ts';

const nested = (depth: number): unknown => (depth === 0 ? 1 : { in: nested(depth - 1) });

test('[AC6] two texts of one input are the same input, and different inputs never are', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 3 }), (one, other) => {
      expect(canonicalInput(JSON.parse(JSON.stringify(one)))).toBe(canonicalInput(one));
      const same = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
      expect(canonicalInput(one) === canonicalInput(other)).toBe(same);
    }),
  );
});

test('[AC6] the order of keys does not matter, the order of a list does', () => {
  expect(canonicalInput({ a: 1, b: [1, 2] })).toBe(canonicalInput({ b: [1, 2], a: 1 }));
  expect(canonicalInput({ b: [1, 2] })).not.toBe(canonicalInput({ b: [2, 1] }));
});

test('[AC16] what is deeper than 20 levels, longer than 256 KiB or not JSON has no text', () => {
  expect(canonicalInput(nested(20))).not.toBeNull();
  expect(canonicalInput(nested(21))).toBeNull();
  expect(canonicalInput({ text: 'x'.repeat(262_144) })).toBeNull();
  expect([Number.NaN, 1n, () => 1, Symbol('s')].map((value) => canonicalInput({ value }))).toEqual([
    null,
    null,
    null,
    null,
  ]);
});

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return { list: value.map(sorted) };
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return { object: entries.map(([key, inner]) => [key, sorted(inner)]) };
};
