import type { ConversionTarget } from './conversion.ts';
import type { DomainEvent } from './define-command.ts';
import type { Value } from './fields.ts';
import type { Known, Question } from './known.ts';
import type { Module } from './modules.ts';
import type { Portal } from './portal.ts';
import type { RecordState } from './records.ts';
import type { Issue } from './rejected.ts';
import { recordCreated } from './events/records.ts';
import { claimsMoved, issuesFor, readFields, refuseIf, takenValues, valueQuestions } from './given-fields.ts';
import { layoutOrder } from './layout-order.ts';
import { missing, withDefaults } from './new-record.ts';
import { tooLarge } from './record-size.ts';
import { Rejected } from './rejected.ts';

type Values = Readonly<Record<string, Value>>;

/** A record a conversion makes: what was given by hand goes before what the lead brings, and ties before both. */
export type Making = {
  readonly id: string;
  readonly given: Values;
  readonly ties: Values;
  readonly createdBy: string;
  readonly owner: string | null;
  readonly keys: readonly string[];
};

/** The values a lead brings into what it becomes, by the mapping. */
export function mappedValues(
  { conversion }: Portal,
  target: ConversionTarget,
  lead: RecordState,
): Record<string, Value> {
  const pairs = Object.entries(conversion.mapping[target]).map(
    ([to, from]) => [to, lead.fields[from] ?? null] as const,
  );
  return Object.fromEntries(pairs.filter(([, value]) => value !== null));
}

/** What must be known to judge these values. */
export const makingQuestions = (
  portal: Portal,
  target: ConversionTarget,
  lead: RecordState | null,
  given: Values,
): readonly Question[] =>
  valueQuestions(portal.modules[target], { ...(lead && mappedValues(portal, target, lead)), ...given });

const unknownTargets = ({ fields }: Module, values: Values, known: Known): Issue[] => {
  const unknown = Object.entries(values).filter(([name, id]) => {
    const field = fields[name];
    return (
      field?.type === 'lookup' && typeof id === 'string' && known.record(field.module ?? '', id)?.deleted !== false
    );
  });
  return issuesFor(
    unknown.map(([name]) => name),
    'Choose a record that exists.',
  );
};

const prefixed = (target: ConversionTarget, issues: readonly Issue[]): Issue[] =>
  issues.map(({ path, message }) => ({ path: `${target}.${path}`, message }));

/** The events that make it, or a refusal that names module and field. */
export function madeRecord(
  portal: Portal,
  known: Known,
  target: ConversionTarget,
  lead: RecordState,
  { id, given, ties, ...rest }: Making,
): readonly DomainEvent[] {
  const module = portal.modules[target];
  const layout = module && layoutOrder(module.layouts)[0];
  if (module === undefined || layout === undefined) throw new Rejected('not-possible');
  const { values, issues } = readFields(module, { ...mappedValues(portal, target, lead), ...given });
  const fields = { ...withDefaults(module, layout, values), ...ties };
  const empty = issuesFor(missing(module, layout, fields), 'This field is mandatory. Give it a value.');
  const large = tooLarge(fields)
    ? [{ path: 'fields', message: 'A record holds at most 64 KiB. Shorten its texts.' }]
    : [];
  refuseIf(prefixed(target, [...issues, ...empty, ...large]), 'invalid');
  refuseIf(prefixed(target, unknownTargets(module, values, known)), 'unknown-record');
  refuseIf(prefixed(target, takenValues(module, fields, known, null)), 'invalid');
  const record = { id, module: target, layout, fields, deleted: false, restricted: false, ...rest };
  return [recordCreated(record), ...claimsMoved(module, fields, {}, id)];
}
