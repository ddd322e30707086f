import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Database } from './database.ts';
import { errorCode } from './error-code.ts';
import { freshPglite } from './test/databases.ts';

let database: Database;
beforeAll(async () => {
  database = await freshPglite();
}, 30_000);
afterAll(() => database.close());

const ask = (text: string, values: readonly (string | number)[] = [], name: string | null = null) =>
  database.connection.query({ name, text, values, portal: null });

test('[LG31] a statement waits for whoever holds a transaction open on the embedded database', async () => {
  const order: string[] = [];
  const transaction = database.pglite?.transaction(async (open) => {
    await open.query('select 1');
    const waiting = ask(`select 'in between'`).then(() => order.push('statement'));
    await open.query('select 2');
    order.push('transaction');
    return { waiting };
  });
  await (
    await transaction
  )?.waiting;
  expect(order).toEqual(['transaction', 'statement']);
});

test('[LG31] a named statement that failed, at first or later, can be run again', async () => {
  const divide = (by: number) => ask('select (6 / $1::int)::text', [by], 'divide');
  const code = (by: number) => divide(by).catch(errorCode);
  expect([await code(0), await divide(2), await code(0), await divide(3)]).toEqual([
    '22012',
    [['3']],
    '22012',
    [['2']],
  ]);
});

test('[LG31] texts, lists and nothing come back as they were sent, however long', async () => {
  const long = `"\\{},' 玄関 `.repeat(300_000);
  expect(await ask('select $1::text', [long])).toEqual([[long]]);
  const [row] = await database.connection.query({
    name: null,
    text: 'select to_json($1::text[])::text, $2::text',
    values: [['a"b', 'c\\d', '{e,f}', ''], null],
    portal: null,
  });
  expect([JSON.parse(row?.[0] ?? ''), row?.[1]]).toEqual([['a"b', 'c\\d', '{e,f}', ''], null]);
});
