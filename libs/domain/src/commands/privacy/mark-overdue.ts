import { z } from 'zod';
import { defineCommand } from '../../define-command.ts';
import { recordEvents } from '../../events/records.ts';
import { open, request, requestEdited, requestIn, requestQuestion } from '../../privacy/requests.ts';
import { Rejected } from '../../rejected.ts';

/** Said by the job that looks after due dates: the officer and the person see it as it happens. */
export const markOverdue = defineCommand({
  name: 'mark-overdue',
  area: 'privacy',
  summary: 'Mark a request that was not answered in time.',
  input: z.strictObject({ request }),
  permission: { kind: 'operator', right: 'maintain' },
  needs: (_portal, { request: id }) => [requestQuestion(id)],
  events: { RecordEdited: recordEvents.RecordEdited },

  decide(portal, known, { request: id }, { now }) {
    const row = requestIn(portal, known, id, open);
    if (now < String(row.fields['DueUntil'])) throw new Rejected('not-possible', 'It is not due yet.');
    return { events: row.fields['Overdue'] === true ? [] : [requestEdited(row, { Overdue: true })] };
  },
});
