/**
 * What must come of a command. `applied` covers a command that changes nothing; `refused` means refused, by a code the
 * rules leave open; null: the rules do not decide it. Where several refusals apply, the first in the order not-found,
 * unknown-field, forbidden, invalid, conflict is named, the same for hidden and for never-existing.
 */
export type Expected =
  | 'applied'
  | 'refused'
  | 'not-found'
  | 'unknown-field'
  | 'unknown-record'
  | 'forbidden'
  | 'invalid'
  | 'conflict'
  | 'not-possible'
  | 'restricted'
  | 'wrong-base'
  | 'default-type'
  | 'type-in-use'
  | 'limit-reached';

/** Does an answer agree with what was expected? */
export const agrees = (expected: Expected | null, outcome: string): boolean =>
  expected === null || (expected === 'refused' ? outcome !== 'applied' : expected === outcome);
