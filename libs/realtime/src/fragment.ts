import { view } from '@genkan/access/view';
import type { CompiledTab } from '@genkan/access/ability';
import type { RecordState } from '@genkan/domain/records';
import type { View } from '@genkan/domain/sight';
import type { Eyes } from './eyes.ts';
import { changedFields, difference } from './project.ts';
import { changeText, plainPiece, type Piece } from './wire-text.ts';

/** One change of one record as one audience is told it: shared by every session that is told the same. */
export type Fragment = {
  readonly module: string;
  readonly id: string;
  readonly seen: View | null;
  readonly shown: View | null;
  readonly text: string;
};

const none: Readonly<Record<string, never>> = {};

/**
 * A record change, told to each audience: its fields are stringified once, and each distinct (visible set, rights) is
 * joined from the pieces once, whatever the number of user types and sessions.
 */
export class ChangedRecord {
  readonly before: RecordState | null;
  readonly after: RecordState | null;
  readonly module: string;
  readonly id: string;
  readonly #changed: readonly string[];
  readonly #reshaped: boolean;
  readonly #pieces = new Map<string, string>();
  readonly #told = new Map<number, Fragment | null>();
  readonly #alike = new Map<string, Fragment>();

  constructor(row: RecordState, before: RecordState | null, after: RecordState | null) {
    this.module = row.module;
    this.id = row.id;
    this.before = before;
    this.after = after;
    this.#changed = changedFields(before?.fields ?? none, after?.fields ?? none);
    this.#reshaped = !before || !after || reshaped(before, after);
  }

  /** Whether this change can alter what such eyes see; asked before anything else is done (F5). */
  touches(tab: CompiledTab): boolean {
    return this.#reshaped || this.#changed.some((field) => tab.touches.has(field));
  }

  /** Null: nothing these eyes see is altered. Masks have at most sixteen bits, one a reach. */
  fragment(eyes: Eyes, then: number, now: number): Fragment | null {
    const audience = (eyes.number * 65_536 + then) * 65_536 + now;
    const known = this.#told.get(audience);
    if (known !== undefined) return known;
    const seen = view(eyes.ability, this.before, then);
    const shown = view(eyes.ability, this.after, now);
    const made = seen || shown ? this.#shared(eyes, seen, shown) : null;
    this.#told.set(audience, made);
    return made;
  }

  #shared(eyes: Eyes, seen: View | null, shown: View | null): Fragment | null {
    const alike = `${look(eyes, seen)}>${look(eyes, shown)}`;
    const known = this.#alike.get(alike);
    if (known) return known;
    const change = difference(seen, shown);
    if (!change) return null;
    const { module, id } = this;
    const made = { module, id, seen, shown, text: changeText(module, change, this.#piece) };
    this.#alike.set(alike, made);
    return made;
  }

  /** Only values of `after` are ever printed, so the field's name is enough. */
  readonly #piece: Piece = (field, value) => {
    const known = this.#pieces.get(field);
    if (known !== undefined) return known;
    const text = plainPiece(field, value);
    this.#pieces.set(field, text);
    return text;
  };
}

const look = (eyes: Eyes, seen: View | null): string => (seen ? `${eyes.visible.get(seen.layout)}.${seen.may}` : '');

/** What decides whether and how a record is met, besides its fields. */
const reshaped = (before: RecordState, after: RecordState): boolean =>
  before.deleted !== after.deleted ||
  before.restricted !== after.restricted ||
  before.layout !== after.layout ||
  (before.keys !== after.keys &&
    (before.keys.length !== after.keys.length || before.keys.some((key, place) => key !== after.keys[place])));
