import { z } from 'zod';
import type { Apply, DomainEvent } from '../define-command.ts';
import type { RecordState } from '../records.ts';
import type { Value } from '../fields.ts';
import { event } from '../define-command.ts';
import { value } from '../fields.ts';
import { apiName, recordId } from '../names.ts';
import { recordState } from '../records.ts';

const where = { module: apiName, id: recordId };

/** One row becomes another; a fact about a record that is not there changes nothing. */
const changed =
  <Fact extends { module: string; id: string }>(to: (record: RecordState, fact: Fact) => RecordState): Apply<Fact> =>
  ({ known }, fact) => {
    const before = known.record(fact.module, fact.id);
    return before === null ? [] : [{ kind: 'record', before, after: to(before, fact) }];
  };

/** What can happen to a record. `keys` stay as they are: the actor derives them again, with the rules of `access`. */
export const recordEvents = {
  RecordCreated: event(
    z.strictObject({ type: z.literal('RecordCreated'), record: recordState }),
    (_state, { record }) => [{ kind: 'record', before: null, after: record }],
  ),
  RecordEdited: event(
    z.strictObject({
      type: z.literal('RecordEdited'),
      ...where,
      set: z.record(apiName, value),
      layout: apiName.optional(),
    }),
    changed((record, { set, layout }) => ({
      ...record,
      layout: layout ?? record.layout,
      fields: { ...record.fields, ...set },
    })),
  ),
  RecordDeleted: event(
    z.strictObject({ type: z.literal('RecordDeleted'), ...where }),
    changed((record) => ({ ...record, deleted: true })),
  ),
  RecordRestricted: event(
    z.strictObject({ type: z.literal('RecordRestricted'), ...where, restricted: z.boolean() }),
    changed((record, { restricted }) => ({ ...record, restricted })),
  ),
  RecordRestored: event(
    z.strictObject({ type: z.literal('RecordRestored'), ...where }),
    changed((record) => ({ ...record, deleted: false })),
  ),
};

export const recordCreated = (record: RecordState): DomainEvent => ({ type: 'RecordCreated', record });

export const recordRestricted = (module: string, id: string, restricted: boolean): DomainEvent => ({
  type: 'RecordRestricted',
  module,
  id,
  restricted,
});

/** Only the fields that really change are named. */
export const recordEdited = (
  { module, id }: { readonly module: string; readonly id: string },
  set: Readonly<Record<string, Value>>,
  layout?: string,
): DomainEvent => ({ type: 'RecordEdited', module, id, set, ...(layout === undefined ? {} : { layout }) });
