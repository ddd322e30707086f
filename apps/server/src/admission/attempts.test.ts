import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { jsonSql } from '@genkan/log/json-sql';
import { freshPglite } from '../../../../libs/log/src/test/databases.ts';
import { AttemptsEverywhere, AttemptsHere, type Attempts } from './attempts.ts';

describe('attempts', () => {
  let database: Awaited<ReturnType<typeof freshPglite>>;
  let now = 1_700_000_000_000;
  beforeAll(async () => {
    database = await freshPglite();
  }, 60_000);
  afterAll(() => database.close());

  const outcomes = async (nodes: readonly Attempts[], key: string, times: number): Promise<boolean[]> => {
    const all: boolean[] = [];
    for (let n = 0; n < times; n++) all.push((await nodes[n % nodes.length]?.allow(key, 3)) ?? false);
    return all;
  };

  test('[SEC-19] attempts are counted over all nodes, each key for itself, by the minute', async () => {
    const sql = jsonSql(database.connection);
    const nodes = [new AttemptsEverywhere(sql, () => now), new AttemptsEverywhere(sql, () => now)];
    expect(await outcomes(nodes, 'ann@example.com', 5)).toEqual([true, true, true, false, false]);
    expect(await outcomes(nodes, 'bob@example.com', 1)).toEqual([true]);
    const kept = JSON.stringify(await sql('select to_json(attempt)::text from attempt', []));
    expect(kept).not.toContain('example.com');
    now += 120_000;
    expect(await outcomes(nodes, 'ann@example.com', 1)).toEqual([true]);
    expect(await sql('select to_json(key)::text from attempt', [])).toHaveLength(1);
  });

  test('[SEC-19] a node that is alone counts by itself', async () => {
    const here = new AttemptsHere();
    expect(await outcomes([here], 'ann@example.com', 5)).toEqual([true, true, true, false, false]);
    expect(await outcomes([here], 'bob@example.com', 1)).toEqual([true]);
  });
});
