import { z } from 'zod';
import type { Context, DomainEvent, EventDefinition } from '../../define-command.ts';
import type { Value } from '../../fields.ts';
import type { Known, Question } from '../../known.ts';
import type { Module } from '../../modules.ts';
import type { Portal } from '../../portal.ts';
import type { RejectionCode } from '../../rejected.ts';
import { defineCommand } from '../../define-command.ts';
import { claimEvents } from '../../events/claims.ts';
import { recordEvents } from '../../events/records.ts';
import { externalId, externalScope } from '../../external-ids.ts';
import { value } from '../../fields.ts';
import { foldEvents } from '../../fold-events.ts';
import { valueQuestions } from '../../given-fields.ts';
import { ifGathered } from '../../known.ts';
import { apiName, byName } from '../../names.ts';
import { Overlay } from '../../overlay.ts';
import { Rejected } from '../../rejected.ts';
import { namesRestricted } from '../../restriction.ts';
import { createRecord } from './create-record.ts';
import { updateRecord } from './update-record.ts';

const row = z.strictObject({
  externalId,
  layout: apiName.optional(),
  fields: byName(z.union([value, z.strictObject({ external: externalId })])),
});
type Row = z.infer<typeof row>;
type Told = {
  readonly outcome: 'created' | 'updated' | 'unchanged' | 'refused';
  readonly id?: string;
  readonly code?: RejectionCode;
  readonly field?: string;
};

const events = { RecordCreated: recordEvents.RecordCreated, RecordEdited: recordEvents.RecordEdited, ...claimEvents };
const definitions: ReadonlyMap<string, EventDefinition> = new Map(Object.entries(events));

type Claim = { readonly module: string; readonly externalId: string };
const isExternal = (given: Row['fields'][string]): given is { external: string } =>
  typeof given === 'object' && given !== null && !Array.isArray(given);

/** The records a row names by external id: itself and the targets of its lookups. */
const claimsOf = (module: Module, { externalId, fields }: Row): Claim[] => [
  { module: module.name, externalId },
  ...Object.entries(fields).flatMap(([name, given]) => {
    const target = module.fields[name]?.module;
    return isExternal(given) && target !== undefined ? [{ module: target, externalId: given.external }] : [];
  }),
];

const plainValues = ({ fields }: Row): Record<string, Value> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, given]): [string, Value][] => (isExternal(given) ? [] : [[name, given]])),
  );

/** First who holds the external ids, then, when that is known, their records. */
function questions(portal: Portal, name: string, rows: readonly Row[], known: Known): Question[] {
  const module = portal.modules[name];
  if (module === undefined) return [];
  const claims = rows.flatMap((one) => claimsOf(module, one));
  const held = ifGathered(() =>
    claims.map((claim) => ({ ...claim, id: known.holder(externalScope(claim.module), claim.externalId) })),
  );
  return [
    ...claims.map((claim) => ({ ask: 'claim', scope: externalScope(claim.module), value: claim.externalId }) as const),
    ...rows.flatMap((one) => valueQuestions(module, plainValues(one))),
    ...(held ?? []).flatMap(({ module: target, id }) =>
      id === null ? [] : [{ ask: 'record', module: target, id } as const],
    ),
  ];
}

/** A row's values, with the ids of the records its lookups name by external id. */
function resolved(module: Module, { fields }: Row, known: Known): Record<string, Value> {
  const values: Record<string, Value> = {};
  for (const [name, given] of Object.entries(fields)) {
    const target = module.fields[name]?.module;
    if (!isExternal(given)) values[name] = given;
    else {
      const id = target === undefined ? null : known.holder(externalScope(target), given.external);
      if (id === null)
        throw new Rejected('unknown-record', undefined, {
          issues: [{ path: name, message: 'No record has this external id.' }],
        });
      values[name] = id;
    }
  }
  return values;
}

type Decided = { readonly told: Told; readonly events: readonly DomainEvent[] };

/** One row is one create-record or update-record, judged as if it had been sent alone. */
function decideRow(portal: Portal, module: Module, known: Known, one: Row, context: Context): Decided {
  const fields = resolved(module, one, known);
  const id = known.holder(externalScope(module.name), one.externalId);
  const shared = { module: module.name, layout: one.layout };
  const named = id === null ? [] : [{ ask: 'record', module: module.name, id } as const];
  if (namesRestricted([...named, ...valueQuestions(module, fields)], known)) throw new Rejected('restricted');
  if (id === null) {
    const made = createRecord.decide(portal, known, { ...shared, fields, externalId: one.externalId }, context);
    return { told: { outcome: 'created', id: String(made.result?.['id']) }, events: made.events };
  }
  if (known.record(module.name, id)?.deleted !== false) throw new Rejected('not-possible');
  const edited = updateRecord.decide(portal, known, { ...shared, id, set: fields }, context);
  return { told: { outcome: edited.events.length > 0 ? 'updated' : 'unchanged', id }, events: edited.events };
}

function refusedRow(error: unknown): Decided {
  if (!(error instanceof Rejected)) throw error;
  const field = error.issues[0]?.path;
  return { told: { outcome: 'refused', code: error.code, ...(field === undefined ? {} : { field }) }, events: [] };
}

/**
 * Create-or-update by external id, row after row: a row may refer to one before it. A refused row does not stop the
 * others; all that was done is one entry. Sent again, it changes nothing.
 */
export const importRecords = defineCommand({
  name: 'import-records',
  area: 'records',
  summary: 'Create or update records by their ids in another system.',
  input: z.strictObject({ module: apiName, rows: z.array(row).min(1).max(500) }),
  permission: { kind: 'staff', right: 'import' },
  onRestricted: true, // judged row by row: one restricted record does not stop the others
  needs: (portal, { module, rows }, known) => questions(portal, module, rows, known),
  events,

  decide(portal, known, { module: name, rows }, context) {
    const module = portal.modules[name];
    if (module === undefined) throw new Rejected('not-found');
    const overlay = new Overlay(known);
    const decided = rows.map((one) => {
      try {
        const row = decideRow(portal, module, overlay, one, context);
        foldEvents(definitions, { portal, known: overlay }, row.events, (change) => overlay.add(change));
        return row;
      } catch (error) {
        return refusedRow(error);
      }
    });
    return { events: decided.flatMap((row) => row.events), result: { rows: decided.map((row) => row.told) } };
  },
});
