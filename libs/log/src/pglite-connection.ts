import { messages as wire, protocol, type PGlite } from '@electric-sql/pglite';
import type { SqlConnection, Statement } from './sql-connection.ts';
import { asText } from './walled-query.ts';

const { serialize } = protocol;

/**
 * The embedded database: one connection in this process, its owner's role, hence without the second wall. A statement
 * is one message of the wire protocol, prepared once under its name: PGlite's own `query` takes five, each time.
 */
export class PgliteConnection implements SqlConnection {
  readonly #pglite: PGlite;
  readonly #prepared = new Set<string>();

  constructor(pglite: PGlite) {
    this.#pglite = pglite;
  }

  /** Waits for whoever holds a transaction open, as `pglite.query` does: `execProtocol` by itself would join it. */
  query(statement: Statement): Promise<readonly (readonly (string | null)[])[]> {
    return this.#pglite._runExclusiveTransaction(() => this.#pglite.runExclusive(() => this.#send(statement)));
  }

  async #send({ name, text, values }: Statement) {
    const statement = name ?? '';
    const { messages } = await this.#pglite.execProtocol(
      Buffer.concat([
        ...(name !== null && this.#prepared.has(name) ? [] : this.#preparing(statement, text)),
        serialize.bind({ statement, values: values.map(asText) }),
        serialize.execute(),
        serialize.sync(),
      ]),
    );
    if (name !== null) this.#prepared.add(name);
    return messages.flatMap((message) => (message instanceof wire.DataRowMessage ? [message.fields] : []));
  }

  /** A statement that failed when it was first run may be prepared already: closing it is no error if it is not. */
  #preparing(name: string, text: string): readonly Uint8Array[] {
    return [serialize.close({ type: 'S', name }), serialize.parse({ name, text, types: [] })];
  }

  async close(): Promise<void> {}
}
