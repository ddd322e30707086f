import { z } from 'zod';
import { defineCommand } from '../../define-command.ts';
import { recordEvents } from '../../events/records.ts';
import { refusalCodes } from '../../privacy/privacy-modules.ts';
import { open, reason, request, requestEdited, requestIn, requestQuestion } from '../../privacy/requests.ts';

const complaint = 'You may lodge a complaint with a supervisory authority and seek a judicial remedy.';

/** With a reason code and its reasons, and the right to complain told (GDPR 12(4), 12(5)). */
export const refuseDataRequest = defineCommand({
  name: 'refuse-data-request',
  area: 'privacy',
  summary: 'Refuse a request, with reasons.',
  input: z.strictObject({ request, code: z.enum(refusalCodes), reason }),
  permission: { kind: 'staff', right: 'manage-privacy' },
  needs: (_portal, { request: id }) => [requestQuestion(id)],
  events: { RecordEdited: recordEvents.RecordEdited },

  decide(portal, known, { request: id, code, reason: why }, { now }) {
    const row = requestIn(portal, known, id, open);
    const set = { Status: 'Refused', RefusalCode: code, Notice: `${why}\n\n${complaint}`, AnsweredAt: now };
    return { events: [requestEdited(row, set)] };
  },
});
