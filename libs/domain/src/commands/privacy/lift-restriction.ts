import { z } from 'zod';
import { defineCommand } from '../../define-command.ts';
import { claimEvents } from '../../events/claims.ts';
import { recordEvents } from '../../events/records.ts';
import { ifGathered } from '../../known.ts';
import { apiName, recordId } from '../../names.ts';
import { dataRequests } from '../../privacy/privacy-modules.ts';
import { requestEdited, requestQuestion } from '../../privacy/requests.ts';
import { caseQuestion, caseScope, restrictionLifted } from '../../privacy/restrictions.ts';
import { Rejected } from '../../rejected.ts';

/** Only after the person was told (GDPR 18(3)), which is an entry of its own before this one. */
export const liftRestriction = defineCommand({
  name: 'lift-restriction',
  area: 'privacy',
  summary: 'Let a record be processed again, once the person was told.',
  input: z.strictObject({ module: apiName, id: recordId }),
  permission: { kind: 'staff', right: 'manage-privacy' },
  onRestricted: true, // it ends the restriction
  needs(_portal, { module, id }, known) {
    const held = ifGathered(() => known.holder(caseScope(module), id));
    return [{ ask: 'record', module, id }, caseQuestion(module, id), ...(held ? [requestQuestion(held)] : [])];
  },
  events: {
    ...claimEvents,
    RecordEdited: recordEvents.RecordEdited,
    RecordRestricted: recordEvents.RecordRestricted,
  },

  decide(portal, known, { module, id }, { now }) {
    const record = Object.hasOwn(portal.modules, module) ? known.record(module, id) : null;
    if (record === null) throw new Rejected('not-found');
    if (!record.restricted) return { events: [] };
    const held = known.holder(caseScope(module), id);
    const row = held === null ? null : known.record(dataRequests, held);
    if (row?.fields['Outcome'] === 'ScrubDue') throw new Rejected('not-possible', 'This record is to be erased.');
    if (typeof row?.fields['LiftingAnnounced'] !== 'string')
      throw new Rejected('not-possible', 'Tell the person first: announce the lifting.');
    return { events: [...restrictionLifted(record), requestEdited(row, { LiftedAt: now })] };
  },
});
