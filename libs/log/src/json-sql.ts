import type { SqlConnection } from './sql-connection.ts';

/** One statement with `$1`, `$2` ... placeholders that answers one column of JSON text, the same from every database. */
export type JsonSql = (text: string, values: readonly (string | number | null)[]) => Promise<readonly string[]>;

/** For tables beside the log that stand outside the wall: secrets, uploads. */
export const jsonSql =
  (connection: SqlConnection): JsonSql =>
  async (text, values) => {
    const rows = await connection.query({ name: null, text, values, portal: null });
    return rows.map(([column]) => column ?? 'null');
  };
