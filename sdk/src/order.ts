import type { Value } from './contract.ts';

/** By code point, as the server's `COLLATE "C"`: UTF-16 order differs from it above U+FFFF. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** Surrogates (U+D800-DFFF) stand for code points above every other unit. */
const rank = (unit: number): number => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800);

/** Null is the greatest: last going up, first going down. A number before a text only if a field held both. */
export function compareValues(a: Value, b: Value): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return compareText(JSON.stringify(a), JSON.stringify(b));
}

export type OrderBy = readonly (readonly [field: string, direction: 'asc' | 'desc'])[];
type Ordered = { readonly id: string; readonly [field: string]: Value | undefined };

/** A total order over rows: the named fields, ties by id going up. A field that is not seen counts as null. */
export function rowOrder(orderBy: OrderBy): (a: Ordered, b: Ordered) => number {
  const keys = orderBy.map(([field, direction]) => ({ field, sign: direction === 'asc' ? 1 : -1 }));
  return (a, b) => {
    for (const { field, sign } of keys) {
      const way = compareValues(a[field] ?? null, b[field] ?? null);
      if (way !== 0) return way * sign;
    }
    return a.id === b.id ? 0 : compareText(a.id, b.id);
  };
}
