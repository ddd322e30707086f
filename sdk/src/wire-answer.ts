import type { Row } from './held.ts';
import type { Issue } from './wire.ts';

/** A read that the server refused: what was asked is not to be had, and what to do about it. */
export type QueryRefused = Error & { readonly code: string };

type Problem = { readonly code: string; readonly message: string; readonly issues: Issue[] };

/** What the server says when it throws: `{problem}` in the place of the answer. Null: it is an answer. */
export function problemIn(answer: unknown): Problem | null {
  const { problem }: Record<string, unknown> = Object(answer);
  if (problem === undefined) return null;
  const { code, message, issues }: Record<string, unknown> = Object(problem);
  return { code: String(code), message: String(message), issues: Array.isArray(issues) ? issues : [] };
}

/** The record in the answer to a `record` query; null when it does not exist for this member. */
export function rowIn(answer: unknown): Row | null {
  const problem = problemIn(answer);
  if (problem?.code === 'not-found') return null;
  if (problem) throw Object.assign(new Error(problem.message), { code: problem.code }) satisfies QueryRefused;
  const { id, fields }: Record<string, unknown> = Object(answer);
  return typeof id === 'string' ? { ...Object(fields), id } : null;
}
