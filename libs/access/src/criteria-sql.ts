import type { Criteria } from '@genkan/domain/criteria';
import type { Value } from '@genkan/domain/fields';

/** Keeps a value as a bound parameter and answers its placeholder (`$3`), which may be used several times. */
export type Bind = (value: unknown) => string;
type Leaf = Extract<Criteria, { field: string }>;

const comparison = { less: '<', 'at-most': '<=', more: '>', 'at-least': '>=' } as const;

/** A record's value as jsonb, JSON null when it is missing. `column` is our own SQL; the field's name is bound (SEC-15). */
export const storedValue =
  (bind: Bind, column = 'r.fields') =>
  (field: string): string =>
    `coalesce(${column} -> ${bind(field)}::text, 'null'::jsonb)`;

const json = (bind: Bind, value: Value): string => `${bind(JSON.stringify(value))}::text::jsonb`;

/** A constant that cannot be compared makes the condition false without a look at the row, so nothing is bound for it. */
const comparable = ({ is, value }: Leaf): boolean =>
  is in comparison
    ? typeof value === 'number' || typeof value === 'string'
    : is === 'in' || is === 'not-in'
      ? Array.isArray(value)
      : true;

/** CASE, because a cast is only evaluated for rows whose value has the type: a text is never read as a number. */
function compared(value: string, sign: string, constant: Value, bind: Bind): string {
  if (typeof constant === 'number')
    return `(case when jsonb_typeof(${value}) = 'number' then (${value})::numeric ${sign} ${json(bind, constant)}::numeric else false end)`;
  return `(case when jsonb_typeof(${value}) = 'string' then (${value} #>> '{}') collate "C" ${sign} ${bind(constant)}::text collate "C" else false end)`;
}

const among = (value: string, list: Value, bind: Bind): string =>
  `(jsonb_typeof(${value}) = 'string' and ${json(bind, list)} @> ${value})`;

const empty = (value: string): string => `(${value} in ('null'::jsonb, '""'::jsonb, '[]'::jsonb))`;

function comparableSql({ is, value: constant = null }: Leaf, value: string, bind: Bind): string {
  switch (is) {
    case 'is':
      return `(${value} = ${json(bind, constant)})`;
    case 'is-not':
      return `(${value} <> ${json(bind, constant)})`;
    case 'in':
      return among(value, constant, bind);
    case 'not-in':
      return `(not ${among(value, constant, bind)})`;
    case 'empty':
      return empty(value);
    case 'not-empty':
      return `(not ${empty(value)})`;
    case 'less':
    case 'at-most':
    case 'more':
    case 'at-least':
      return compared(value, comparison[is], constant, bind);
    default:
      return is satisfies never;
  }
}

const joined = (parts: readonly string[], word: 'and' | 'or', none: string): string =>
  parts.length === 0 ? none : `(${parts.join(` ${word} `)})`;

/**
 * Criteria as an SQL condition that is never null, with the very answers of `meets` on PGlite and PostgreSQL.
 * `valueOf` gives a field's value as jsonb SQL; hand in another than `storedValue` to hide fields from a reader's filter.
 */
export function criteriaSql(
  criteria: Criteria | null,
  bind: Bind,
  valueOf: (field: string) => string = storedValue(bind),
): string {
  if (criteria === null) return 'true';
  if ('and' in criteria)
    return joined(
      criteria.and.map((one) => criteriaSql(one, bind, valueOf)),
      'and',
      'true',
    );
  if ('or' in criteria)
    return joined(
      criteria.or.map((one) => criteriaSql(one, bind, valueOf)),
      'or',
      'false',
    );
  if (!comparable(criteria)) return criteria.is === 'not-in' ? 'true' : 'false';
  return comparableSql(criteria, valueOf(criteria.field), bind);
}
