import type { SqlConnection, Statement } from './sql-connection.ts';

/** Answers of a statement whose rows are (part, JSON): the only place where values of the database are parsed. */
export async function answers(connection: SqlConnection, statement: Statement) {
  const rows = await connection.query(statement);
  return {
    of: <T>(part: string): readonly T[] =>
      rows.filter(([name]) => name === part).map(([, body]): T => JSON.parse(body ?? 'null')),
  };
}

/** The one JSON value a statement answers. */
export async function answer<T>(connection: SqlConnection, statement: Statement): Promise<T> {
  const [row] = await connection.query(statement);
  return JSON.parse(row?.[0] ?? 'null');
}
