import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { scopeOf, whereSql } from './where.ts';
import { createTables, type Rows } from './test/judges.ts';
import { judgesAgree } from './test/judges-agreement.ts';
import { allReach, id, kimIn, managed, tab } from './test/house.ts';

const database = new PGlite();
const rows: Rows = async (sql, params) => (await database.query<Record<string, unknown>>(sql, params)).rows;
beforeAll(() => createTables(rows));
afterAll(() => database.close());

describe('a scope', () => {
  test('[WH9] there is none without a tab or without a key', () => {
    const { ability, keys } = kimIn({
      tabs: { Deals: tab({ reaches: [{ ...allReach, kind: 'related', path: 'Nope', own: [] }] }) },
    });
    expect(scopeOf(ability, keys, 'Deals')).toBeNull();
    expect(scopeOf(ability, keys, 'Contacts')).toBeNull();
    expect(scopeOf(ability, keys, 'toString')).toBeNull();
  });

  test('[WH10] names the keys held, the granted layouts and the criteria; `all` makes other keys needless', () => {
    const criteria = { field: 'Stage', is: 'is', value: 'New' } as const;
    const one = kimIn({ tabs: { Deals: tab({ criteria }) } });
    expect(scopeOf(one.ability, one.keys, 'Deals')).toEqual({
      module: 'Deals',
      keys: [`Agent.Manager:${id.kim}`],
      layouts: ['Standard'],
      withRestricted: false,
      criteria,
    });
    const all = kimIn({ tabs: { Deals: tab({ reaches: [managed, allReach] }) } });
    expect(scopeOf(all.ability, all.keys, 'Deals')?.keys).toEqual(['*']);
  });

  test('[WH7] the SQL of a scope holds no value of it', () => {
    const bound: unknown[] = [];
    const scope = { module: "M'", keys: ["=o'x", "p:k'"], layouts: ["L'"], withRestricted: false, criteria: null };
    const sql = whereSql("P'", scope, (value) => `$${bound.push(value)}`);
    expect(sql).not.toContain("'");
    expect(bound.flat()).toEqual(expect.arrayContaining(["P'", "M'", "o'x", "p:k'", "L'"]));
  });

  test('[law 5] CASL, view and the SQL condition give the same answer on PGlite', async () => {
    const { seen, hidden } = await judgesAgree(rows, 150);
    expect(seen).toBeGreaterThan(150);
    expect(hidden).toBeGreaterThan(150);
  }, 120_000);
});
