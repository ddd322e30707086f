import type { Value } from './contract.ts';
import { compareValues } from './order.ts';

/** Equality by a bare value; `contains` is part of a text (exact) or member of a list. All named conditions hold. */
export type Condition =
  Value | { readonly in?: readonly Value[]; readonly gte?: Value; readonly lte?: Value; readonly contains?: string };
export type Where = { readonly [field: string]: Condition | undefined };
type Judged = { readonly [field: string]: Value | undefined };

/** One judgement per row, made once per query. A field that is not seen counts as null. */
export function matcher(where: Where | undefined): (row: Judged) => boolean {
  const tests = Object.entries(where ?? {}).flatMap(([field, condition]) =>
    condition === undefined ? [] : [{ field, holds: judge(condition) }],
  );
  return (row) => tests.every(({ field, holds }) => holds(row[field] ?? null));
}

function judge(condition: Condition): (value: Value) => boolean {
  if (condition === null || typeof condition !== 'object' || isList(condition)) return (v) => same(v, condition);
  const { in: choices, gte, lte, contains } = condition;
  return (value) =>
    (choices === undefined || choices.some((choice) => same(value, choice))) &&
    (gte === undefined || (comparable(value, gte) && compareValues(value, gte) >= 0)) &&
    (lte === undefined || (comparable(value, lte) && compareValues(value, lte) <= 0)) &&
    (contains === undefined || holds(value, contains));
}

const isList = (value: unknown): value is readonly string[] => Array.isArray(value);

/** Lists are the same when their members are, in order. */
export const same = (a: Value | undefined, b: Value | undefined): boolean =>
  a === b || (isList(a) && isList(b) && a.length === b.length && a.every((item, at) => item === b[at]));

/** Null compares with nothing (DECISIONS, criteria). */
const comparable = (a: Value, b: Value): boolean => a !== null && b !== null && typeof a === typeof b;

const holds = (value: Value, part: string): boolean =>
  typeof value === 'string' ? value.includes(part) : isList(value) && value.includes(part);
