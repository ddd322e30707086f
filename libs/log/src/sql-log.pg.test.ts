import { describePortalLog } from './portal-log.contract.ts';
import { SqlLog } from './sql-log.ts';
import { freshPostgres, isPostgresThere } from './test/databases.ts';

if (await isPostgresThere()) {
  describePortalLog('SqlLog on PostgreSQL', async () => {
    const database = await freshPostgres();
    return { open: () => new SqlLog(database.connection), close: database.close };
  });
} else test.skip('SqlLog on PostgreSQL: no PostgreSQL answers (TEST_DATABASE_URL)', () => {});
