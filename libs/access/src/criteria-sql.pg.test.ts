import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { criteriaAgree } from './test/criteria-agreement.ts';

const url = process.env['DATABASE_URL'] ?? 'postgres://root@127.0.0.1:5432/postgres';
const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
const reached = await client.connect().then(
  () => true,
  () => false,
);
const schema = `access_${process.pid}_${Date.now()}`;
const onPostgres = reached ? describe : describe.skip;

test('[HS4] PostgreSQL is there where it is demanded', () => {
  expect(reached || process.env['CI'] !== 'true').toBe(true);
});

onPostgres('criteria on PostgreSQL', () => {
  beforeAll(async () => {
    await client.query(`create schema ${schema}`);
    await client.query(`set search_path to ${schema}`);
  });
  afterAll(async () => {
    await client.query(`drop schema ${schema} cascade`);
    await client.end();
  });

  test('[WH8] interpreter and SQL agree on PostgreSQL', async () => {
    await criteriaAgree(async (sql, params) => (await client.query(sql, params)).rows[0], 400);
  }, 60_000);
});
