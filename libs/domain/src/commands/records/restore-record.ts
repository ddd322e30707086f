import { z } from 'zod';
import { defineCommand } from '../../define-command.ts';
import { recordEvents } from '../../events/records.ts';
import { apiName, recordId } from '../../names.ts';
import { Rejected } from '../../rejected.ts';

/** Brings a deleted record back with its fields; lookups to it lead somewhere again. */
export const restoreRecord = defineCommand({
  name: 'restore-record',
  area: 'records',
  summary: 'Bring back a deleted record.',
  input: z.strictObject({ module: apiName, id: recordId }),
  permission: { kind: 'record', action: 'restore', target: ({ module, id }) => ({ module, id }) },
  needs: (_portal, { module, id }) => [{ ask: 'record', module, id }],
  events: { RecordRestored: recordEvents.RecordRestored },

  decide(_portal, known, { module, id }, { sight }) {
    const record = known.record(module, id);
    if (record === null) throw new Rejected('not-found');
    const mayRestore = sight.rights(record).restore;
    if (!mayRestore) throw new Rejected(sight.view(record) === null ? 'not-found' : 'forbidden');
    return { events: record.deleted ? [{ type: 'RecordRestored', module, id }] : [] };
  },
});
