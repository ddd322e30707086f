import { z } from 'zod';
import { defineCommand, event } from '../../define-command.ts';
import { apiName, recordId } from '../../names.ts';
import { Rejected } from '../../rejected.ts';

const input = { module: apiName, ids: z.array(recordId).min(1).max(500) };

/** A batch of a background job: the rows are named as changed, so that the actor derives their keys again. No value changes. */
export const rekeyRecords = defineCommand({
  name: 'rekey-records',
  area: 'records',
  summary: 'Derive the keys of records again.',
  input: z.strictObject(input),
  permission: { kind: 'operator', right: 'maintain' },
  onRestricted: true, // keys are no processing: without them nobody could meet the record once it is lifted
  needs: (_portal, { module, ids }) => ids.map((id) => ({ ask: 'record', module, id })),
  events: {
    RecordsRekeyed: event(
      z.strictObject({ type: z.literal('RecordsRekeyed'), ...input }),
      ({ known }, { module, ids }) =>
        ids.flatMap((id) => {
          const row = known.record(module, id);
          return row === null ? [] : [{ kind: 'record', before: row, after: { ...row } } as const];
        }),
    ),
  },

  decide({ modules }, known, { module, ids }) {
    if (!Object.hasOwn(modules, module)) throw new Rejected('not-found');
    const there = [...new Set(ids)].filter((id) => known.record(module, id) !== null);
    return { events: there.length > 0 ? [{ type: 'RecordsRekeyed', module, ids: there }] : [] };
  },
});
