import { z } from 'zod';
import type { DomainEvent } from '../../define-command.ts';
import type { Known, Question } from '../../known.ts';
import type { Portal } from '../../portal.ts';
import type { RecordState } from '../../records.ts';
import { defineCommand } from '../../define-command.ts';
import { deletedAt } from '../../deletion.ts';
import { claimEvents } from '../../events/claims.ts';
import { recordEvents } from '../../events/records.ts';
import { ifGathered } from '../../known.ts';
import { dataRequests, type outcomes } from '../../privacy/privacy-modules.ts';
import { reason, request, requestEdited, requestIn, requestQuestion } from '../../privacy/requests.ts';
import { restrictedBy } from '../../privacy/restrictions.ts';
import { subjectNamed, type Subject } from '../../privacy/subjects.ts';

type Outcome = (typeof outcomes)[number];
type Done = { readonly outcome: Outcome; readonly events: readonly DomainEvent[] };

function subjectIn(portal: Portal, known: Known, id: string): Subject | null {
  const row = ifGathered(() => known.record(dataRequests, id));
  return row ? subjectNamed(portal, row) : null;
}

const subjectQuestions = ({ module, id }: Subject): Question[] => [
  { ask: 'record', module, id },
  { ask: 'members-tied-to', record: id },
];

/**
 * Erasing withdraws the record from everybody: deleted, and restricted so that nobody restores it; while an active
 * member is tied to it, it is only restricted. Its values are still in the log: `ScrubDue` says so, and is what the
 * erasure of the log begins with (law 11).
 */
function erased(record: RecordState, request: string, known: Known, now: string): DomainEvent[] {
  const { module, id } = record;
  const tied = known.membersTiedTo(id).some((one) => one.status === 'active');
  const gone = record.deleted || tied ? [] : [{ type: 'RecordDeleted', module, id }, deletedAt(module, id, now)];
  return [...gone, ...restrictedBy(record, request)];
}

function done(row: RecordState, record: RecordState | null, known: Known, now: string): Done {
  switch (row.fields['Kind']) {
    case 'Stop':
      return { outcome: 'Restricted', events: record ? restrictedBy(record, row.id) : [] };
    case 'Erase':
      return { outcome: 'ScrubDue', events: record ? erased(record, row.id, known, now) : [] };
    case 'Rectify':
      return { outcome: 'Corrected', events: [] };
    default:
      return { outcome: 'Provided', events: [] };
  }
}

/** Stopping restricts the record, erasing withdraws it; what was provided or corrected the officer did before. */
export const completeDataRequest = defineCommand({
  name: 'complete-data-request',
  area: 'privacy',
  summary: 'Do what a request in progress asks for, and answer it.',
  input: z.strictObject({ request, notice: reason.optional().describe('What the person is told') }),
  permission: { kind: 'staff', right: 'manage-privacy' },
  onRestricted: true, // who had processing stopped may still have the data erased, corrected or handed out
  needs(portal, { request: id }, known) {
    const about = subjectIn(portal, known, id);
    return [requestQuestion(id), ...(about ? subjectQuestions(about) : [])];
  },
  events: {
    ...claimEvents,
    RecordEdited: recordEvents.RecordEdited,
    RecordDeleted: recordEvents.RecordDeleted,
    RecordRestricted: recordEvents.RecordRestricted,
  },

  decide(portal, known, { request: id, notice = null }, { now }) {
    const row = requestIn(portal, known, id, ['InProgress']);
    const about = subjectNamed(portal, row);
    const record = about && known.record(about.module, about.id);
    const { outcome, events } = done(row, record, known, now);
    const set = { Status: 'Done', Outcome: outcome, AnsweredAt: now, ...(notice === null ? {} : { Notice: notice }) };
    return { events: [...events, requestEdited(row, set)] };
  },
});
