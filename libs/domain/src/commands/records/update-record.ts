import { z } from 'zod';
import type { Value } from '../../fields.ts';
import type { Module } from '../../modules.ts';
import type { FieldConflict, Issue } from '../../rejected.ts';
import type { View } from '../../sight.ts';
import { defineCommand } from '../../define-command.ts';
import { claimEvents } from '../../events/claims.ts';
import { recordEdited, recordEvents } from '../../events/records.ts';
import { isEmpty, parseValue, sameValue } from '../../field-values.ts';
import { fieldValues } from '../../fields.ts';
import {
  claimsMoved,
  differing,
  issuesFor,
  readFields,
  refuseIf,
  refuseUnknown,
  refuseClosed,
  takenValues,
  unknownTargets,
  valueQuestions,
} from '../../given-fields.ts';
import { apiName, recordId } from '../../names.ts';
import { tooLarge } from '../../record-size.ts';
import { Rejected } from '../../rejected.ts';
import { seenRecord } from '../../seen-record.ts';

type Values = Readonly<Record<string, Value>>;

const canonical = (module: Module, name: string, given: Value): Value => {
  const field = module.fields[name];
  const parsed = field && parseValue(field, given);
  return parsed && 'value' in parsed ? parsed.value : given;
};

/** Fields that somebody else changed since the sender looked, to something else than the sender wants. */
function conflictsOf(module: Module, set: Values, base: Values, view: View): FieldConflict[] {
  return Object.entries(set).flatMap(([field, mine]) => {
    if (!Object.hasOwn(base, field)) return [];
    const theirs = view.fields[field] ?? null;
    const based = canonical(module, field, base[field] ?? null);
    return sameValue(based, theirs) || sameValue(mine, theirs) ? [] : [{ field, base: based, mine, theirs }];
  });
}

const emptied = (module: Module, changes: Values): Issue[] =>
  issuesFor(
    Object.keys(changes).filter((name) => module.fields[name]?.required && isEmpty(changes[name] ?? null)),
    'This field is mandatory. Give it a value.',
  );

const unknownLayout = (module: Module, layout: string | undefined): Issue[] =>
  layout === undefined || Object.hasOwn(module.layouts, layout)
    ? []
    : [{ path: 'layout', message: 'There is no such layout.' }];

/**
 * Size is judged on what the sender sees, so that a hidden value is no oracle (law 7); a record that is too large
 * already may shrink.
 */
function oversized({ fields }: View, changes: Values): Issue[] {
  if (!tooLarge(fields, changes)) return [];
  const grows = JSON.stringify({ ...fields, ...changes }).length > JSON.stringify(fields).length;
  return grows ? [{ path: 'set', message: 'A record holds at most 64 KiB. Shorten its texts.' }] : [];
}

/** Edits merge per field: what somebody else changed in another field stays, the same field is a conflict. */
export const updateRecord = defineCommand({
  name: 'update-record',
  area: 'records',
  summary: 'Change fields of a record.',
  input: z.strictObject({
    module: apiName,
    id: recordId,
    set: fieldValues.describe('The fields to change, with their new values'),
    base: fieldValues
      .optional()
      .describe('For each field the value the change was based on; a newer one is a conflict'),
    layout: apiName.optional().describe('Another layout for the record; staff only').meta({ 'x-staff-only': true }),
  }),
  permission: {
    kind: 'record',
    action: 'edit',
    target: ({ module, id, set, base = {} }) => ({ module, id, fields: [...Object.keys(set), ...Object.keys(base)] }),
  },
  needs: (portal, { module, id, set }) => [
    { ask: 'record', module, id },
    ...valueQuestions(portal.modules[module], set),
  ],
  events: { RecordEdited: recordEvents.RecordEdited, ...claimEvents },

  decide(portal, known, { module: name, id, set, base = {}, layout }, { sight }) {
    const { module, record, view } = seenRecord(portal, known, sight, name, id);
    const named = Object.keys(base).length === 0 ? Object.keys(set) : Object.keys({ ...base, ...set });
    const visible = sight.visible(name, record.layout);
    refuseUnknown(named, visible);
    refuseClosed(Object.keys(set), module, sight, sight.rights(record).edit);
    if (layout !== undefined && sight.kind !== 'staff') throw new Rejected('forbidden');

    const { values, issues } = readFields(module, set);
    const changes = differing(values, view.fields);
    const odd = [...emptied(module, changes), ...unknownLayout(module, layout)];
    refuseIf([...issues, ...odd, ...oversized(view, changes)], 'invalid');
    refuseIf(unknownTargets(module, changes, known, sight), 'unknown-record');
    refuseIf(takenValues(module, changes, known, id), 'invalid');
    const conflicts = conflictsOf(module, values, base, view);
    if (conflicts.length > 0) throw new Rejected('conflict', undefined, { conflicts });

    const moved = layout !== undefined && layout !== record.layout;
    if (Object.keys(changes).length === 0 && !moved) return { events: [] };
    const claims = claimsMoved(module, changes, record.fields, id);
    return { events: [recordEdited(record, changes, moved ? layout : undefined), ...claims] };
  },
});
