import type { Answer } from './contract.ts';
import type { Choice, Outcome, Pending } from './pending.ts';
import type { FieldConflict } from './wire.ts';

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
