import type { Row } from './store.ts';

/** A read that the server refused: what was asked is not to be had, and what to do about it. */
export class QueryRefused extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** The record in the answer to a `record` query; null when it does not exist for this member. */
export function rowIn(answer: unknown): Row | null {
  const { id, fields, problem }: Record<string, unknown> = Object(answer);
  const { code, message }: Record<string, unknown> = Object(problem);
  if (code === 'not-found') return null;
  if (problem !== undefined) throw new QueryRefused(String(code), String(message));
  return typeof id === 'string' ? { ...Object(fields), id } : null;
}
