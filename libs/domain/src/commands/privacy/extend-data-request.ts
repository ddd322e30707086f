import { z } from 'zod';
import { defineCommand } from '../../define-command.ts';
import { recordEvents } from '../../events/records.ts';
import { dueAfter } from '../../privacy/due-dates.ts';
import { open, reason, request, requestEdited, requestIn, requestQuestion } from '../../privacy/requests.ts';
import { Rejected } from '../../rejected.ts';

/** By two further months, to three after receipt: once, before it is due, and with the reason told (GDPR 12(3)). */
export const extendDataRequest = defineCommand({
  name: 'extend-data-request',
  area: 'privacy',
  summary: 'Take two further months for a request, and say why.',
  input: z.strictObject({ request, reason }),
  permission: { kind: 'staff', right: 'manage-privacy' },
  needs: (_portal, { request: id }) => [requestQuestion(id)],
  events: { RecordEdited: recordEvents.RecordEdited },

  decide(portal, known, { request: id, reason: why }, { now }) {
    const row = requestIn(portal, known, id, open);
    const { Extended, DueUntil, ReceivedAt } = row.fields;
    if (Extended === true) throw new Rejected('not-possible', 'A request is extended once. Answer it.');
    if (now >= String(DueUntil)) throw new Rejected('not-possible', 'It was due before. Answer it now.');
    const due = dueAfter(String(ReceivedAt), 3, portal.profile.zone, portal.privacy.calendar);
    const set = { Extended: true, ExtensionReason: why, DueOn: due.on, DueUntil: due.until };
    return { events: [requestEdited(row, set)] };
  },
});
