import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { freshPostgresUrl, isPostgresThere, postgresUrl } from '../../../libs/log/src/test/databases.ts';

function urlOf(database: string): string {
  const url = new URL(postgresUrl);
  url.pathname = `/${database}`;
  return url.toString();
}

/** A connection to the tests' PostgreSQL: to one of its databases, or to the server's own. */
export async function connected(database?: string): Promise<Client> {
  const client = new Client({ connectionString: database === undefined ? postgresUrl : urlOf(database) });
  await client.connect();
  return client;
}

export async function onServer<T>(work: (client: Client) => Promise<T>, database?: string): Promise<T> {
  const client = await connected(database);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Whether the tests' PostgreSQL answers; with CI=true its absence is a failure. */
export const postgresThere = isPostgresThere;

export const server = new URL(postgresUrl);

/** Where data lie, as the environment says it, and how they go again. */
export type Place = {
  readonly env: Record<string, string>;
  /** The database's name, or the folder's path. */
  readonly name: string;
  readonly clear: () => Promise<void>;
};

export async function databaseOfOwn(): Promise<Place> {
  const { url, drop } = await freshPostgresUrl();
  return { env: { DATABASE_URL: url }, name: new URL(url).pathname.slice(1), clear: drop };
}

export async function folderOfOwn(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'genkan-'));
  return { env: { DATA_DIR: folder }, name: folder, clear: () => rm(folder, { recursive: true, force: true }) };
}
