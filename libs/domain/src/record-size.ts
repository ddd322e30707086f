import type { Value } from './fields.ts';

/** The most a record's fields may take as JSON, in bytes. */
export const recordSizeLimit = 65_536;

const atMost = (value: Value | undefined): number =>
  typeof value === 'string'
    ? 6 * value.length + 2
    : Array.isArray(value)
      ? value.reduce((n, one) => n + 6 * one.length + 3, 2)
      : 26;

type Values = Readonly<Record<string, Value>>;

function bound(fields: Values): number {
  let sum = 2;
  for (const name of Object.keys(fields)) sum += name.length + 4 + atMost(fields[name]);
  return sum;
}

/** Whether fields with changes laid over them take more than a record may. A bound is summed first: most are far below. */
export const tooLarge = (fields: Values, changes: Values = {}): boolean =>
  bound(fields) + bound(changes) > recordSizeLimit &&
  new TextEncoder().encode(JSON.stringify({ ...fields, ...changes })).length > recordSizeLimit;
