import { PGlite } from '@electric-sql/pglite';
import { createPostgreSqlTypeParsers } from '@mikro-orm/sql';
import pg from 'pg';
import { durabilityQuery, weakSettings, WeakDurability } from './durability.ts';
import { lockFolder } from './folder-lock.ts';
import type { Orm } from './orm.ts';
import { pgliteOrm, postgresOrm } from './orm.ts';
import { PgConnection } from './pg-connection.ts';
import { PgliteConnection } from './pglite-connection.ts';
import { checkSchema } from './schema-state.ts';
import type { SqlConnection } from './sql-connection.ts';

export type DatabaseConfig = {
  /** PostgreSQL; without it the embedded database is used. */
  readonly databaseUrl?: string;
  /** The folder of the embedded database, or `memory`. */
  readonly dataDir?: string;
  /** Serve although PostgreSQL may lose acknowledged changes (P1). */
  readonly allowWeakDurability?: boolean;
  readonly connections?: number;
  readonly trouble?: (error: unknown) => void;
  /** A dumped embedded database to begin with instead of an empty one (tests). */
  readonly snapshot?: Blob;
};

export type Database = {
  readonly kind: 'postgresql' | 'embedded';
  /** What the log runs on. */
  readonly connection: SqlConnection;
  /** For admin reads. Fork it; nothing of a turn goes through it. */
  readonly orm: Orm;
  /** The embedded database itself, for the job library, which speaks to it or to a database URL. */
  readonly pglite: PGlite | null;
  /** Whether row-level security stands behind the application's own filter (SEC-40). */
  readonly walled: boolean;
  /** One sentence for the start-up line: what an acknowledged change survives. */
  readonly promise: string;
  /** Throws `WrongSchema` when another version migrated the tables meanwhile. */
  readonly checkTables: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Opens a migrated database, or refuses: a weak or unknown one is not served. The embedded one migrates itself. */
export const openDatabase = (config: DatabaseConfig): Promise<Database> =>
  config.databaseUrl === undefined ? openEmbedded(config) : openPostgres(config, config.databaseUrl);

async function openPostgres(config: DatabaseConfig, databaseUrl: string): Promise<Database> {
  const { weak, executed, hasRole } = await facts(databaseUrl);
  if (weak.length > 0 && config.allowWeakDurability !== true) throw new WeakDurability(weak);
  checkSchema(executed);
  const { connections, trouble } = config;
  const connection = new PgConnection({
    databaseUrl,
    role: hasRole ? 'genkan_app' : null,
    ...(connections === undefined ? {} : { connections }),
    ...(trouble === undefined ? {} : { trouble }),
  });
  const orm = await postgresOrm(databaseUrl);
  const close = async () => {
    await connection.close();
    await orm.close();
  };
  const promise =
    weak.length > 0 ? `survives a crash of this process (${weak.join()} off)` : 'survives a crash and a power cut';
  const checkTables = async () => checkSchema((await facts(databaseUrl)).executed);
  return { kind: 'postgresql', connection, orm, pglite: null, walled: hasRole, promise, checkTables, close };
}

async function facts(databaseUrl: string) {
  return withClient(databaseUrl, async (client) => {
    const settings = await client.query<{ name: string; setting: string }>(durabilityQuery);
    const role = await client.query<{ member: boolean }>(
      `select pg_has_role(oid, 'member') as member from pg_roles where rolname = 'genkan_app'`,
    );
    const exists = await client.query<{ found: string | null }>(
      `select to_regclass('mikro_orm_migrations')::text as found`,
    );
    const done = exists.rows[0]?.found
      ? await client.query<{ name: string }>('select name from mikro_orm_migrations')
      : { rows: [] };
    return {
      weak: weakSettings(settings.rows),
      hasRole: role.rows[0]?.member === true,
      executed: done.rows.map(({ name }) => name),
    };
  });
}

async function withClient<T>(databaseUrl: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

/** One migrator at a time, whoever starts first; the others find nothing left to do. */
const migrationLock = 7_203_001;

/** Brings PostgreSQL's tables up to date; only ever forward. Answers the names of the migrations that ran. */
export async function migrate(databaseUrl: string): Promise<readonly string[]> {
  return withClient(databaseUrl, async (client) => {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    const orm = await postgresOrm(databaseUrl);
    try {
      return (await orm.migrator.up()).map(({ name }) => name);
    } finally {
      await orm.close();
    }
  });
}

async function openEmbedded({ dataDir = 'memory', snapshot }: DatabaseConfig): Promise<Database> {
  const isMemory = dataDir === 'memory';
  const lock = isMemory ? null : await lockFolder(dataDir);
  try {
    const pglite = await PGlite.create({
      ...(isMemory ? {} : { dataDir }),
      ...(snapshot === undefined ? {} : { loadDataDir: snapshot }),
      parsers: createPostgreSqlTypeParsers((text) => text.slice(1, -1).split(',')),
    });
    const orm = await pgliteOrm(pglite);
    await orm.migrator.up();
    const checkTables = async () => {
      const { rows } = await pglite.query<{ name: string }>('select name from mikro_orm_migrations');
      checkSchema(rows.map(({ name }) => name));
    };
    await checkTables();
    const close = async () => {
      await orm.close();
      await pglite.close();
      await lock?.release();
    };
    const promise = isMemory
      ? 'survives nothing: it is kept in memory'
      : 'survives a crash of this process, not a power cut';
    const connection = new PgliteConnection(pglite);
    return { kind: 'embedded', connection, orm, pglite, walled: false, promise, checkTables, close };
  } catch (error) {
    await lock?.release();
    throw error;
  }
}
