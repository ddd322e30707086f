import { errorCode } from './error-code.ts';

/** A statement of the log. Every column it answers is text or JSON, so that all databases say the same (see `sql-rows.ts`). */
export type Statement = {
  /** Prepared once per connection under this name; null: the text differs from call to call. */
  readonly name: string | null;
  readonly text: string;
  readonly values: readonly (string | number | null | readonly string[])[];
  /** Whose rows the statement may meet, behind the second wall (SEC-40); null: none, only what functions let through. */
  readonly portal: string | null;
};

/** The narrow door to a database: one statement, one snapshot, one transaction. Columns come as text. */
export interface SqlConnection {
  query(statement: Statement): Promise<readonly (readonly (string | null)[])[]>;
  close(): Promise<void>;
}

/** The constraint a statement would have broken; nothing of it was written. Null: the error is another one. */
export function brokenConstraint(error: unknown): string | null {
  if (errorCode(error) !== '23505' || typeof error !== 'object' || error === null) return null;
  return 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : null;
}
