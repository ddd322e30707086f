import { join } from 'node:path';
import { MemoryCredentialStore } from '@genkan/identity/memory-credential-store';
import { SqlCredentialStore } from '@genkan/identity/sql-credential-store';
import { migrate, openDatabase, type Database } from '@genkan/log/database';
import { HintsInProcess } from '@genkan/log/hints-in-process';
import { HintsNotify } from '@genkan/log/hints-notify';
import { HintsRedis } from '@genkan/log/hints-redis';
import { jsonSql } from '@genkan/log/json-sql';
import { MemoryLog } from '@genkan/log/memory-log';
import { verifyChain } from '@genkan/log/verify-chain';
import { SqlLog } from '@genkan/log/sql-log';
import type { Hints } from '@genkan/log/portal-log';
import type { Words } from '@genkan/log/words';
import { AttemptsEverywhere, AttemptsHere } from './admission/attempts.ts';
import type { Config } from './configuration/config.ts';
import { MemoryDeliveryStore } from './deliveries/memory-delivery-store.ts';
import { SqlDeliveryStore } from './deliveries/sql-delivery-store.ts';
import type { Ground } from './house.ts';
import { jobsInProcess } from './jobs/jobs.ts';
import { jobsKept, type JobsDatabase } from './jobs/jobs-kept.ts';
import { MemoryImportStore } from './imports/memory-import-store.ts';
import { SqlImportStore } from './imports/sql-import-store.ts';
import type { Trace } from './operating/trace.ts';
import { sparingly } from './operating/sparingly.ts';

/** A ground that is gone with the process: the plain log, for tests that need no database. */
export const memoryGround = (hints = new HintsInProcess()): Ground => ({
  log: new MemoryLog(),
  hints,
  words: hints,
  credentials: new MemoryCredentialStore(),
  imports: new MemoryImportStore(),
  deliveries: new MemoryDeliveryStore(),
  attempts: new AttemptsHere(),
  openJobs: jobsInProcess,
  promise: 'survives nothing: it is kept in memory',
  isEmpty: async () => false,
  checkTables: () => Promise.resolve(),
  verify: () => Promise.reject(new Error('The log in memory keeps no chain.')),
  alone: true,
  close: () => Promise.resolve(),
});

/** Everything that lasts, on one open database. */
export function groundOn(database: Database, hints: Hints & Words, jobs: JobsDatabase): Ground {
  const sql = jsonSql(database.connection);
  return {
    log: new SqlLog(database.connection),
    hints,
    words: hints,
    credentials: new SqlCredentialStore(sql),
    imports: new SqlImportStore(sql),
    deliveries: new SqlDeliveryStore(sql),
    attempts: database.kind === 'embedded' ? new AttemptsHere() : new AttemptsEverywhere(sql),
    openJobs: jobsKept(jobs),
    promise: database.promise,
    alone: database.kind === 'embedded',
    /** Asked on the embedded database only: elsewhere the wall hides what other portals there are. */
    isEmpty: async () =>
      database.kind === 'embedded' && (await sql('select to_json(1)::text from portal_head limit 1', [])).length === 0,
    checkTables: database.checkTables,
    verify: (portal) => verifyChain(database.connection, portal),
    close: database.close,
  };
}

/** The embedded database, alone with this process. */
export function embeddedGround(database: Database): Ground {
  if (database.pglite === null) throw new Error('This is not the embedded database.');
  return groundOn(database, new HintsInProcess(), { pglite: database.pglite });
}

type Trouble = (error: unknown) => void;

/** Any number of nodes: they wake each other through Redis if there is one, else through PostgreSQL itself. */
async function postgresGround(
  databaseUrl: string,
  { MIGRATE, REDIS_URL, ALLOW_WEAK_DURABILITY }: Config,
  trouble: Trouble,
): Promise<Ground> {
  if (MIGRATE === 'on-start') await migrate(databaseUrl);
  const database = await openDatabase({
    databaseUrl,
    trouble,
    allowWeakDurability: ALLOW_WEAK_DURABILITY,
  });
  const hints =
    REDIS_URL === undefined
      ? new HintsNotify({ databaseUrl, trouble })
      : new HintsRedis({ redisUrl: REDIS_URL, trouble });
  return groundOn(database, hints, { databaseUrl });
}

/** The configured database, migrated: PostgreSQL by URL, else the embedded one in its folder. */
export async function openGround(config: Config, trace: Trace): Promise<Ground> {
  const { DATABASE_URL, DATA_DIR } = config;
  const trouble: Trouble = sparingly((error, count) => trace.error('connection-broke', { error, count }));
  if (DATABASE_URL !== undefined) return postgresGround(DATABASE_URL, config, trouble);
  const dataDir = DATA_DIR === 'memory' ? DATA_DIR : join(DATA_DIR, 'database');
  return embeddedGround(await openDatabase({ dataDir, trouble }));
}
