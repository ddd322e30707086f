import { z } from 'zod';
import { defineCommand } from '../../define-command.ts';
import { recordEvents } from '../../events/records.ts';
import { request, requestEdited, requestIn, requestQuestion } from '../../privacy/requests.ts';

/** From verified to in progress; nothing else leads there. */
export const startDataRequest = defineCommand({
  name: 'start-data-request',
  area: 'privacy',
  summary: 'Begin to work on a verified request.',
  input: z.strictObject({ request }),
  permission: { kind: 'staff', right: 'manage-privacy' },
  needs: (_portal, { request: id }) => [requestQuestion(id)],
  events: { RecordEdited: recordEvents.RecordEdited },

  decide(portal, known, { request: id }) {
    const row = requestIn(portal, known, id, ['Verified']);
    return { events: [requestEdited(row, { Status: 'InProgress' })] };
  },
});
