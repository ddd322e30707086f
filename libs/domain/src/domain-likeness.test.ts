import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isOneLetterApart, likeness } from './domain-likeness.ts';

/** The textbook table, quadratic: Damerau-Levenshtein with adjacent swaps. */
function distance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => i || j));
  for (let i = 1; i <= a.length; i += 1)
    for (let j = 1; j <= b.length; j += 1) {
      const kept = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? rows[i - 2]![j - 2]! + 1 : 99;
      rows[i]![j] = Math.min(rows[i - 1]![j]! + 1, rows[i]![j - 1]! + 1, kept, i === 1 || j === 1 ? kept : swap);
    }
  return rows[a.length]![b.length]!;
}

describe('a domain that is, or passes for, the own one', () => {
  test.each([
    ['acme.com', 'same'],
    ['eu.acme.com', 'sub-domain'],
    ['acrne.com', 'look-alike letters'],
    ['xn--cme-5cd.com', 'look-alike letters'],
    ['acme.net', 'another ending'],
    ['acme.co.jp', 'another ending'],
    ['ac-me.com', 'a hyphen more or less'],
    ['ac-me.org', 'a hyphen more or less'],
    ['mail.acme.net', 'another ending'],
    ['example.com', null],
    ['acme-partners.com', null],
    ['notacme.com', null],
    ['acne.com', null],
  ])('[X-9] [DM234] %s', (given, expected) => {
    expect(likeness(given, 'acme.com')).toBe(expected);
  });

  test.each([
    ['bridqe.com', 'one letter'],
    ['bridges.com', 'one letter'],
    ['brdige.net', 'one letter'],
    ['bride.com', 'one letter'],
    ['bird.com', null],
  ])('[X-9] [DM234] %s beside bridge.com', (given, expected) => {
    expect(likeness(given, 'bridge.com')).toBe(expected);
  });

  test('[X-9] [DM235] one letter apart is what the edit distance says, found in one pass', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 7 });
    fc.assert(
      fc.property(word, word, (a, b) => expect(isOneLetterApart(a, b)).toBe(distance(a, b) === 1)),
      { numRuns: 3000 },
    );
    const long = 'a'.repeat(100_000);
    expect(isOneLetterApart(`${long}b${long}`, `${long}c${long}`)).toBe(true);
  });
});
