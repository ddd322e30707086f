import { z } from 'zod';
import { conversionQuestion, refuseConverted } from '../../converted.ts';
import { defineCommand } from '../../define-command.ts';
import { deletionQuestion, isRestorable, notDeleted } from '../../deletion.ts';
import { claimEvents } from '../../events/claims.ts';
import { recordEvents } from '../../events/records.ts';
import { apiName, recordId } from '../../names.ts';
import { keptDays } from '../../kept-days.ts';
import { Rejected } from '../../rejected.ts';

/** Brings a deleted record back with its fields; lookups to it lead somewhere again. */
export const restoreRecord = defineCommand({
  name: 'restore-record',
  area: 'records',
  summary: 'Bring back a record that was deleted within the last 30 days.',
  input: z.strictObject({ module: apiName, id: recordId }),
  permission: { kind: 'record', action: 'restore', target: ({ module, id }) => ({ module, id }) },
  needs: (_portal, { module, id }) => [
    { ask: 'record', module, id },
    deletionQuestion(module, id),
    conversionQuestion(id),
  ],
  events: { RecordRestored: recordEvents.RecordRestored, ...claimEvents },

  decide(_portal, known, { module, id }, { sight, now }) {
    const record = known.record(module, id);
    if (record === null) throw new Rejected('not-found');
    const mayRestore = sight.rights(record).restore;
    if (!mayRestore) throw new Rejected(sight.view(record) === null ? 'not-found' : 'forbidden');
    if (!record.deleted) return { events: [] };
    refuseConverted(known, id);
    if (!isRestorable(known, module, id, now))
      throw new Rejected('not-possible', `A deleted record can be restored for ${keptDays} days. Create it anew.`);
    return { events: [{ type: 'RecordRestored', module, id }, notDeleted(module, id)] };
  },
});
