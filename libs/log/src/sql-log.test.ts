import { describePortalLog } from './portal-log.contract.ts';
import { freshPglite } from './test/databases.ts';
import { SqlLog } from './sql-log.ts';

describePortalLog('SqlLog on PGlite', async () => {
  const database = await freshPglite();
  return { open: () => new SqlLog(database.connection), close: database.close };
});
