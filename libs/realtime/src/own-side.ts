import type { Rows } from '@genkan/access/asked';
import type { RecordChange } from '@genkan/domain/changes';
import { NotGathered } from '@genkan/domain/known';
import type { RecordState } from '@genkan/domain/records';

type Pinned<Session> = { record: RecordState | null; readonly sessions: Set<Session> };

/**
 * The records that live sessions reach others through, kept current by every entry: so that a change of them alters
 * keys at that very entry, without asking the database.
 */
export class OwnSide<Session> implements Rows {
  readonly #rows = new Map<string, Pinned<Session>>();
  readonly #of = new Map<Session, Set<string>>();

  record(module: string, id: string): RecordState | null {
    const pinned = this.#rows.get(id);
    if (!pinned) throw new NotGathered({ ask: 'record', module, id });
    return pinned.record?.module === module ? pinned.record : null;
  }

  /** No member's keys are found backwards along a lookup. */
  referring(module: string, field: string, id: string): never {
    throw new NotGathered({ ask: 'referring', module, field, id });
  }

  has(id: string): boolean {
    return this.#rows.has(id);
  }

  pin(session: Session, id: string, record: RecordState | null): void {
    const pinned = this.#rows.get(id) ?? { record, sessions: new Set<Session>() };
    this.#rows.set(id, pinned);
    pinned.sessions.add(session);
    const ids = this.#of.get(session) ?? new Set<string>();
    this.#of.set(session, ids.add(id));
  }

  /** The session reaches through just these: also those that others had pinned, and no others. */
  keep(session: Session, ids: ReadonlySet<string>): void {
    for (const id of this.#of.get(session) ?? []) if (!ids.has(id)) this.#unpin(session, id);
    for (const id of ids) {
      const pinned = this.#rows.get(id);
      if (pinned) this.pin(session, id, pinned.record);
    }
  }

  release(session: Session): void {
    for (const id of [...(this.#of.get(session) ?? [])]) this.#unpin(session, id);
    this.#of.delete(session);
  }

  /** Takes a change in; answers the sessions whose keys it may alter: a lookup moved, or the record came or went. */
  take({ before, after }: RecordChange): ReadonlySet<Session> | null {
    const pinned = this.#rows.get((after ?? before)?.id ?? '');
    if (!pinned) return null;
    pinned.record = after;
    return before && after && before.deleted === after.deleted && sameIds(before, after) ? null : pinned.sessions;
  }

  #unpin(session: Session, id: string): void {
    const pinned = this.#rows.get(id);
    pinned?.sessions.delete(session);
    if (pinned?.sessions.size === 0) this.#rows.delete(id);
    this.#of.get(session)?.delete(id);
  }
}

/** Lookups hold texts: a record whose texts did not change leads nowhere else. */
function sameIds(before: RecordState, after: RecordState): boolean {
  for (const name of new Set([...Object.keys(before.fields), ...Object.keys(after.fields)])) {
    const [then, now] = [before.fields[name], after.fields[name]];
    if (then !== now && (typeof then === 'string' || typeof now === 'string')) return false;
  }
  return true;
}
