import type { Change } from '@genkan/domain/changes';
import type { Member } from '@genkan/domain/members';
import type { RecordState } from '@genkan/domain/records';
import { countedOn, type Users } from '@genkan/domain/users';
import { BoundedMap } from './bounded-map.ts';

/** The place of a record: ids are unique, but what stands in another module is not this record (law 7). */
export const recordKey = (module: string, id: string): string => `${module}/${id}`;

/**
 * Rows as they are at the actor's head, between turns. Every entry, own or foreign, keeps them current; null says that
 * there is no such row. Sets (who refers, who is tied) are not kept: they are asked anew each turn.
 */
export class RowCache {
  /** By id alone: ids are unique in a portal. Null: it was removed. */
  readonly #records: BoundedMap<string, RecordState | null>;
  /** Places that were asked for and hold nothing. */
  readonly #absent: BoundedMap<string, true>;
  readonly members: BoundedMap<string, Member | null>;
  /** How many of each user type, once somebody asked. */
  users: Users | null = null;

  constructor(limits: { readonly records: number; readonly members: number } = { records: 50_000, members: 50_000 }) {
    this.#records = new BoundedMap(limits.records);
    this.#absent = new BoundedMap(Math.ceil(limits.records / 5));
    this.members = new BoundedMap(limits.members);
  }

  /** The record at a place, null where there is none, undefined where nothing is known. */
  record(module: string, id: string): RecordState | null | undefined {
    const row = this.#records.get(id);
    if (row !== undefined) return row?.module === module ? row : null;
    return this.#absent.has(recordKey(module, id)) ? null : undefined;
  }

  learnRecord(module: string, id: string, row: RecordState | null): void {
    if (row) this.#records.set(id, row);
    else this.#absent.set(recordKey(module, id), true);
  }

  /** How many records are held. */
  get size(): number {
    return this.#records.size;
  }

  /** What this actor committed: kept, because who changed it is likely to come back to it. */
  keep(changes: readonly Change[]): void {
    this.#count(changes);
    this.#lay(changes);
  }

  #lay(changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.kind === 'record') {
        const row = change.after ?? change.before;
        if (row) this.#records.set(row.id, change.after);
      } else if (change.kind === 'member') {
        const row = change.after ?? change.before;
        if (row) this.members.set(row.id, change.after);
      }
    }
  }

  /** What another node committed: replaces what is held, also that there was nothing, and brings no other row in. */
  follow(changes: readonly Change[]): void {
    this.#count(changes);
    this.#lay(changes.filter((change) => this.#holds(change)));
  }

  #count(changes: readonly Change[]): void {
    if (this.users && changes.some(({ kind }) => kind === 'member')) this.users = countedOn(this.users, changes);
  }

  #holds(change: Change): boolean {
    if (change.kind === 'member') {
      const row = change.after ?? change.before;
      return row !== null && this.members.has(row.id);
    }
    if (change.kind !== 'record') return false;
    const row = change.after ?? change.before;
    return row !== null && (this.#records.has(row.id) || this.#absent.has(recordKey(row.module, row.id)));
  }

  clear(): void {
    this.#records.clear();
    this.#absent.clear();
    this.members.clear();
    this.users = null;
  }
}
