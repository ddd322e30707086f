import type { Answer } from './contract.ts';
import type { Denial } from './denial.ts';
import type { Choice, Outcome, Pending, Refused } from './pending.ts';
import type { FieldConflict } from './wire.ts';

/** A refusal that a later try under the same key may mend; the client tries by itself until its time is up. */
const passing = new Set(['unavailable', 'behind', 'too-many', 'unauthenticated', 'internal']);
export const passes = (answer: Answer): boolean => answer.status === 'rejected' && passing.has(answer.code);

/** What an answer alone does not say: the record an edit was of, the rule behind a refusal, how to send it again. */
export type Known = {
  readonly place: { readonly module: string; readonly id: string };
  denial(): Denial;
  resolve(pick: (conflict: FieldConflict) => Choice): Pending;
};

/** The answer on the wire as an outcome. */
export function outcomeOf(answer: Answer, { place, denial, resolve }: Known): Outcome {
  if (answer.status === 'applied') return { status: 'applied', result: answer.result, replayed: answer.replayed };
  const { code, message, issues } = answer;
  if (code === 'conflict') {
    const fields = answer.conflicts.map((conflict) => ({ ...place, ...conflict }));
    return { status: 'conflict', message, fields, resolve };
  }
  if (code === 'forbidden') return { status: 'denied', code, message, why: denial() };
  return { status: 'rejected', code, message, issues };
}

/** The server's own refusal, or none in time; not what never left because its sender chose so. */
export const isRefusal = (outcome: Outcome): outcome is Extract<Outcome, Refused> =>
  outcome.status !== 'applied' &&
  !(outcome.status === 'rejected' && (outcome.code === 'cancelled' || outcome.code === 'offline'));
