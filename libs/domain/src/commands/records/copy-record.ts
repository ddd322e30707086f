import { z } from 'zod';
import type { Value } from '../../fields.ts';
import type { Known, Question } from '../../known.ts';
import type { Module } from '../../modules.ts';
import type { Sight } from '../../sight.ts';
import { defineCommand } from '../../define-command.ts';
import { recordCreated, recordEvents } from '../../events/records.ts';
import { issuesFor, refuseIf } from '../../given-fields.ts';
import { ifGathered } from '../../known.ts';
import { apiName, recordId } from '../../names.ts';
import { missing, newRecord, withDefaults } from '../../new-record.ts';
import { ownerFor, ownerQuestions } from '../../record-owner.ts';
import { Rejected } from '../../rejected.ts';
import { seenRecord } from '../../seen-record.ts';

type Values = Readonly<Record<string, Value>>;

const targets = (module: Module | undefined, fields: Values): Question[] =>
  Object.entries(fields).flatMap(([name, id]): Question[] => {
    const field = module?.fields[name];
    return field?.type === 'lookup' && typeof id === 'string'
      ? [{ ask: 'record', module: field.module ?? '', id }]
      : [];
  });

/** A lookup to what the copier does not see is left empty: it is not his to hand on. */
function isHidden(module: Module, name: string, value: Value, known: Known, sight: Sight): boolean {
  const field = module.fields[name];
  if (field?.type !== 'lookup' || typeof value !== 'string') return false;
  const target = known.record(field.module ?? '', value);
  return target === null || sight.view(target) === null;
}

/** What the copier sees and may set somewhere in the module; a unique value stays with its record. */
function copied(module: Module, fields: Values, layout: string, known: Known, sight: Sight): Record<string, Value> {
  const copyable = sight.copyable(module.name, layout);
  const kept = Object.entries(fields).filter(
    ([name, value]) =>
      value !== null &&
      copyable.has(name) &&
      !module.fields[name]?.unique &&
      !isHidden(module, name, value, known, sight),
  );
  return Object.fromEntries(kept);
}

/** Copying is a right of its own and needs no other (S0-62, X-8); the copy is the copier's. */
export const copyRecord = defineCommand({
  name: 'copy-record',
  area: 'records',
  summary: 'Make a new record with the values of another, as far as you see them and may set them.',
  input: z.strictObject({ module: apiName, id: recordId }),
  permission: { kind: 'record', action: 'copy', target: ({ module, id }) => ({ module, id }) },
  needs: (portal, { module, id }, known, acting) => [
    { ask: 'record', module, id },
    ...targets(portal.modules[module], ifGathered(() => known.record(module, id)?.fields) ?? {}),
    ...ownerQuestions(portal, known, acting),
  ],
  events: { RecordCreated: recordEvents.RecordCreated },

  decide(portal, known, { module: name, id }, context) {
    const { sight, member } = context;
    const { module, record, view } = seenRecord(portal, known, sight, name, id);
    if (!sight.rights(record).copy) throw new Rejected('forbidden');
    const { layout } = record;
    const all = withDefaults(module, layout, copied(module, view.fields, layout, known, sight));
    const empty = missing(module, layout, all);
    const visible = sight.visible(name, layout);
    if (empty.some((field) => !visible?.has(field))) throw new Rejected('forbidden'); // a hidden field is never named
    refuseIf(issuesFor(empty, 'This field is mandatory and cannot be copied. Create the record instead.'), 'invalid');
    const copy = newRecord(context, ownerFor(portal, known, member), name, layout, all);
    return { events: [recordCreated(copy)], result: { id: copy.id, module: name } };
  },
});
