import type { Criteria, Value } from './shapes.ts';

const same = (a: Value, b: Value): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Code-point order for text, numeric for numbers; values of different kinds are not comparable. */
function order(a: Value, b: Value): number | null {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a !== 'string' || typeof b !== 'string') return null;
  const [left, right] = [[...a], [...b]];
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const difference = (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

const holds = (a: Value, b: Value, wanted: (difference: number) => boolean): boolean => {
  const difference = order(a, b);
  return difference !== null && wanted(difference);
};

const empty = (value: Value): boolean => value === null || value === '' || (Array.isArray(value) && value.length === 0);
const listed = (value: Value, list: Value): boolean =>
  Array.isArray(list) && list.some((one) => same(one as Value, value));

/** Null-safe: what is missing is null; `is-not` and `not-in` hold for null, comparisons never do. */
export function meets(criteria: Criteria | null, fields: Readonly<Record<string, Value>>): boolean {
  if (criteria === null) return true;
  if ('and' in criteria) return criteria.and.every((one) => meets(one, fields));
  if ('or' in criteria) return criteria.or.some((one) => meets(one, fields));
  const value = fields[criteria.field] ?? null;
  const constant = criteria.value ?? null;
  const judges: Record<string, () => boolean> = {
    is: () => same(value, constant),
    'is-not': () => !same(value, constant),
    in: () => value !== null && listed(value, constant),
    'not-in': () => value === null || !listed(value, constant),
    empty: () => empty(value),
    'not-empty': () => !empty(value),
    less: () => holds(value, constant, (d) => d < 0),
    'at-most': () => holds(value, constant, (d) => d <= 0),
    more: () => holds(value, constant, (d) => d > 0),
    'at-least': () => holds(value, constant, (d) => d >= 0),
  };
  const judge = judges[criteria.is];
  if (judge === undefined) throw new Error(`The oracle knows no operator ${criteria.is}.`);
  return judge();
}
