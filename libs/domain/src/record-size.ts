import type { Value } from './fields.ts';

/** The most a record's fields may take as JSON, in bytes. */
export const recordSizeLimit = 65_536;

const atMost = (value: Value | undefined): number =>
  typeof value === 'string'
    ? 6 * value.length + 2
    : Array.isArray(value)
      ? value.reduce((n, one) => n + 6 * one.length + 3, 2)
      : 26;

/** Whether fields take more than a record may. Most records are far below: a bound is summed before JSON is made. */
export function tooLarge(fields: Readonly<Record<string, Value>>): boolean {
  let bound = 2;
  for (const name of Object.keys(fields)) bound += name.length + 4 + atMost(fields[name]);
  return bound > recordSizeLimit && new TextEncoder().encode(JSON.stringify(fields)).length > recordSizeLimit;
}
