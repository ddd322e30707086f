import fc from 'fast-check';
import type { Criteria, Operator } from '@genkan/domain/criteria';
import { operator } from '@genkan/domain/criteria';
import type { Value } from '@genkan/domain/fields';

/** Texts close to each other, with what tells orders apart: beyond the BMP, U+E000 and up, combining marks, quotes. */
const tricky = [
  '',
  'a',
  'A',
  'ab',
  'b',
  '日本',
  'é',
  'e\u0301',
  '\uE000',
  '\uFFFD',
  '😀',
  '𠮷',
  '10',
  '9',
  '"',
  '\\',
  "'",
  '$1',
  'null',
  '%',
];
const text = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...tricky) },
  fc.tuple(fc.constantFrom(...tricky), fc.constantFrom(...tricky)).map(([a, b]) => a + b),
  fc.string({ unit: 'grapheme', maxLength: 4 }).filter((one) => !one.includes('\u0000') && one.isWellFormed()),
);
const number = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(0, -0, 1, -1, 0.1, 0.2, 0.30000000000000004, 0.3, 10, 9, 1e21, 5e-324, 123456789012345),
  },
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const list = fc.array(text, { maxLength: 3 });

/** Everything a stored value may be. */
export const anyValue: fc.Arbitrary<Value> = fc.oneof(
  fc.constant(null),
  { weight: 4, arbitrary: text },
  { weight: 3, arbitrary: number },
  fc.boolean(),
  { weight: 2, arbitrary: list },
);

const operators = operator.options as readonly Operator[];

/** Criteria over the named fields, to a depth of three; the constants come from the same pool as the values. */
export function anyCriteria(fields: readonly string[], value: fc.Arbitrary<Value> = anyValue): fc.Arbitrary<Criteria> {
  const leaf = fc
    .tuple(fc.constantFrom(...fields), fc.constantFrom(...operators), fc.option(value, { nil: undefined, freq: 8 }))
    .map(([field, is, constant]): Criteria =>
      constant === undefined ? { field, is } : { field, is, value: constant as string[] },
    );
  const level = (inner: fc.Arbitrary<Criteria>): fc.Arbitrary<Criteria> =>
    fc.oneof(
      { weight: 3, arbitrary: leaf },
      fc.array(inner, { maxLength: 3 }).map((and): Criteria => ({ and })),
      fc.array(inner, { maxLength: 3 }).map((or): Criteria => ({ or })),
    );
  return level(level(leaf));
}

/** Fields of a record, some of them missing. */
export const anyFields = (names: readonly string[], value = anyValue): fc.Arbitrary<Readonly<Record<string, Value>>> =>
  fc
    .record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] })
    .map((fields) => fields as Readonly<Record<string, Value>>);
