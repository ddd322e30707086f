import type { Scope } from '@genkan/access/ability';
import { meets } from '@genkan/access/criteria';
import type { RecordState } from '@genkan/domain/records';
import { heldKeys } from './held-keys.ts';

/** The keys of members who hold the same ones, before and after; none: they meet nothing there. */
export type KeyGroup = { readonly before: readonly string[]; readonly after: readonly string[] };
export type TallyRequest = {
  readonly module: string;
  /** What is shown at all, before and after; their keys do not count. Null: nothing. */
  readonly before: Scope | null;
  readonly after: Scope | null;
  readonly groups: readonly KeyGroup[];
};
/** Of one group (its place in the request) and layout: how many records are met before, after, and both times. */
export type TallyRow = {
  readonly group: number;
  readonly layout: string;
  readonly before: number;
  readonly after: number;
  readonly both: number;
};

const shown = (scope: Scope | null, record: RecordState): boolean =>
  scope !== null &&
  !record.deleted &&
  (scope.withRestricted || !record.restricted) &&
  scope.layouts.includes(record.layout) &&
  meets(scope.criteria, record.fields);

/** As plainly as it can be said. */
export function tallyInMemory(records: readonly RecordState[], request: TallyRequest): readonly TallyRow[] {
  return request.groups.flatMap((keys, group) => {
    const rows = new Map<string, { before: number; after: number; both: number }>();
    for (const record of records) {
      const held = heldKeys(record);
      const before = shown(request.before, record) && held.some((key) => keys.before.includes(key));
      const after = shown(request.after, record) && held.some((key) => keys.after.includes(key));
      const row = rows.get(record.layout) ?? { before: 0, after: 0, both: 0 };
      row.before += Number(before);
      row.after += Number(after);
      row.both += Number(before && after);
      rows.set(record.layout, row);
    }
    return [...rows]
      .filter(([, row]) => row.before + row.after > 0)
      .map(([layout, row]) => ({ group, layout, ...row }));
  });
}
