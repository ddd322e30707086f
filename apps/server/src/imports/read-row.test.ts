import { describe, expect, test } from '@jest/globals';
import type { Module } from '@genkan/domain/modules';
import { dateFormat, readDate } from './date-format.ts';
import { mapping } from './mapping.ts';
import { readRow } from './read-row.ts';

const field = (name: string, type: Module['fields'][string]['type'], more = {}) => ({
  name,
  label: name,
  type,
  required: false,
  unique: false,
  ...more,
});
const deals: Module = {
  name: 'Deals',
  label: 'Deals',
  custom: false,
  fields: {
    Name: field('Name', 'text'),
    Amount: field('Amount', 'money'),
    ClosingDate: field('ClosingDate', 'date'),
    Won: field('Won', 'boolean'),
    Tags: field('Tags', 'multi-choice'),
    Account: field('Account', 'lookup', { module: 'Accounts' }),
  },
  layouts: {},
  paths: {},
};
const map = (columns: object, more = {}) => mapping.parse({ externalId: 'id', columns, ...more });

describe('import rows', () => {
  test('[SV20] columns become fields by type, with corrections, null words and lookups by external id', () => {
    const columns = {
      title: { field: 'Name', values: { technolgy: 'technology' } },
      worth: 'Amount',
      closed: { field: 'ClosingDate', date: 'd-m-Y' },
      won: 'Won',
      tags: 'Tags',
      account: 'Account',
      noise: 'ignore',
    };
    const line = {
      id: ' 7 ',
      title: 'technolgy',
      worth: '1,250.50',
      closed: '31-12-2016',
      won: 'yes',
      tags: 'a; b',
      account: 'Acme',
      noise: 'x',
    };
    expect(readRow(deals, map(columns), line)).toEqual({
      externalId: '7',
      fields: {
        Name: 'technology',
        Amount: 1250.5,
        ClosingDate: '2016-12-31',
        Won: true,
        Tags: ['a', 'b'],
        Account: { external: 'Acme' },
      },
    });
  });

  test('[SV20] null words are null, for the whole file or one column', () => {
    const columns = { title: { field: 'Name', nulls: ['-'] }, worth: 'Amount', account: 'Account' };
    const line = { id: '1', title: '-', worth: 'NULL', account: '' };
    expect(readRow(deals, map(columns, { nulls: ['NULL'] }), line)).toMatchObject({
      fields: { Name: null, Amount: null, Account: null },
    });
  });

  test.each([
    [{ title: 'Nmae' }, { id: '1', title: 'x' }, 'unknown-field', 'title'],
    [{ worth: 'Amount' }, { id: '1', worth: 'much' }, 'invalid', 'worth'],
    [{ closed: 'ClosingDate' }, { id: '1', closed: '31-12-2016' }, 'invalid', 'closed'],
    [{ won: 'Won' }, { id: '1', won: 'maybe' }, 'invalid', 'won'],
    [{ title: 'Name' }, { id: '', title: 'x' }, 'invalid', 'id'],
    [{ title: 'Name' }, { id: '1' }, 'invalid', 'title'],
    [{ title: 'Name' }, { id: '1', title: { deep: 1 } }, 'invalid', 'title'],
    [{ title: 'Name' }, { id: 'x'.repeat(201), title: 'x' }, 'invalid', 'id'],
    [{ title: 'Name' }, { id: '1', title: 'a\u0000b' }, 'invalid', 'title'],
    [{ worth: 'Amount' }, { id: '1', worth: '1e999' }, 'invalid', 'worth'],
    [{ account: 'Account' }, { id: '1', account: 'x'.repeat(201) }, 'invalid', 'account'],
    [{ title: 'constructor' }, { id: '1', title: 'x' }, 'unknown-field', 'title'],
  ])('[SV21] %j refuses %j as %s by %s', (columns, line, code, column) => {
    const parsed = 'constructor' === Object.values(columns)[0] ? null : map(columns);
    if (parsed === null) return void expect(() => map(columns)).toThrow();
    expect(readRow(deals, parsed, line)).toEqual({ refused: { code, column } });
  });

  test('[SV20] dates are read in the order the format says', () => {
    expect(readDate('d-m-Y', '05-11-2026')).toBe('2026-11-05');
    expect(readDate('n/j/Y', '1/9/2026')).toBe('2026-01-09');
    expect(readDate('Y.m.d', '2026-01-09')).toBeNull();
    expect(dateFormat.safeParse('d-d-Y').success).toBe(false);
    expect(dateFormat.safeParse('(a+)+').success).toBe(false);
  });
});
