import { z } from 'zod';
import { defineCommand } from '../../define-command.ts';
import { claimEvents } from '../../events/claims.ts';
import { recordEvents } from '../../events/records.ts';
import { apiName, recordId } from '../../names.ts';
import { ownerQuestions } from '../../record-owner.ts';
import { reason, requestMade } from '../../privacy/requests.ts';
import { restrictedBy } from '../../privacy/restrictions.ts';
import { requireCompliance, subjectEvents, subjectOf } from '../../privacy/subjects.ts';

/**
 * Stored, and nothing else: it leaves every portal user's view, and staff see it flagged (GDPR 18, S0-99). A request
 * stands for it, so that the person sees it, and hears before it is lifted.
 */
export const restrictRecord = defineCommand({
  name: 'restrict-record',
  area: 'privacy',
  summary: 'Stop the processing of a person’s record: it stays stored and is closed to every other command.',
  input: z.strictObject({ module: apiName, id: recordId, reason: reason.optional() }),
  permission: { kind: 'staff', right: 'manage-privacy' },
  onRestricted: true, // the second time changes nothing
  needs: (portal, { module, id }, known, acting) => [
    { ask: 'record', module, id },
    ...ownerQuestions(portal, known, acting),
  ],
  events: {
    ...claimEvents,
    ...subjectEvents,
    RecordCreated: recordEvents.RecordCreated,
    RecordRestricted: recordEvents.RecordRestricted,
  },

  decide(portal, known, { module, id, reason: why = null }, context) {
    requireCompliance(portal);
    const about = subjectOf(portal, known, context, { module, id });
    if (about.record.restricted) return { events: [] };
    const answered = { Status: 'Done', Outcome: 'Restricted', AnsweredAt: context.now, Details: why };
    const made = requestMade(portal, known, about, 'Stop', answered, context);
    return { events: [...made.events, ...restrictedBy(about.record, made.id)], result: { request: made.id } };
  },
});
