import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { createTables, type Rows } from './test/judges.ts';
import { judgesAgree } from './test/judges-agreement.ts';

const url = process.env['DATABASE_URL'] ?? 'postgres://root@127.0.0.1:5432/postgres';
const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
const reached = await client.connect().then(
  () => true,
  () => false,
);
const schema = `access_where_${process.pid}_${Date.now()}`;
const rows: Rows = async (sql, params) => (await client.query<Record<string, unknown>>(sql, params)).rows;

test('[HS4] PostgreSQL is there where it is demanded', () => {
  expect(reached || process.env['CI'] !== 'true').toBe(true);
});

(reached ? describe : describe.skip)('a scope on PostgreSQL', () => {
  beforeAll(async () => {
    await client.query(`create schema ${schema}`);
    await client.query(`set search_path to ${schema}`);
    await createTables(rows);
  });
  afterAll(async () => {
    await client.query(`drop schema ${schema} cascade`);
    await client.end();
  });

  test('[law 5] CASL, view and the SQL condition give the same answer on PostgreSQL', async () => {
    const { seen, hidden } = await judgesAgree(rows, 150);
    expect(seen).toBeGreaterThan(150);
    expect(hidden).toBeGreaterThan(150);
  }, 120_000);
});
