import type { Change } from '@genkan/domain/changes';
import type { Member } from '@genkan/domain/members';
import type { RecordState } from '@genkan/domain/records';
import { BoundedMap } from './bounded-map.ts';

/** The place of a record: ids are unique, but what stands in another module is not this record (law 7). */
export const recordKey = (module: string, id: string): string => `${module}/${id}`;

/**
 * Rows as they are at the actor's head, between turns. Every entry, own or foreign, keeps them current; null says that
 * there is no such row. Sets (who refers, who is tied) are not kept: they are asked anew each turn.
 */
export class RowCache {
  readonly records: BoundedMap<string, RecordState | null>;
  readonly members: BoundedMap<string, Member | null>;

  constructor(limits: { readonly records: number; readonly members: number } = { records: 50_000, members: 50_000 }) {
    this.records = new BoundedMap(limits.records);
    this.members = new BoundedMap(limits.members);
  }

  /** What this actor committed: kept, because who changed it is likely to come back to it. */
  keep(changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.kind === 'record') {
        const row = change.after ?? change.before;
        if (row) this.records.set(recordKey(row.module, row.id), change.after);
      } else if (change.kind === 'member') {
        const row = change.after ?? change.before;
        if (row) this.members.set(row.id, change.after);
      }
    }
  }

  /** What another node committed: replaces rows that are held, brings none in. */
  follow(changes: readonly Change[]): void {
    this.keep(
      changes.filter((change) => {
        if (change.kind !== 'record' && change.kind !== 'member') return false;
        const row = change.after ?? change.before;
        if (!row) return false;
        return change.kind === 'member'
          ? this.members.has(row.id)
          : 'module' in row && this.records.has(recordKey(row.module, row.id));
      }),
    );
  }

  clear(): void {
    this.records.clear();
    this.members.clear();
  }
}
