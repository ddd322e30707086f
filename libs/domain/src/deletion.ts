import type { DomainEvent } from './define-command.ts';
import { claimMoved } from './events/claims.ts';
import { isPast } from './kept-days.ts';
import type { Known, Question } from './known.ts';

/** When a record was deleted stands as a claim: a scope is data, so that no row of its own is needed. */
const scope = (module: string): string => `deleted:${module}`;

export const deletionQuestion = (module: string, id: string): Question => ({
  ask: 'claim',
  scope: scope(module),
  value: id,
});
export const deletedAt = (module: string, id: string, now: string): DomainEvent => claimMoved(scope(module), id, now);
export const notDeleted = (module: string, id: string): DomainEvent => claimMoved(scope(module), id, null);

/** Restorable for thirty days (DECISIONS, delete). */
export function isRestorable(known: Known, module: string, id: string, now: string): boolean {
  const then = known.holder(scope(module), id);
  return then === null || !isPast(then, now);
}
