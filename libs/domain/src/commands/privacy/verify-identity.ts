import { z } from 'zod';
import { defineCommand } from '../../define-command.ts';
import { recordEvents } from '../../events/records.ts';
import { label } from '../../names.ts';
import { request, requestEdited, requestIn, requestQuestion } from '../../privacy/requests.ts';

/** No way leads around it to what a request asks for (GDPR 12(6)). How it was checked is kept, never a document. */
export const verifyIdentity = defineCommand({
  name: 'verify-identity',
  area: 'privacy',
  summary: 'Say that the person behind a request was verified.',
  input: z.strictObject({ request, method: label.describe('How, in a word; keep no copy of a document') }),
  permission: { kind: 'staff', right: 'manage-privacy' },
  needs: (_portal, { request: id }) => [requestQuestion(id)],
  events: { RecordEdited: recordEvents.RecordEdited },

  decide(portal, known, { request: id, method }) {
    const row = requestIn(portal, known, id, ['Received', 'IdentityPending']);
    return { events: [requestEdited(row, { Status: 'Verified', IdentityMethod: method })] };
  },
});
