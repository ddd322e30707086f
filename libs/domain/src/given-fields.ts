import type { Field, Value } from './fields.ts';
import type { Known, Question } from './known.ts';
import type { Module } from './modules.ts';
import type { RejectionCode, Issue } from './rejected.ts';
import type { Sight } from './sight.ts';
import type { DomainEvent } from './define-command.ts';
import { claimMoved } from './events/claims.ts';
import { parseValue, sameValue } from './field-values.ts';
import { Rejected } from './rejected.ts';

type Values = Readonly<Record<string, Value>>;

/** Refuses when something is wrong, naming the fields or input paths. */
export function refuseIf(issues: readonly Issue[], code: RejectionCode): void {
  if (issues.length > 0) throw new Rejected(code, undefined, { issues });
}

/** An issue for each name, all with the same sentence. */
export const issuesFor = (names: readonly string[], message: string): Issue[] =>
  names.map((path) => ({ path, message }));

/** Fields the sender does not see do not exist (law 7). Judged before any right or value. */
export const refuseUnknown = (names: readonly string[], visible: ReadonlySet<string> | null): void =>
  refuseIf(
    issuesFor(
      names.filter((name) => !visible?.has(name)),
      'There is no such field.',
    ),
    'unknown-field',
  );

/** Fields the sender may not set. Unique ones are set by staff only, so that a value in use is no oracle (SEC-30). */
export function refuseClosed(
  names: readonly string[],
  module: Module,
  { kind }: Sight,
  settable: ReadonlySet<string>,
): void {
  const forStaff = (name: string) => module.fields[name]?.unique === true && kind !== 'staff';
  const closed = names.filter((name) => !settable.has(name) || forStaff(name));
  refuseIf(issuesFor(closed, 'You may not set this field.'), 'forbidden');
}

/** The canonical values of the fields given, and what is wrong with the others. The names were checked before. */
export function readFields(module: Module, given: Values): { values: Record<string, Value>; issues: Issue[] } {
  const values: Record<string, Value> = {};
  const issues: Issue[] = [];
  for (const name of Object.keys(given)) {
    const field = module.fields[name];
    const parsed = field && parseValue(field, given[name] ?? null);
    if (parsed === undefined) issues.push({ path: name, message: 'There is no such field.' });
    else if ('problem' in parsed) issues.push({ path: name, message: parsed.problem });
    else values[name] = parsed.value;
  }
  return { values, issues };
}

/** Where a unique field's values are claimed. E-mail addresses are the same in any case. */
const uniqueScope = (module: Module, field: Field): string => `unique:${module.name}.${field.name}`;
const claimText = (field: Field, value: Value): string =>
  field.type === 'email' ? String(value).toLowerCase() : String(value);

/** What must be known to judge the values given: the targets of lookups and the holders of unique values. */
export function valueQuestions(module: Module | undefined, given: Values): Question[] {
  const questions: Question[] = [];
  for (const name of Object.keys(given)) {
    const field = module?.fields[name];
    if (module === undefined || field === undefined || (field.type !== 'lookup' && !field.unique)) continue;
    const parsed = parseValue(field, given[name] ?? null);
    if ('problem' in parsed || parsed.value === null) continue;
    const text = claimText(field, parsed.value);
    if (field.unique) questions.push({ ask: 'claim', scope: uniqueScope(module, field), value: text });
    if (field.type === 'lookup') questions.push({ ask: 'record', module: field.module ?? '', id: text });
  }
  return questions;
}

/** The lookups whose target does not exist for the member: hidden, deleted and never made are the same (law 7). */
export function unknownTargets(module: Module, values: Values, known: Known, sight: Sight): Issue[] {
  const unknown = Object.entries(values).filter(([name, id]) => {
    const field = module.fields[name];
    if (field?.type !== 'lookup' || typeof id !== 'string') return false;
    const target = known.record(field.module ?? '', id);
    return target === null || sight.view(target) === null;
  });
  return issuesFor(
    unknown.map(([name]) => name),
    'Choose a record that exists.',
  );
}

const uniqueValues = (module: Module, values: Values): (readonly [Field, Value])[] =>
  Object.entries(values).flatMap(([name, value]) => {
    const field = module.fields[name];
    return field?.unique === true ? [[field, value] as const] : [];
  });

/** The unique fields whose value another record holds. Told to staff only: nobody else may set them (SEC-30). */
export function takenValues(module: Module, values: Values, known: Known, holder: string | null): Issue[] {
  const taken = uniqueValues(module, values).filter(([field, value]) => {
    if (value === null) return false;
    const other = known.holder(uniqueScope(module, field), claimText(field, value));
    return other !== null && other !== holder;
  });
  return issuesFor(
    taken.map(([field]) => field.name),
    'This value is already in use. Choose another.',
  );
}

/** Old unique values given back, new ones taken. */
export function claimsMoved(module: Module, values: Values, before: Values, holder: string): DomainEvent[] {
  return uniqueValues(module, values).flatMap(([field, value]) => {
    const scope = uniqueScope(module, field);
    const old = before[field.name] ?? null;
    return [
      ...(old === null ? [] : [claimMoved(scope, claimText(field, old), null)]),
      ...(value === null ? [] : [claimMoved(scope, claimText(field, value), holder)]),
    ];
  });
}

/** The values that differ from those there. */
export const differing = (values: Values, there: Values): Record<string, Value> =>
  Object.fromEntries(Object.entries(values).filter(([name, value]) => !sameValue(value, there[name] ?? null)));
