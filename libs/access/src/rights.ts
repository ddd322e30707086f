import type { RecordRights } from '@genkan/domain/sight';
import type { CompiledReach, Shape } from './ability.ts';
import { shared } from './shared.ts';

export const noRights: RecordRights = { edit: new Set(), delete: false, copy: false, restore: false };

/** A member's right on a record is the union over the reaches it is met by. */
export const union = (all: readonly RecordRights[]): RecordRights => ({
  edit: new Set(all.flatMap(({ edit }) => [...edit])),
  delete: all.some((one) => one.delete),
  copy: all.some((one) => one.copy),
  restore: all.some((one) => one.restore),
});

/** Nothing may be edited that is not seen. */
export const within = (rights: RecordRights, visible: ReadonlySet<string>): RecordRights => ({
  ...rights,
  edit: shared(rights.edit, visible),
});

export const contains = (all: RecordRights, part: RecordRights): boolean =>
  [...part.edit].every((field) => all.edit.has(field)) &&
  (all.delete || !part.delete) &&
  (all.copy || !part.copy) &&
  (all.restore || !part.restore);

const nameOf = (rights: RecordRights): string =>
  JSON.stringify([[...rights.edit].sort(), rights.delete, rights.copy, rights.restore]);

/** The distinct rights of a tab's reaches, ordered by what they are: the table tells nothing of the reaches behind it. */
export function rightsTableOf(reaches: readonly CompiledReach[]): readonly RecordRights[] {
  const distinct = new Map(reaches.map(({ rights }) => [nameOf(rights), rights]));
  return [...distinct].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, rights]) => rights);
}

/** Rights and code of each mask on one layout, worked out when first asked for. */
export function rightsByMask(
  reaches: readonly CompiledReach[],
  table: readonly RecordRights[],
  visible: ReadonlySet<string>,
): Shape['by'] {
  const kept = new Map<number, ReturnType<Shape['by']>>();
  const entries = table.map((rights) => within(rights, visible));
  return (mask) => {
    const before = kept.get(mask);
    if (before) return before;
    const met = reaches.filter((_, bit) => (mask & (1 << bit)) !== 0);
    const rights = within(union(met.map((reach) => reach.rights)), visible);
    const may = entries.reduce((code, entry, bit) => (contains(rights, entry) ? code | (1 << bit) : code), 0);
    const found = { may, rights };
    kept.set(mask, found);
    return found;
  };
}
