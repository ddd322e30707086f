import { MemoryCredentialStore } from '@genkan/identity/memory-credential-store';
import { SqlCredentialStore } from '@genkan/identity/sql-credential-store';
import { migrate, openDatabase, type Database } from '@genkan/log/database';
import { HintsInProcess } from '@genkan/log/hints-in-process';
import { jsonSql } from '@genkan/log/json-sql';
import { MemoryLog } from '@genkan/log/memory-log';
import { SqlLog } from '@genkan/log/sql-log';
import type { Config } from './config.ts';
import type { Ground } from './house.ts';
import { jobsInProcess } from './imports/jobs.ts';
import { MemoryImportStore } from './imports/memory-import-store.ts';
import { SqlImportStore } from './imports/sql-import-store.ts';
import type { Trace } from './trace.ts';

/** A ground that is gone with the process: the plain log, for tests that need no database. */
export const memoryGround = (): Ground => ({
  log: new MemoryLog(),
  hints: new HintsInProcess(),
  credentials: new MemoryCredentialStore(),
  imports: new MemoryImportStore(),
  openJobs: jobsInProcess,
  promise: 'survives nothing: it is kept in memory',
  close: () => Promise.resolve(),
});

/** Everything that lasts, on one open database. */
export function groundOn(database: Database): Ground {
  const sql = jsonSql(database.connection);
  return {
    log: new SqlLog(database.connection),
    hints: new HintsInProcess(),
    credentials: new SqlCredentialStore(sql),
    imports: new SqlImportStore(sql),
    openJobs: jobsInProcess,
    promise: database.promise,
    close: database.close,
  };
}

/** The configured database, migrated: PostgreSQL by URL, else the embedded one in its folder. */
export async function openGround({ DATABASE_URL, DATA_DIR, MIGRATE }: Config, trace: Trace): Promise<Ground> {
  const trouble = (error: unknown): void => trace.error({ error }, 'a database connection broke');
  if (DATABASE_URL !== undefined && MIGRATE === 'on-start') await migrate(DATABASE_URL);
  const where = DATABASE_URL === undefined ? { dataDir: DATA_DIR } : { databaseUrl: DATABASE_URL };
  return groundOn(await openDatabase({ ...where, trouble }));
}
