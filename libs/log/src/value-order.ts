import { compareText } from '@genkan/access/compare-text';
import type { Value } from '@genkan/domain/fields';

/** A list prints as PostgreSQL prints a jsonb array, so that both order alike. */
export const sortText = (value: string | boolean | readonly string[]): string =>
  typeof value === 'string'
    ? value
    : typeof value === 'boolean'
      ? String(value)
      : `[${value.map((item) => JSON.stringify(item)).join(', ')}]`;

/** Numbers before text; null is greatest: last going up, first going down. */
export function compareValues(a: Value, b: Value): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'number') return -1;
  if (typeof b === 'number') return 1;
  return compareText(sortText(a), sortText(b));
}
