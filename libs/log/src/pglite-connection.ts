import type { PGlite } from '@electric-sql/pglite';
import type { SqlConnection, Statement } from './sql-connection.ts';

const json = 114;
const int8 = 20;
const asItIs = (text: string): string => text;

/** The embedded database: one connection in this process, its owner's role, hence without the second wall. */
export class PgliteConnection implements SqlConnection {
  readonly #pglite: PGlite;

  constructor(pglite: PGlite) {
    this.#pglite = pglite;
  }

  async query({ text, values }: Statement) {
    const { rows } = await this.#pglite.query<(string | null)[]>(text, [...values], {
      rowMode: 'array',
      parsers: { [json]: asItIs, [int8]: asItIs },
    });
    return rows;
  }

  async close(): Promise<void> {}
}
