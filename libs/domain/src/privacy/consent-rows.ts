import type { Context, DomainEvent } from '../define-command.ts';
import type { Value } from '../fields.ts';
import type { Known, Question } from '../known.ts';
import type { Portal } from '../portal.ts';
import type { RecordState } from '../records.ts';
import { claimMoved } from '../events/claims.ts';
import { recordCreated, recordEdited } from '../events/records.ts';
import { ifGathered } from '../known.ts';
import { newRecord } from '../new-record.ts';
import { ownerFor } from '../record-owner.ts';
import { consents } from './privacy-modules.ts';
import { subjectModuleAdded, type Subject } from './subjects.ts';

/** Of each person and purpose there is one row; which one is a claim. */
const scope = ({ module, id }: Subject): string => `basis:${module}:${id}`;

export function consentQuestions(about: Subject | null, purpose: string, known: Known): Question[] {
  if (about === null) return [];
  const held = ifGathered(() => known.holder(scope(about), purpose));
  const row: Question[] = held ? [{ ask: 'record', module: consents, id: held }] : [];
  return [{ ask: 'claim', scope: scope(about), value: purpose }, ...row];
}

export function consentRow(about: Subject, purpose: string, known: Known): RecordState | null {
  const held = known.holder(scope(about), purpose);
  return held === null ? null : known.record(consents, held);
}

/** The lead's row is the contact's from now on: the same person, whose consent stays his to withdraw (G-30). */
export const consentFollows = (row: RecordState, contact: string): DomainEvent[] =>
  row.module === consents && typeof row.fields['Purpose'] === 'string'
    ? [claimMoved(scope({ module: 'Contacts', id: contact }), row.fields['Purpose'], row.id)]
    : [];

/** The row says what it says now; whoever added the person meets it too (S0-97). */
export function consentSet(
  portal: Portal,
  known: Known,
  record: RecordState,
  purpose: string,
  set: Readonly<Record<string, Value>>,
  context: Context,
): DomainEvent[] {
  const there = consentRow(record, purpose, known);
  if (there) {
    const moved = Object.entries(set).some(([name, value]) => (there.fields[name] ?? null) !== value);
    return moved ? [recordEdited(there, set)] : [];
  }
  const fields = { [record.module]: record.id, Purpose: purpose, ...set };
  const made = newRecord(context, ownerFor(portal, known, context.member), consents, 'Standard', fields);
  const adders = record.keys.filter((key) => key.startsWith('+'));
  const row = { ...made, keys: [...new Set([...made.keys, ...adders])].sort() };
  return [...subjectModuleAdded(portal, record.module), recordCreated(row), claimMoved(scope(record), purpose, row.id)];
}

/** Whether a purpose may be processed: every basis but consent stands by itself; consent must be live (GDPR 6, 7). */
export const isAllowed = (row: RecordState | null): boolean => row?.fields['Allowed'] === true;
