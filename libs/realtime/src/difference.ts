import type { RecordState } from '@genkan/domain/records';
import type { Entry } from '@genkan/log/portal-log';
import type { Fragment } from './fragment.ts';
import type { Gaze } from './gaze.ts';
import { difference } from './project.ts';
import { netChanges } from './record-changes.ts';
import { beyond, reshapesOf, type Reshape, type Reshapes, type Sighting } from './reshape.ts';
import { columnText, lineOf, reshapeTexts, type Line } from './wire-table.ts';
import { changeText, rowText } from './wire-text.ts';

/** A record that may have to be told of: as it was when the client last had it, and as it is. */
export type Candidate = { readonly then: RecordState | null; readonly now: RecordState | null };

/** How far along the ids something has come; `end`: all of them. Ids are compared by code point, as the log orders them. */
export type Place = string | 'start' | 'end';
export const covers = (place: Place, id: string): boolean => place === 'end' || (place !== 'start' && id <= place);

/** A stretch of a difference, the same for all who are told it. */
export type Stretch = {
  /** JSON without brackets: rows of a first picture, else changes. */
  readonly text: string;
  /** All of it as one fragment, which nothing nets with; null: there is nothing to tell. */
  readonly parcel: Fragment | null;
  readonly to: Place;
};

/** What is told of one record: on its own, or as a line of its layout's column. */
type Told = { readonly text: string } | { readonly reshape: Reshape; readonly line: Line };

const noReshapes: Reshapes = new Map();

/**
 * What separates a client from the present in one module: each candidate as seen then by `before`, and now by `after`.
 * One for all sessions with the same (rules then, rules now, from); kept at the head by `take` while it is in use, so
 * that nothing is ever told that is not so any more (P6).
 */
export class Difference {
  readonly before: Gaze | null;
  readonly after: Gaze;
  readonly #candidates = new Map<string, Candidate>();
  readonly #sightings = new Map<string, Sighting>();
  readonly #told = new Map<string, Told | null>();
  readonly #stretches = new Map<string, Stretch>();
  #ids: string[] | null = null;
  /** Once somebody was told them they stay: what follows builds on them. */
  #reshapes: Reshapes | null = null;
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
    const { then, now } = candidate;
    this.#sightings.set(id, { seen: this.before?.view(then) ?? null, shown: this.after.view(now) });
    this.#told.delete(id);
    this.#stretches.clear();
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
    const name = `${from} ${bytes}`;
    const known = this.#stretches.get(name);
    if (known) return known;
    const made = this.#make(from, bytes);
    this.#stretches.set(name, made);
    return made;
  }

  #make(from: Place, bytes: number): Stretch {
    const { module } = this.after;
    this.#reshapes ??= this.#findReshapes();
    const texts = from === 'start' ? reshapeTexts(module, this.#reshapes) : [];
    const columns = new Map<Reshape, Line[]>();
    let to: Place = this.loaded;
    let size = 0;
    for (const id of this.#beyond(from)) {
      const told = this.#tell(id);
      if (!told) continue;
      if ('text' in told) texts.push(told.text);
      else addTo(columns, told.reshape, told.line);
      size += 'text' in told ? told.text.length : told.line.bytes;
      if (size < bytes) continue;
      to = id;
      break;
    }
    for (const [reshape, lines] of columns) texts.push(columnText(module, reshape, lines));
    const text = texts.join(',');
    return { text, to, parcel: text ? { module, id: `up to ${to}`, seen: null, shown: null, text } : null };
  }

  #findReshapes(): Reshapes {
    const { before, after } = this;
    return before && before.name !== after.name ? reshapesOf(before, after, this.#sightings.values()) : noReshapes;
  }

  #beyond(from: Place): readonly string[] {
    this.#ids ??= [...this.#candidates.keys()].sort();
    if (from === 'start') return this.#ids;
    const first = from === 'end' ? -1 : this.#ids.findIndex((id) => id > from);
    return first < 0 ? [] : this.#ids.slice(first);
  }

  #tell(id: string): Told | null {
    const known = this.#told.get(id);
    if (known !== undefined) return known;
    const sighting = this.#sightings.get(id);
    const made = sighting ? this.#toldOf(sighting) : null;
    this.#told.set(id, made);
    return made;
  }

  #toldOf(sighting: Sighting): Told | null {
    if (!this.before) return sighting.shown && { text: rowText(sighting.shown) };
    const change = beyond(sighting, this.#reshapes ?? noReshapes);
    if (change?.op !== 'column') return change && { text: changeText(this.after.module, change) };
    return { reshape: change.reshape, line: lineOf(change.view, change.reshape) };
  }
}

function addTo<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const known = lists.get(key);
  if (known) known.push(value);
  else lists.set(key, [value]);
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
