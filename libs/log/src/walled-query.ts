import type { Connection, Submittable } from 'pg';
import type { Statement } from './sql-connection.ts';

type Rows = readonly (readonly (string | null)[])[];
type Handed = { readonly resolve: (rows: Rows) => void; readonly reject: (error: unknown) => void };

/** Statements that a connection holds prepared. */
const prepared = new WeakMap<Connection, Set<string>>();
const wall = { name: 'wall', text: `select set_config('genkan.portal', $1, true)` };

/**
 * One statement behind the wall in one round trip: the portal is set and the statement run before the only Sync, so that
 * PostgreSQL takes both as one transaction and forgets the portal at its end. Speaks the extended protocol through `pg`.
 */
export class WalledQuery implements Submittable {
  readonly #statement: Statement;
  readonly #handed: Handed;
  readonly #rows: (readonly (string | null)[])[] = [];
  /** The answer to the wall comes first and is passed over. */
  #behindWall = false;
  #fresh: string[] = [];
  #held = new Set<string>();

  constructor(statement: Statement, handed: Handed) {
    this.#statement = statement;
    this.#handed = handed;
  }

  /** True while the connection may hold a prepared statement that is not on its list: it is not used again then. */
  get unsure(): boolean {
    return this.#fresh.length > 0;
  }

  submit(connection: Connection): void {
    this.#held = prepared.get(connection) ?? new Set();
    prepared.set(connection, this.#held);
    const { name, text, values, portal } = this.#statement;
    connection.stream.cork();
    this.#send(connection, wall.name, wall.text, [portal ?? '']);
    this.#send(connection, name ?? '', text, values);
    connection.sync();
    connection.stream.uncork();
  }

  #send(connection: Connection, name: string, text: string, values: Statement['values']): void {
    if (name === '' || !this.#held.has(name)) {
      connection.parse({ name, text, types: [] }, true);
      if (name !== '') this.#fresh.push(name);
    }
    connection.bind({ portal: '', statement: name, values: values.map(asText) }, true);
    connection.execute({ portal: '', rows: '0' }, true);
  }

  handleRowDescription(): void {}
  handleDataRow(message: { fields: (string | null)[] }): void {
    if (this.#behindWall) this.#rows.push(message.fields);
  }
  handleCommandComplete(): void {
    this.#behindWall = true;
  }
  handleReadyForQuery(): void {
    for (const name of this.#fresh) this.#held.add(name);
    this.#fresh = [];
    this.#handed.resolve(this.#rows);
  }
  handleError(error: unknown): void {
    this.#handed.reject(error);
  }
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
}

export const asText = (value: Statement['values'][number]): string | null =>
  value === null ? null : typeof value === 'object' ? textArray(value) : String(value);

/** A text[] as PostgreSQL reads it. */
export const textArray = (items: readonly string[]): string =>
  `{${items.map((item) => `"${item.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join()}}`;
