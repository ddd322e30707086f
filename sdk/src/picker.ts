import type { Stage } from './live-query.ts';
import type { Row } from './held.ts';

type Picked = { readonly row: Row; readonly open: string };

/**
 * Rows cut to the fields that somebody reads. A row keeps its identity while none of these changes, neither in value nor
 * in being answered, so that whoever draws it need not draw it again. Of rows that are gone nothing is kept.
 */
export function picked(fields: readonly string[], pendingFields: (id: string) => readonly string[]): Stage {
  const made = new WeakMap<Row, Picked>();
  let last = new Map<string, Picked>();
  const pick = (whole: Row): Picked => {
    const seen = fields.filter((field) => field in whole);
    const row = { ...Object.fromEntries(seen.map((field) => [field, whole[field] ?? null])), id: whole.id };
    const open = pendingFields(whole.id).filter((field) => seen.includes(field));
    const next = { row, open: open.join() };
    const before = last.get(whole.id);
    return before?.open === next.open && same(before.row, row) ? before : next;
  };
  const show = (rows: readonly Row[]): readonly Row[] => {
    const now = new Map<string, Picked>();
    for (const whole of rows) {
      const each = made.get(whole) ?? pick(whole);
      made.set(whole, each);
      now.set(whole.id, each);
    }
    last = now;
    return [...now.values()].map(({ row }) => row);
  };
  return { show, close: () => {} };
}

const same = (a: Row, b: Row): boolean => JSON.stringify(a) === JSON.stringify(b);
