import { z } from 'zod';
import { defineCommand } from '../../define-command.ts';
import { deletedAt } from '../../deletion.ts';
import { claimEvents } from '../../events/claims.ts';
import { recordEvents } from '../../events/records.ts';
import { apiName, recordId } from '../../names.ts';
import { Rejected } from '../../rejected.ts';
import { seenRecord } from '../../seen-record.ts';

/**
 * Withdrawn everywhere, restorable by staff; lookups to it keep its id, and its unique values stay its own.
 * Exception to law 7, declared: the record of an active member cannot be deleted, and no reason is given.
 */
export const deleteRecord = defineCommand({
  name: 'delete-record',
  area: 'records',
  summary: 'Delete a record. Staff can restore it for 30 days.',
  input: z.strictObject({ module: apiName, id: recordId }),
  permission: { kind: 'record', action: 'delete', target: ({ module, id }) => ({ module, id }) },
  needs: (_portal, { module, id }) => [
    { ask: 'record', module, id },
    { ask: 'members-tied-to', record: id },
  ],
  events: { RecordDeleted: recordEvents.RecordDeleted, ...claimEvents },

  decide(portal, known, { module, id }, { sight, now }) {
    const { record } = seenRecord(portal, known, sight, module, id);
    if (!sight.rights(record).delete) throw new Rejected('forbidden');
    const tied = known.membersTiedTo(id).some((one) => one.status === 'active');
    if (tied) throw new Rejected('not-possible');
    return { events: [{ type: 'RecordDeleted', module, id }, deletedAt(module, id, now)] };
  },
});
