import { expect, test } from '@jest/globals';
import { matcher, type Condition } from './where.ts';

const holds = (condition: Condition, value: null | string | number | boolean | string[]): boolean =>
  matcher({ f: condition })({ f: value });

test('[SD7] a bare value is equality, also for null and lists', () => {
  expect([holds('a', 'a'), holds('a', 'b'), holds(null, null), holds('a', null), holds(null, 'a')]).toEqual([
    true,
    false,
    true,
    false,
    false,
  ]);
  expect([holds(['a', 'b'], ['a', 'b']), holds(['a', 'b'], ['b', 'a'])]).toEqual([true, false]);
});

test('[SD7] a range holds for values of its own kind and never for null', () => {
  expect([holds({ gte: 1, lte: 2 }, 1), holds({ gte: 1, lte: 2 }, 2), holds({ gte: 1, lte: 2 }, 3)]).toEqual([
    true,
    true,
    false,
  ]);
  expect([holds({ lte: 1 }, null), holds({ gte: 1 }, null), holds({ gte: 1 }, '9')]).toEqual([false, false, false]);
});

test('[SD7] contains is a part of a text or a member of a list', () => {
  expect([holds({ contains: 'ill' }, 'hills'), holds({ contains: 'ILL' }, 'hills')]).toEqual([true, false]);
  expect([holds({ contains: 'a' }, ['a', 'b']), holds({ contains: 'a' }, null)]).toEqual([true, false]);
});

test('[SD7] all conditions of one field and of all fields hold together', () => {
  const matches = matcher({ stage: { in: ['New', 'Won'] }, amount: { gte: 10 } });
  expect([
    matches({ stage: 'New', amount: 10 }),
    matches({ stage: 'Lost', amount: 10 }),
    matches({ stage: 'Won', amount: 9 }),
  ]).toEqual([true, false, false]);
});

test('[SD7] a field that is not seen counts as null', () => {
  expect(matcher({ hidden: null })({ id: '1' })).toBe(true);
  expect(matcher({ hidden: 'x' })({ id: '1' })).toBe(false);
});
