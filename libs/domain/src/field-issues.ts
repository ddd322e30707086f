import type { Field, FieldType } from './fields.ts';
import type { Portal } from './portal.ts';
import type { Issue } from './rejected.ts';
import { parseValue, sameValue } from './field-values.ts';
import { moduleNamed } from './lookup-paths.ts';

const withChoices: ReadonlySet<FieldType> = new Set(['choice', 'multi-choice']);
const withLength: ReadonlySet<FieldType> = new Set(['text', 'long-text']);
const canBeUnique: ReadonlySet<FieldType> = new Set(['text', 'integer', 'email', 'phone', 'url']);

type Rule = readonly [path: string, broken: boolean, message: string];

const broken = (rules: readonly Rule[]): Issue[] =>
  rules.flatMap(([path, isBroken, message]) => (isBroken ? [{ path: `field.${path}`, message }] : []));

function defaultProblem(field: Field): string | null {
  if (field.default === undefined || field.default === null) return null;
  if (field.type === 'lookup' || field.unique) return 'A lookup or a unique field has no default.';
  const parsed = parseValue(field, field.default);
  if ('problem' in parsed) return parsed.problem;
  return sameValue(parsed.value, field.default) ? null : 'Write the default as it is stored.';
}

/** What is wrong with the definition of a field. */
export function fieldIssues(portal: Portal, field: Field): Issue[] {
  const { type, choices = [], module, maxLength, unique } = field;
  const problem = defaultProblem(field);
  return broken([
    ['choices', withChoices.has(type) && choices.length === 0, 'Give the choices.'],
    ['choices', !withChoices.has(type) && field.choices !== undefined, 'Only choice fields have choices.'],
    ['choices', new Set(choices).size < choices.length, 'Name each choice once.'],
    ['module', type === 'lookup' && moduleNamed(portal.modules, module ?? '') === null, 'Name the module it leads to.'],
    ['module', type !== 'lookup' && module !== undefined, 'Only a lookup leads to a module.'],
    ['maxLength', maxLength !== undefined && !withLength.has(type), 'Only texts have a length.'],
    ['maxLength', type === 'text' && (maxLength ?? 0) > 255, 'A text has at most 255 characters; use long-text.'],
    ['unique', unique && !canBeUnique.has(type), 'A field of this type cannot be unique.'],
    ['default', problem !== null, problem ?? ''],
  ]);
}

/** Stored values must stay what they are: a field never changes its type, and a set keeps the order of its choices. */
export function fieldChangeIssues(before: Field, after: Field): Issue[] {
  const kept = (after.choices ?? []).filter((choice) => before.choices?.includes(choice));
  const reordered =
    after.type === 'multi-choice' &&
    kept.join('\n') !== (before.choices ?? []).filter((one) => kept.includes(one)).join('\n');
  return broken([
    ['type', before.type !== after.type, 'The type of a field never changes. Define another field.'],
    ['module', before.module !== after.module, 'The target of a lookup never changes. Define another field.'],
    ['unique', before.unique !== after.unique, 'Uniqueness is decided when the field is made. Define another field.'],
    ['choices', reordered, 'Keep the order of the choices that stay; add new ones anywhere.'],
  ]);
}
