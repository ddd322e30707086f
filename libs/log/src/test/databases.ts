import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { migrate, openDatabase } from '../database.ts';
import { MemoryLog, memoryStore } from '../memory-log.ts';
import { pgliteOrm } from '../orm.ts';
import type { LogUnderTest } from '../portal-log.contract.ts';
import type { SqlConnection } from '../sql-connection.ts';
import { SqlLog } from '../sql-log.ts';

const root = join(import.meta.dirname, '../../../..');
const migrationsFolder = join(root, 'migrations/src');
const cache = join(root, 'node_modules/.cache/genkan');

/** Changes whenever a migration does, so that no test runs on yesterday's tables. */
async function schemaName(): Promise<string> {
  const files = (await readdir(migrationsFolder)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(migrationsFolder, file), 'utf8')));
  return createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 12);
}

/** A migrated embedded database as a file, made once: a fresh one from it takes a second instead of five. */
export async function pgliteSnapshot(): Promise<Blob> {
  const file = join(cache, `pglite-${await schemaName()}.tar.gz`);
  if (!existsSync(file)) {
    const pglite = await PGlite.create();
    const orm = await pgliteOrm(pglite);
    await orm.migrator.up();
    await orm.close();
    const dump = await pglite.dumpDataDir('gzip');
    await pglite.close();
    await mkdir(cache, { recursive: true });
    const draft = `${file}.${randomUUID()}`;
    await writeFile(draft, Buffer.from(await dump.arrayBuffer()));
    await rename(draft, file);
  }
  return new Blob([await readFile(file)], { type: 'application/x-gzip' });
}

/** A fresh in-memory PGlite, migrated. */
export const freshPglite = async () => openDatabase({ dataDir: 'memory', snapshot: await pgliteSnapshot() });

export const postgresUrl = process.env['TEST_DATABASE_URL'] ?? 'postgres://root@127.0.0.1:5432/postgres';

async function asAdmin<T>(use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: postgresUrl });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

/** Whether PostgreSQL answers. Its absence is a named skip on a person's machine and a failure with CI=true. */
export async function isPostgresThere(): Promise<boolean> {
  const there = await asAdmin(async () => true).catch(() => false);
  if (!there && process.env['CI'] === 'true') throw new Error(`PostgreSQL does not answer at ${postgresUrl}.`);
  return there;
}

const urlOf = (name: string): string => {
  const url = new URL(postgresUrl);
  url.pathname = `/${name}`;
  return url.href;
};

const templateLock = 7_203_002;

/** A migrated template database, made once for each version of the migrations. */
async function template(): Promise<string> {
  const name = `genkan_template_${await schemaName()}`;
  await asAdmin(async (client) => {
    await client.query('select pg_advisory_lock($1)', [templateLock]);
    const { rowCount } = await client.query('select from pg_database where datname = $1 and datistemplate', [name]);
    if (rowCount !== 0) return;
    await client.query(`drop database if exists ${name}`);
    await client.query(`create database ${name} template template0 encoding 'UTF8'`);
    await migrate(urlOf(name));
    await client.query(`alter database ${name} is_template true`);
  });
  return name;
}

/** A PostgreSQL database of its own, migrated; dropped by `drop`. */
export async function freshPostgresUrl(): Promise<{ url: string; drop: () => Promise<void> }> {
  const from = await template();
  const name = `genkan_test_${randomUUID().replaceAll('-', '')}`;
  await asAdmin(async (client) => {
    await client.query('select pg_advisory_lock($1)', [templateLock]);
    await client.query(`create database ${name} template ${from}`);
  });
  return {
    url: urlOf(name),
    drop: () => asAdmin(async (client) => void (await client.query(`drop database ${name} with (force)`))),
  };
}

export async function freshPostgres() {
  const { url, drop } = await freshPostgresUrl();
  const database = await openDatabase({ databaseUrl: url, allowWeakDurability: true, connections: 4 });
  const close = async () => {
    await database.close();
    await drop();
  };
  return { ...database, url, close };
}

const underTest = ({ connection, close }: { connection: SqlConnection; close: () => Promise<void> }): LogUnderTest => ({
  open: () => new SqlLog(connection),
  close,
});

type Fresh = { readonly name: string; readonly make: () => Promise<LogUnderTest> };
const memory = async (): Promise<LogUnderTest> => {
  const store = memoryStore();
  return { open: () => new MemoryLog(store), close: async () => {} };
};

/** Every kind of log, each over a database of its own: for suites that must hold on all of them. */
export async function freshDatabases(): Promise<readonly Fresh[]> {
  const postgres = { name: 'PostgreSQL', make: async () => underTest(await freshPostgres()) };
  return [
    { name: 'memory', make: memory },
    { name: 'PGlite', make: async () => underTest(await freshPglite()) },
    ...((await isPostgresThere()) ? [postgres] : []),
  ];
}
