import { z } from 'zod';
import { defineCommand } from '../../define-command.ts';
import { recordEvents } from '../../events/records.ts';
import { ifGathered } from '../../known.ts';
import { apiName, recordId } from '../../names.ts';
import { reason, requestEdited, requestQuestion } from '../../privacy/requests.ts';
import { dataRequests } from '../../privacy/privacy-modules.ts';
import { caseQuestion, caseScope } from '../../privacy/restrictions.ts';
import { Rejected } from '../../rejected.ts';

/** The person is told before a restriction is lifted (GDPR 18(3)): on the request that it stands on, which he sees live. */
export const announceLifting = defineCommand({
  name: 'announce-lifting',
  area: 'privacy',
  summary: 'Tell the person that the restriction of a record is going to be lifted, and why.',
  input: z.strictObject({ module: apiName, id: recordId, reason }),
  permission: { kind: 'staff', right: 'manage-privacy' },
  onRestricted: true, // the only way to its end
  needs(_portal, { module, id }, known) {
    const held = ifGathered(() => known.holder(caseScope(module), id));
    return [{ ask: 'record', module, id }, caseQuestion(module, id), ...(held ? [requestQuestion(held)] : [])];
  },
  events: { RecordEdited: recordEvents.RecordEdited },

  decide(portal, known, { module, id, reason: why }, { now }) {
    const record = Object.hasOwn(portal.modules, module) ? known.record(module, id) : null;
    if (record === null) throw new Rejected('not-found');
    const held = known.holder(caseScope(module), id);
    const row = held === null ? null : known.record(dataRequests, held);
    if (!record.restricted || row === null) throw new Rejected('not-possible', 'This record is not restricted.');
    return { events: [requestEdited(row, { LiftingAnnounced: now, LiftingReason: why })] };
  },
});
