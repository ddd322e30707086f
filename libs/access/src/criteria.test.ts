import { PGlite } from '@electric-sql/pglite';
import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Criteria, Operator } from '@genkan/domain/criteria';
import type { Value } from '@genkan/domain/fields';
import { compareText } from './compare-text.ts';
import { criteriaSql } from './criteria-sql.ts';
import { meets } from './criteria.ts';
import { criteriaAgree } from './test/criteria-agreement.ts';
import { anyValue } from './test/criteria-arbitraries.ts';

const database = new PGlite();
afterAll(() => database.close());

const held = (value: Value | undefined, is: Operator, constant?: Value): boolean =>
  meets(
    { field: 'F', is, ...(constant === undefined ? {} : { value: constant }) } as Criteria,
    value === undefined ? {} : { F: value },
  );

describe('criteria', () => {
  test('[WH1] a missing field is null: not equal to anything else, in no list, less and more than nothing', () => {
    for (const nothing of [null, undefined]) {
      expect(held(nothing, 'is', null)).toBe(true);
      expect(held(nothing, 'is-not', 'a')).toBe(true);
      expect(held(nothing, 'not-in', ['a'])).toBe(true);
      expect(held(nothing, 'in', ['a'])).toBe(false);
      for (const is of ['less', 'at-most', 'more', 'at-least'] as const) {
        expect(held(nothing, is, 1)).toBe(false);
        expect(held(nothing, is, null)).toBe(false);
      }
    }
  });

  test('[WH2] null, an empty text and an empty list are empty; zero and false are not', () => {
    expect([null, '', []].map((value) => held(value, 'empty'))).toEqual([true, true, true]);
    expect([0, false, ' ', ['']].map((value) => held(value, 'not-empty'))).toEqual([true, true, true, true]);
  });

  test('[WH3] text compares by code points: U+FFFD stands before a character beyond the first plane', () => {
    expect(held('\uFFFD', 'less', '😀')).toBe(true);
    expect('\uFFFD' < '😀').toBe(false);
    expect(compareText('a', 'ab')).toBeLessThan(0);
  });

  test('[WH3] SQL says by which order it compares texts, whatever the database was made with', () => {
    const sql = criteriaSql({ field: 'F', is: 'less', value: 'a' }, () => '$1');
    expect(sql.match(/collate "C"/g)).toHaveLength(2);
  });

  test('[WH3] the order of texts is the order of their UTF-8 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(Math.sign(compareText(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))));
      }),
    );
  });

  test('[WH4] a value is compared only with one of its own type', () => {
    expect(held(10, 'more', '9')).toBe(false);
    expect(held('10', 'more', 9)).toBe(false);
    expect(held(10, 'more', 9)).toBe(true);
    expect(held(true, 'at-least', true)).toBe(false);
    expect(held('1', 'is', 1)).toBe(false);
  });

  test('[WH5] an empty `and` is true, an empty `or` false, no criteria are true', () => {
    expect([meets({ and: [] }, {}), meets({ or: [] }, {}), meets(null, {})]).toEqual([true, false, true]);
  });

  test('[WH6] is-not and not-in are the opposites of is and in, not-empty of empty, for every value', () => {
    const opposites = [
      ['is', 'is-not'],
      ['in', 'not-in'],
      ['empty', 'not-empty'],
    ] as const;
    fc.assert(
      fc.property(anyValue, anyValue, fc.constantFrom(...opposites), (value, constant, [yes, no]) => {
        expect(held(value, no, constant)).toBe(!held(value, yes, constant));
      }),
    );
  });

  test('[SEC-14] what an object inherits is no field', () => {
    for (const field of ['constructor', '__proto__', 'toString', 'hasOwnProperty'])
      expect(meets({ field, is: 'is', value: null }, {})).toBe(true);
  });

  test('[WH7] the SQL of criteria holds placeholders and no value or field name', () => {
    const bound: unknown[] = [];
    const criteria: Criteria = {
      and: [
        { field: "F') or 1=1 --", is: 'is', value: "'; drop" },
        { field: 'Nmbr', is: 'less', value: 77.25 },
        { field: 'Lst', is: 'in', value: ['Membr'] },
      ],
    };
    const sql = criteriaSql(criteria, (value) => `$${bound.push(value)}`);
    for (const word of ['1=1', 'drop', 'Nmbr', '77', 'Lst', 'Membr']) expect(sql).not.toContain(word);
    expect(bound).toContain("F') or 1=1 --");
  });

  test('[WH8] interpreter and SQL agree on PGlite', async () => {
    await criteriaAgree(
      async (sql, params) => (await database.query<Record<string, unknown>>(sql, params)).rows[0]!,
      400,
    );
  }, 60_000);
});
