import type { Rows } from '@genkan/access/asked';
import type { RecordChange } from '@genkan/domain/changes';
import { NotGathered } from '@genkan/domain/known';
import type { RecordState } from '@genkan/domain/records';

type Pinned<Session> = { record: RecordState | null; readonly sessions: Session[] };

/**
 * The records that live sessions reach others through, kept current by every entry: so that a change of them alters
 * keys at that very entry, without asking the database.
 */
export class OwnSide<Session> implements Rows {
  readonly #rows = new Map<string, Pinned<Session>>();
  readonly #of = new Map<Session, string[]>();

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
    const pinned = this.#rows.get(id) ?? { record, sessions: [] };
    this.#rows.set(id, pinned);
    if (pinned.sessions.includes(session)) return;
    pinned.sessions.push(session);
    const ids = this.#of.get(session);
    if (ids) ids.push(id);
    else this.#of.set(session, [id]);
  }

  /** The session reaches through just these: also those that others had pinned, and no others. */
  keep(session: Session, ids: readonly string[]): void {
    for (const id of [...(this.#of.get(session) ?? [])]) if (!ids.includes(id)) this.#unpin(session, id);
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
  take({ before, after }: RecordChange): readonly Session[] | null {
    const pinned = this.#rows.get((after ?? before)?.id ?? '');
    if (!pinned) return null;
    pinned.record = after;
    return before && after && before.deleted === after.deleted && sameIds(before, after) ? null : pinned.sessions;
  }

  #unpin(session: Session, id: string): void {
    const pinned = this.#rows.get(id);
    if (pinned && without(pinned.sessions, session)) this.#rows.delete(id);
    without(this.#of.get(session) ?? [], id);
  }
}

/** Takes one out of a short list; true when none is left. */
function without<T>(list: T[], one: T): boolean {
  const at = list.indexOf(one);
  if (at >= 0) list.splice(at, 1);
  return list.length === 0;
}

/** Lookups hold texts: a record whose texts did not change leads nowhere else. */
function sameIds(before: RecordState, after: RecordState): boolean {
  for (const name of new Set([...Object.keys(before.fields), ...Object.keys(after.fields)])) {
    const [then, now] = [before.fields[name], after.fields[name]];
    if (then !== now && (typeof then === 'string' || typeof now === 'string')) return false;
  }
  return true;
}
