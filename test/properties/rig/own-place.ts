import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';

const server = process.env['GENKAN_TEST_DATABASE_URL'] ?? 'postgres://root@127.0.0.1:5432/postgres';

export async function onServer<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Whether the tests' PostgreSQL answers. */
export const postgresThere = (): Promise<boolean> =>
  onServer(async (client) => (await client.query('select 1')).rowCount === 1).catch(() => false);

/** Where data lie, as the environment says it, and how they go again. */
export type Place = {
  readonly env: Record<string, string>;
  readonly name: string;
  readonly clear: () => Promise<void>;
};

export async function databaseOfOwn(): Promise<Place> {
  const name = `genkan_faults_${randomBytes(6).toString('hex')}`;
  await onServer((client) => client.query(`create database ${name}`));
  const url = new URL(server);
  url.pathname = `/${name}`;
  const clear = async (): Promise<void> => {
    await onServer((client) => client.query(`drop database if exists ${name} with (force)`));
  };
  return { env: { DATABASE_URL: url.toString(), MIGRATE: 'on-start' }, name, clear };
}

export async function folderOfOwn(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'genkan-'));
  return { env: { DATA_DIR: folder }, name: '', clear: () => rm(folder, { recursive: true, force: true }) };
}
