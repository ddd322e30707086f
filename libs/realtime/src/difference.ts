import type { RecordState } from '@genkan/domain/records';
import type { Entry } from '@genkan/log/portal-log';
import type { Fragment } from './fragment.ts';
import type { Gaze } from './gaze.ts';
import { difference } from './project.ts';
import { netChanges } from './record-changes.ts';
import { changeText } from './wire-text.ts';

/** A record that may have to be told of: as it was when the client last had it, and as it is. */
export type Candidate = { readonly then: RecordState | null; readonly now: RecordState | null };

/** How far along the ids something has come; `end`: all of them. Ids are compared by code point, as the log orders them. */
export type Place = string | 'start' | 'end';
export const covers = (place: Place, id: string): boolean => place === 'end' || (place !== 'start' && id <= place);

/** A stretch of a difference: what is to be told, and the place it reaches. */
export type Stretch = { readonly fragments: readonly Fragment[]; readonly to: Place };

/**
 * What separates a client from the present in one module: each candidate as seen then by `before`, and now by `after`.
 * One for all sessions with the same (rules then, rules now, from); kept at the head by `take` while it is in use, so
 * that nothing is ever told that is not so any more (P6).
 */
export class Difference {
  readonly before: Gaze | null;
  readonly after: Gaze;
  readonly #candidates = new Map<string, Candidate>();
  readonly #told = new Map<string, Fragment | null>();
  #ids: string[] | null = null;
  /** Up to here every candidate is known. */
  loaded: Place = 'start';
  /** A first picture of more records than are replicated: it is not told. */
  large = false;

  /** `before` null: nothing was seen before, this is a first picture. */
  constructor(before: Gaze | null, after: Gaze) {
    this.before = before;
    this.after = after;
  }

  add(id: string, candidate: Candidate): void {
    if (!this.#candidates.has(id)) this.#ids = null;
    this.#candidates.set(id, candidate);
    this.#told.delete(id);
  }

  has(id: string): boolean {
    return this.#candidates.has(id);
  }

  /** Takes in what changed, of ids beyond `after` (exclusive) and already loaded. */
  take(entries: readonly Entry[], after: Place = 'start'): void {
    if (this.loaded === 'start') return;
    for (const { id, before, after: now } of netChanges(entries, this.after.module).values()) {
      if (covers(after, id) || !covers(this.loaded, id)) continue;
      const known = this.#candidates.get(id);
      if (known) this.add(id, { then: known.then, now });
      else if (this.before?.meets(before) || this.after.meets(now)) this.add(id, { then: this.before && before, now });
    }
  }

  /** What is to be told of the ids beyond a place, up to about so many bytes, as of the head. */
  stretch(from: Place, bytes: number): Stretch {
    const fragments: Fragment[] = [];
    let size = 0;
    for (const id of this.#beyond(from)) {
      const fragment = this.#fragment(id);
      if (!fragment) continue;
      fragments.push(fragment);
      size += fragment.text.length;
      if (size >= bytes) return { fragments, to: id };
    }
    return { fragments, to: this.loaded };
  }

  #beyond(from: Place): readonly string[] {
    this.#ids ??= [...this.#candidates.keys()].sort();
    if (from === 'start') return this.#ids;
    const first = from === 'end' ? -1 : this.#ids.findIndex((id) => id > from);
    return first < 0 ? [] : this.#ids.slice(first);
  }

  #fragment(id: string): Fragment | null {
    const known = this.#told.get(id);
    if (known !== undefined) return known;
    const { then = null, now = null } = this.#candidates.get(id) ?? {};
    const made = fragmentOf(this.after.module, id, this.before, then, this.after, now);
    this.#told.set(id, made);
    return made;
  }
}

/** A record seen then by one gaze and now by another, as a fragment; null when there is nothing to tell. */
export function fragmentOf(
  module: string,
  id: string,
  before: Gaze | null,
  then: RecordState | null,
  after: Gaze,
  now: RecordState | null,
): Fragment | null {
  const seen = before?.view(then) ?? null;
  const shown = after.view(now);
  const change = difference(seen, shown);
  return change && { module, id, seen, shown, text: changeText(module, change) };
}
