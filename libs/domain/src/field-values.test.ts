import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Field, FieldType, Value } from './fields.ts';
import { isEmpty, parseValue, sameValue } from './field-values.ts';
import { fieldType } from './fields.ts';
import { id } from './test/world.ts';

const choices = ['Red', 'Green', 'Blue'];
const field = (type: FieldType, more: Partial<Field> = {}): Field => ({
  name: 'F',
  label: 'F',
  type,
  required: false,
  unique: false,
  ...(type.endsWith('choice') ? { choices } : {}),
  ...more,
});
const stored = (type: FieldType, given: Value, more: Partial<Field> = {}): Value | undefined => {
  const parsed = parseValue(field(type, more), given);
  return 'value' in parsed ? parsed.value : undefined;
};
const taken = (type: FieldType, given: readonly Value[], more: Partial<Field> = {}) =>
  given.filter((value) => stored(type, value, more) !== undefined);

describe('[DM30] every field type has one form for each value', () => {
  test.each(fieldType.options)('%s takes null', (type) => expect(stored(type, null)).toBe(null));

  const forms: [FieldType, Value, Value][] = [
    ['text', ' as typed ', ' as typed '],
    ['integer', -0, 0],
    ['decimal', -0, 0],
    ['money', 19.99, 19.99],
    ['date', '2024-02-29', '2024-02-29'],
    ['datetime', '2030-01-31T09:30Z', '2030-01-31T09:30:00.000Z'],
    ['datetime', '2030-01-01T00:00:00.1234+09:00', '2029-12-31T15:00:00.123Z'],
    ['multi-choice', ['Blue', 'Red', 'Blue'], ['Red', 'Blue']],
    ['multi-choice', [], []],
    ['email', 'Name@Example.com', 'Name@Example.com'],
    ['phone', '+81 (3) 1234-5678 ext. 9', '+81 (3) 1234-5678 ext. 9'],
    ['url', 'https://example.com/a?b=c', 'https://example.com/a?b=c'],
    ['lookup', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
    ['boolean', false, false],
  ];
  test.each(forms)('%s: %j is stored as %j', (type, given, value) => expect(stored(type, given)).toEqual(value));
});

describe('[DM31] what a field cannot hold is refused', () => {
  const refused: [FieldType, Value[]][] = [
    ['text', [1, true, [], 'x'.repeat(256)]],
    ['long-text', ['x'.repeat(32_769)]],
    ['integer', [0.5, '1', 1e15, NaN, Infinity, -Infinity]],
    ['decimal', [0.1234567890123456, 1e15, -1e15, 1e-16, NaN, Infinity, -Infinity, '1']],
    ['boolean', ['true', 1, 0]],
    [
      'date',
      ['2023-02-29', '1900-02-29', '2030-04-31', '2030-13-01', '2030-00-10', '0000-01-01', '2030-1-1', 20300101],
    ],
    ['date', ['2030-01-01T00:00:00Z', '２０３０-01-01', ' 2030-01-01']],
    [
      'datetime',
      ['2030-01-31', '2030-01-31T09:30', '2030-02-30T00:00:00Z', '2030-01-01T24:00:00Z', '2030-01-01 00:00Z'],
    ],
    ['datetime', ['0001-01-01T00:00:00+14:00', '9999-12-31T23:59:59-12:00', '2030-01-01T00:00:00Z '.padEnd(100_000)]],
    ['choice', ['red', 'Yellow', '', ['Red']]],
    ['multi-choice', ['Red', ['Yellow'], ['Red', 'red']]],
    [
      'email',
      ['', 'a', 'a@b', 'a@b.', '@example.com', 'a b@example.com', 'a@@example.com', `${'a'.repeat(255)}@example.com`],
    ],
    ['phone', ['', 'call me', '-', '1'.repeat(51), '<1>']],
    [
      'url',
      [
        '',
        'example.com',
        'javascript:alert(1)',
        'data:text/html,1',
        'https://',
        `https://a.example/${'x'.repeat(2048)}`,
      ],
    ],
    ['lookup', ['', 'x', '00000000-0000-1000-8000-000000000000', id(1) + ' ', 7]],
  ];
  test.each(refused)('%s', (type, given) => expect(taken(type, given)).toEqual([]));

  test('[SEC-14] a choice that objects inherit is none', () =>
    expect(taken('choice', ['constructor', '__proto__'])).toEqual([]));

  test('a shorter length of the field counts, a longer one does not', () => {
    expect(taken('text', ['abc', 'abcd'], { maxLength: 3 })).toEqual(['abc']);
    expect(taken('text', ['x'.repeat(256)], { maxLength: 1000 })).toEqual([]);
  });

  test('[SEC-32] text made to make patterns backtrack is refused before a pattern sees it', () => {
    const evil = ['a@'.repeat(50_000), 'a.'.repeat(50_000), '1'.repeat(100_000), `https://${'a'.repeat(100_000)} `];
    for (const type of ['email', 'phone', 'url', 'date', 'datetime', 'lookup'] as const)
      expect(taken(type, evil)).toEqual([]);
  });
});

const anyValue: fc.Arbitrary<Value> = fc.oneof(
  fc.constant(null),
  fc.string(),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.array(fc.constantFrom(...choices, 'Yellow')),
  fc.constantFrom(...choices, id(5), '2030-01-31', '2030-01-31T09:30:00+02:00', 'a@example.com', 'https://example.com'),
);

describe('for every value', () => {
  test('[DM32] what is stored is stored as it is when it comes again, and survives JSON', () => {
    fc.assert(
      fc.property(fc.constantFrom(...fieldType.options), anyValue, (type, given) => {
        const once = stored(type, given);
        fc.pre(once !== undefined);
        expect(stored(type, once)).toEqual(once);
        expect(JSON.parse(JSON.stringify(once))).toEqual(once);
      }),
    );
  });

  test('[DM33] a problem is a sentence that never repeats the value', () => {
    fc.assert(
      fc.property(fc.constantFrom(...fieldType.options), fc.string({ minLength: 12 }), (type, given) => {
        const parsed = parseValue(field(type), given);
        if ('problem' in parsed) expect(parsed.problem).not.toContain(given);
      }),
    );
  });

  test('[DM34] a day is taken exactly if the calendar has it', () => {
    const part = (max: number, width: number) => fc.integer({ min: 0, max }).map((n) => String(n).padStart(width, '0'));
    fc.assert(
      fc.property(part(9999, 4), part(13, 2), part(32, 2), (year, month, day) => {
        const text = `${year}-${month}-${day}`;
        const moment = new Date(`${text}T00:00:00Z`);
        const real = !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text) && year !== '0000';
        expect(stored('date', text)).toBe(real ? text : undefined);
      }),
    );
  });

  test('[DM35] a decimal is taken exactly if fifteen digits say it all', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e14, max: 1e14, noNaN: true }), (given) => {
        const tooSmall = given !== 0 && Math.abs(given) < 1e-15;
        const whole = Number(given.toPrecision(15)) === given && !tooSmall;
        expect(stored('decimal', given)).toBe(whole ? given + 0 : undefined);
      }),
    );
  });
});

test('[DM36] null, an empty text and an empty list are empty; zero and false are values', () => {
  expect([null, '', []].map(isEmpty)).toEqual([true, true, true]);
  expect([0, false, ' ', ['']].map(isEmpty)).toEqual([false, false, false, false]);
});

test('[DM37] lists are the same if their parts are', () => {
  expect(sameValue(['a', 'b'], ['a', 'b'])).toBe(true);
  expect([sameValue(['a'], ['a', 'b']), sameValue(['a'], 'a'), sameValue(null, []), sameValue(1, '1')]).toEqual(
    Array(4).fill(false),
  );
});
