import type { Question } from '../known.ts';
import type { DomainEvent } from '../define-command.ts';
import type { RecordState } from '../records.ts';
import { claimMoved } from '../events/claims.ts';
import { recordRestricted } from '../events/records.ts';

/** Which request a restriction stands on is a claim, like when a record was deleted. */
const scope = (module: string): string => `restriction:${module}`;

export const caseQuestion = (module: string, id: string): Question => ({
  ask: 'claim',
  scope: scope(module),
  value: id,
});
export const caseScope = scope;

export const restrictedBy = ({ module, id }: RecordState, request: string): DomainEvent[] => [
  recordRestricted(module, id, true),
  claimMoved(scope(module), id, request),
];
export const restrictionLifted = ({ module, id }: RecordState): DomainEvent[] => [
  recordRestricted(module, id, false),
  claimMoved(scope(module), id, null),
];
