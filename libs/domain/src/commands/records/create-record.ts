import { z } from 'zod';
import type { Value } from '../../fields.ts';
import type { Module } from '../../modules.ts';
import type { Known } from '../../known.ts';
import type { Issue } from '../../rejected.ts';
import type { Sight } from '../../sight.ts';
import { defineCommand } from '../../define-command.ts';
import { claimEvents, claimMoved } from '../../events/claims.ts';
import { recordCreated, recordEvents } from '../../events/records.ts';
import { externalId, externalScope } from '../../external-ids.ts';
import { fieldValues } from '../../fields.ts';
import {
  claimsMoved,
  issuesFor,
  readFields,
  refuseIf,
  refuseUnknown,
  refuseClosed,
  takenValues,
  unknownTargets,
  valueQuestions,
} from '../../given-fields.ts';
import { layoutOrder } from '../../layout-order.ts';
import { apiName } from '../../names.ts';
import { missing, newRecord, withDefaults } from '../../new-record.ts';
import { ownerFor, ownerQuestions } from '../../record-owner.ts';
import { tooLarge } from '../../record-size.ts';
import { Rejected } from '../../rejected.ts';

/** The layout named, or the module's first on which the maker may create. Hidden and unknown layouts are the same. */
function layoutFor(
  module: Module,
  sight: Sight,
  named: string | undefined,
): { layout: string; fields: ReadonlySet<string> } {
  if (named !== undefined && sight.visible(module.name, named) === null) throw new Rejected('not-found');
  const candidates = named === undefined ? layoutOrder(module.layouts) : [named];
  for (const layout of candidates) {
    const fields = sight.creatable(module.name, layout);
    if (fields !== null) return { layout, fields };
  }
  throw new Rejected('forbidden');
}

const heldExternalId = (known: Known, module: string, id: string | undefined): Issue[] =>
  id !== undefined && known.holder(externalScope(module), id) !== null
    ? [{ path: 'externalId', message: 'Another record has this external id.' }]
    : [];

const unfilled = (names: readonly string[]): Issue[] => issuesFor(names, 'This field is mandatory. Give it a value.');

const oversized = (values: Readonly<Record<string, Value>>): Issue[] =>
  tooLarge(values) ? [{ path: 'fields', message: 'A record holds at most 64 KiB. Shorten its texts.' }] : [];

/**
 * Makes a record with a random id. The answer names it always: the actor takes `id` out of the answer when the maker
 * cannot see the record once it stands, for only then its keys are known.
 */
export const createRecord = defineCommand({
  name: 'create-record',
  area: 'records',
  summary: 'Create a record.',
  input: z.strictObject({
    module: apiName,
    layout: apiName.optional().describe('Default: the first layout on which you may create'),
    fields: fieldValues,
    externalId: externalId
      .optional()
      .describe('The id in the system the record comes from; staff only')
      .meta({ 'x-staff-only': true }),
  }),
  permission: {
    kind: 'record',
    action: 'create',
    target: ({ module, layout, fields }) => ({
      module,
      fields: Object.keys(fields),
      ...(layout === undefined ? {} : { layout }),
    }),
  },
  needs: (portal, { module, fields, externalId }, known, acting) => [
    ...ownerQuestions(portal, known, acting),
    ...valueQuestions(portal.modules[module], fields),
    ...(externalId === undefined ? [] : [{ ask: 'claim', scope: externalScope(module), value: externalId } as const]),
  ],
  events: { RecordCreated: recordEvents.RecordCreated, ...claimEvents },

  decide(portal, known, { module: name, layout: named, fields, externalId }, context) {
    const { sight } = context;
    const module = portal.modules[name];
    if (module === undefined || !sight.sees(name)) throw new Rejected('not-found');
    const { layout, fields: settable } = layoutFor(module, sight, named);
    const visible = sight.visible(name, layout);
    refuseUnknown(Object.keys(fields), visible);
    refuseClosed(Object.keys(fields), module, sight, settable);
    if (externalId !== undefined && sight.kind !== 'staff') throw new Rejected('forbidden');

    const { values, issues } = readFields(module, fields);
    const all = withDefaults(module, layout, values);
    const empty = missing(module, layout, { ...fields, ...all });
    if (empty.some((field) => !visible?.has(field))) throw new Rejected('forbidden'); // S0-68: a hidden field is never named
    const odd = [...unfilled(empty), ...oversized(all), ...heldExternalId(known, name, externalId)];
    refuseIf([...issues, ...odd], 'invalid');
    refuseIf(unknownTargets(module, values, known, sight), 'unknown-record');
    refuseIf(takenValues(module, all, known, null), 'invalid');

    const record = newRecord(context, ownerFor(portal, known, context.member), name, layout, all);
    const claims = claimsMoved(module, all, {}, record.id);
    const external = externalId === undefined ? [] : [claimMoved(externalScope(name), externalId, record.id)];
    return { events: [recordCreated(record), ...claims, ...external], result: { id: record.id, module: name } };
  },
});
