import type { Criteria, Operator } from '@genkan/domain/criteria';
import type { Value } from '@genkan/domain/fields';
import { compareText } from './compare-text.ts';

type Fields = Readonly<Record<string, Value>>;
type Leaf = Extract<Criteria, { field: string }>;
/** A criteria tree as a closure: compiled once per tab, run once per view. */
export type Test = (fields: Fields) => boolean;

const always: Test = () => true;

/** Null-safe: null is itself, lists are equal member by member, and no value equals one of another type. */
const same = (a: Value, b: Value): boolean =>
  Array.isArray(a) && Array.isArray(b) ? a.length === b.length && a.every((member, at) => member === b[at]) : a === b;

/** `in` looks for a text among the texts of its list; a list is never in a list, and without a list nothing is in it. */
const among = (value: Value, list: Value): boolean =>
  typeof value === 'string' && Array.isArray(list) && list.includes(value);

const isEmpty = (value: Value): boolean =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** Numbers compare with numbers and texts with texts; whatever else is asked cannot be compared: NaN, which is neither. */
const order = (a: Value, b: Value): number =>
  typeof a === 'number' && typeof b === 'number'
    ? a - b
    : typeof a === 'string' && typeof b === 'string'
      ? compareText(a, b)
      : NaN;

const operators: Readonly<Record<Operator, (value: Value, constant: Value) => boolean>> = {
  is: same,
  'is-not': (value, constant) => !same(value, constant),
  in: among,
  'not-in': (value, constant) => !among(value, constant),
  empty: isEmpty,
  'not-empty': (value) => !isEmpty(value),
  less: (value, constant) => order(value, constant) < 0,
  'at-most': (value, constant) => order(value, constant) <= 0,
  more: (value, constant) => order(value, constant) > 0,
  'at-least': (value, constant) => order(value, constant) >= 0,
};

/** A missing field is null; only what stands in the record itself counts, never what an object inherits (SEC-14). */
const valueOf = (fields: Fields, name: string): Value => (Object.hasOwn(fields, name) ? (fields[name] ?? null) : null);

/** One condition on one value: the meaning that interpreter and CASL share, and the SQL printer is tested against. */
export const holds = (leaf: Leaf, fields: Fields): boolean =>
  operators[leaf.is](valueOf(fields, leaf.field), leaf.value ?? null);

/** A name that plain objects inherit is no field's (names.ts), so that the others may be read without a further look. */
function compileLeaf({ field, is, value = null }: Leaf): Test {
  const operate = operators[is];
  if (field in Object.prototype) return (fields) => operate(valueOf(fields, field), value);
  return (fields) => operate(fields[field] ?? null, value);
}

/** Criteria as a closure; null means no condition. An empty `and` is true, an empty `or` false. */
export function compileCriteria(criteria: Criteria | null): Test {
  if (criteria === null) return always;
  if ('and' in criteria) {
    const tests = criteria.and.map(compileCriteria);
    return (fields) => tests.every((test) => test(fields));
  }
  if ('or' in criteria) {
    const tests = criteria.or.map(compileCriteria);
    return (fields) => tests.some((test) => test(fields));
  }
  return compileLeaf(criteria);
}

/** Does a record with these fields fulfil the criteria? For one-off questions; a tab keeps its compiled form. */
export const meets = (criteria: Criteria | null, fields: Fields): boolean => compileCriteria(criteria)(fields);
