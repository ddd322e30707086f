import type { Answer } from './contract.ts';
import type { Pending } from './pending.ts';
import type { FieldConflict, Issue } from './wire.ts';

/** How a command ended: a value, never a surprise throw. */
export type Outcome<R = Readonly<Record<string, unknown>>> =
  /** `replayed`: the server had done it before, under the same key. */
  | { readonly status: 'applied'; readonly result: R; readonly replayed: boolean }
  | {
      readonly status: 'rejected';
      readonly code: string;
      readonly message: string;
      readonly issues: readonly Issue[];
    }
  /** This member lacks the right. What he may not even see is `rejected` as not found or unknown. */
  | { readonly status: 'denied'; readonly code: string; readonly message: string }
  /** Nothing was written. `resolve` sends the edit again, field by field mine, theirs, or something else. */
  | {
      readonly status: 'conflict';
      readonly message: string;
      readonly fields: readonly FieldConflict[];
      resolve(pick: (conflict: FieldConflict) => Choice): Pending<R>;
    }
  /** No answer in time: it may have happened. `retry` asks under the same key, so it happens at most once. */
  | { readonly status: 'unknown'; readonly reason: 'timeout' | 'closed'; retry(): Pending<R> };

export type Choice = 'mine' | 'theirs' | { readonly set: unknown };

/** A refusal that a later try under the same key may mend; the client tries by itself until its time is up. */
const passing = new Set(['unavailable', 'behind', 'too-many', 'unauthenticated', 'internal']);
export const passes = (answer: Answer): boolean => answer.status === 'rejected' && passing.has(answer.code);

/** The answer on the wire as an outcome. */
export function outcomeOf(answer: Answer, resolve: (pick: (conflict: FieldConflict) => Choice) => Pending): Outcome {
  if (answer.status === 'applied') return { status: 'applied', result: answer.result, replayed: answer.replayed };
  const { code, message, issues, conflicts } = answer;
  if (code === 'conflict') return { status: 'conflict', message, fields: conflicts, resolve };
  if (code === 'forbidden') return { status: 'denied', code, message };
  return { status: 'rejected', code, message, issues };
}
