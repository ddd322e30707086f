import { z } from 'zod';
import type { Context, DomainEvent } from '../define-command.ts';
import type { Value } from '../fields.ts';
import type { Known, Question } from '../known.ts';
import type { Portal } from '../portal.ts';
import type { RecordState } from '../records.ts';
import { recordCreated, recordEdited } from '../events/records.ts';
import { newRecord } from '../new-record.ts';
import { ownerFor } from '../record-owner.ts';
import { plainText, recordId } from '../names.ts';
import { Rejected } from '../rejected.ts';
import { dueAfter } from './due-dates.ts';
import { dataRequests, type requestKinds, type requestStates } from './privacy-modules.ts';
import { requireCompliance, subjectModuleAdded, type About } from './subjects.ts';

export type State = (typeof requestStates)[number];
type Kind = (typeof requestKinds)[number];
type Values = Readonly<Record<string, Value>>;

export const request = recordId.describe('The request, a record of DataRequests');
export const reason = plainText.pipe(z.string().trim().min(1).max(4000));
export const requestQuestion = (id: string): Question => ({ ask: 'record', module: dataRequests, id });

export const open: readonly State[] = ['Received', 'IdentityPending', 'Verified', 'InProgress'];

/** The request, if it stands in one of these states; the way between them is GDPR 12(6)'s. */
export function requestIn(portal: Portal, known: Known, id: string, states: readonly State[]): RecordState {
  requireCompliance(portal);
  const row = known.record(dataRequests, id);
  if (row === null) throw new Rejected('not-found');
  if (!states.some((state) => state === row.fields['Status'])) {
    throw new Rejected('not-possible', `This can be done while the request is ${states.join(' or ')}.`);
  }
  return row;
}

/** A request as it begins: due one month after receipt (GDPR 12(3)). Its module has the lookup from then on. */
export function requestMade(
  portal: Portal,
  known: Known,
  { record, by }: About,
  kind: Kind,
  more: Values,
  context: Context,
): { events: DomainEvent[]; id: string } {
  const due = dueAfter(context.now, 1, portal.profile.zone, portal.privacy.calendar);
  const row = newRecord(context, ownerFor(portal, known, context.member), dataRequests, 'Standard', {
    ...{ [record.module]: record.id, Kind: kind, Status: 'Received', FiledBy: by, ReceivedAt: context.now },
    ...{ DueOn: due.on, DueUntil: due.until, Extended: false, Overdue: false },
    ...more,
  });
  return { events: [...subjectModuleAdded(portal, record.module), recordCreated(row)], id: row.id };
}

export const requestEdited = (row: RecordState, set: Values): DomainEvent => recordEdited(row, set);
