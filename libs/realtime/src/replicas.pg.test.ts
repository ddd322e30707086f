import { jest, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { anyWorld } from '@genkan/access/test/arbitraries';
import { SqlLog } from '@genkan/log/sql-log';
import { freshPostgres, isPostgresThere } from '@genkan/log/test/databases';
import { anyHistory, play } from './test/play.ts';

jest.setTimeout(120_000);

if (await isPostgresThere()) {
  test('[RT1] the same over PostgreSQL, by a node that remembers little', async () => {
    const database = await freshPostgres();
    const log = new SqlLog(database.connection);
    const staging = { sizes: { frame: 300, page: 300 }, ring: 10 };
    try {
      await fc.assert(
        fc.asyncProperty(anyWorld, anyHistory, ({ portal, ...world }, history) =>
          play({ ...world, portal: { ...portal, id: randomUUID() } }, history, staging, { log }),
        ),
        { numRuns: 25 },
      );
    } finally {
      await database.close();
    }
  });
} else test.skip('[RT1] over PostgreSQL: no PostgreSQL answers (TEST_DATABASE_URL)', () => {});
