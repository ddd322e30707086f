import type { PoolConfig } from 'pg';
import pg from 'pg';
import type { SqlConnection, Statement } from './sql-connection.ts';
import { WalledQuery } from './walled-query.ts';

export type PgOptions = {
  readonly databaseUrl: string;
  /** The role statements run as; null: the user of the URL (the wall is without effect for the tables' owner). */
  readonly role: string | null;
  readonly connections?: number;
  /** Told of connections that break while idle; the pool opens others. */
  readonly trouble?: (error: unknown) => void;
};

/**
 * No read of the log is a walk through a table, so that one plan fits all values of a statement: planning a turn anew
 * each time cost a quarter of it. Nobody waits for a lock longer than a door for its answer; and the sessions of a node
 * whose machine is gone end within half a minute, with whatever they had locked.
 */
const session = [
  'enable_seqscan=off',
  'jit=off',
  'plan_cache_mode=force_generic_plan',
  'lock_timeout=5000',
  'idle_in_transaction_session_timeout=10000',
  'tcp_keepalives_idle=10',
  'tcp_keepalives_interval=5',
  'tcp_keepalives_count=3',
];

/** PostgreSQL through a pool of its own, as the application's role, each statement behind the wall. */
export class PgConnection implements SqlConnection {
  readonly #pool: pg.Pool;

  constructor({ databaseUrl, role, connections = 8, trouble }: PgOptions) {
    const options = [...session, ...(role === null ? [] : [`role=${role}`])].map((one) => `-c ${one}`).join(' ');
    const config: PoolConfig = {
      connectionString: databaseUrl,
      max: connections,
      options,
      application_name: 'genkan log',
    };
    this.#pool = new pg.Pool(config);
    this.#pool.on('error', (error) => trouble?.(error));
    // A client that is at work has no listener of the pool's: without one its end would end the process (FT4).
    this.#pool.on('connect', (client) => void client.on('error', (error) => trouble?.(error)));
  }

  async query(statement: Statement) {
    const client = await this.#pool.connect();
    let query: WalledQuery | null = null;
    try {
      const rows = await new Promise<readonly (readonly (string | null)[])[]>((resolve, reject) => {
        query = client.query(new WalledQuery(statement, { resolve, reject }));
      });
      client.release();
      return rows;
    } catch (error) {
      client.release(isUnsure(query));
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#pool.end();
  }
}

const isUnsure = (query: WalledQuery | null): boolean => query === null || query.unsure;
