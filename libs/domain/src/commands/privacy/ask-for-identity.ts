import { z } from 'zod';
import { defineCommand } from '../../define-command.ts';
import { recordEvents } from '../../events/records.ts';
import { reason, request, requestEdited, requestIn, requestQuestion } from '../../privacy/requests.ts';

/** Where it is doubtful who asks (GDPR 12(6)); what is asked for is read by whoever filed it. */
export const askForIdentity = defineCommand({
  name: 'ask-for-identity',
  area: 'privacy',
  summary: 'Ask for proof of identity before a request goes on.',
  input: z.strictObject({ request, ask: reason }),
  permission: { kind: 'staff', right: 'manage-privacy' },
  needs: (_portal, { request: id }) => [requestQuestion(id)],
  events: { RecordEdited: recordEvents.RecordEdited },

  decide(portal, known, { request: id, ask }) {
    const row = requestIn(portal, known, id, ['Received']);
    return { events: [requestEdited(row, { Status: 'IdentityPending', IdentityAsked: ask })] };
  },
});
