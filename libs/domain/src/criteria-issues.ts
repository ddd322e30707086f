import type { Criteria } from './criteria.ts';
import type { Field, Value } from './fields.ts';
import type { Module } from './modules.ts';
import type { Issue } from './rejected.ts';
import { parseValue, sameValue } from './field-values.ts';

type Leaf = Extract<Criteria, { readonly field: string }>;

const ordered: ReadonlySet<Field['type']> = new Set(['integer', 'decimal', 'money', 'percent', 'date', 'datetime']);

/** A constant is compared with stored values, so it must have their form. */
function isStoredForm(field: Field, value: Value): boolean {
  const parsed = parseValue(field, value);
  return 'value' in parsed && sameValue(parsed.value, value);
}

function problemOf(field: Field, { is, value = null }: Leaf): string | null {
  switch (is) {
    case 'empty':
    case 'not-empty':
      return null;
    case 'in':
    case 'not-in':
      return Array.isArray(value) && value.every((one) => isStoredForm(field, one))
        ? null
        : 'Give a list of values that the field can hold.';
    case 'less':
    case 'at-most':
    case 'more':
    case 'at-least':
      if (!ordered.has(field.type)) return 'Only numbers, days and times can be compared.';
      return value !== null && isStoredForm(field, value) ? null : 'Give a value that the field can hold.';
    case 'is':
    case 'is-not':
      return isStoredForm(field, value) ? null : 'Give a value that the field can hold.';
    default:
      return is satisfies never;
  }
}

/** What is wrong with a tab's criteria. They may name hidden fields: staff wrote them. */
export function criteriaIssues(module: Module, criteria: Criteria, path: string): Issue[] {
  if ('and' in criteria) return criteria.and.flatMap((one, n) => criteriaIssues(module, one, `${path}.and.${n}`));
  if ('or' in criteria) return criteria.or.flatMap((one, n) => criteriaIssues(module, one, `${path}.or.${n}`));
  const field = Object.hasOwn(module.fields, criteria.field) ? module.fields[criteria.field] : undefined;
  const message = field === undefined ? 'There is no such field.' : problemOf(field, criteria);
  return message === null ? [] : [{ path, message }];
}
