import { z } from 'zod';
import { Rejected, rejections, type FieldConflict, type Issue, type RejectionCode } from '@genkan/domain/rejected';

/** What a refused request answers, over HTTP and on the socket: a code, a sentence, and an id to quote (SEC-29). */
export type Problem = {
  readonly code: RejectionCode;
  readonly message: string;
  readonly issues: readonly Issue[];
  readonly conflicts?: readonly FieldConflict[];
  readonly id: string;
};

export const statusOf = (code: RejectionCode): number => rejections[code].status;

const byStatus: Readonly<Record<number, RejectionCode>> = {
  400: 'invalid',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  405: 'not-found',
  413: 'too-large',
  415: 'invalid',
  429: 'too-many',
};

const statusIn = (thrown: unknown): number | undefined => {
  if (typeof thrown !== 'object' || thrown === null) return undefined;
  if ('getStatus' in thrown && typeof thrown.getStatus === 'function') return Number(thrown.getStatus());
  return 'status' in thrown && typeof thrown.status === 'number' ? thrown.status : undefined;
};

const issuesOf = (error: z.core.$ZodError): Issue[] =>
  error.issues.slice(0, 20).map(({ path, message }) => ({ path: path.join('.'), message }));

/** Everything thrown becomes one of the closed table's codes; what is not foreseen is `internal` and says nothing. */
export function problemOf(thrown: unknown, id: string): Problem {
  if (thrown instanceof Rejected) {
    const { code, message, issues, conflicts } = thrown;
    return { code, message, issues, ...(conflicts.length > 0 ? { conflicts } : {}), id };
  }
  if (thrown instanceof z.core.$ZodError) {
    return { code: 'invalid', message: rejections.invalid.message, issues: issuesOf(thrown), id };
  }
  const code = byStatus[statusIn(thrown) ?? 500] ?? 'internal';
  return { code, message: rejections[code].message, issues: [], id };
}
