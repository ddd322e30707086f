import type { RecordState } from '@genkan/domain/records';

/** The keys by which a record is met: `*` and `=<id>` beside the stored ones. A deleted record is met by none. */
export const heldKeys = (record: RecordState | null): readonly string[] =>
  record === null || record.deleted ? [] : ['*', `=${record.id}`, ...record.keys];

/** Keys a change gave up: what `left` is answered from. */
export function lostKeys(before: RecordState | null, after: RecordState | null): readonly string[] {
  const now = new Set(heldKeys(after));
  return heldKeys(before).filter((key) => !now.has(key));
}

/** The two stored keys under which a record refers to `id` by a lookup: the living one, and the dead one of a deleted target. */
export const referringKeys = (field: string, id: string): readonly [string, string] => [
  `${field}:${id}`,
  `~${field}:${id}`,
];
