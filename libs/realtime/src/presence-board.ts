import { randomUUID } from 'node:crypto';
import type { Words } from '@genkan/log/words';
import type { PresenceWord, PresenceWords, Whereabouts } from '@genkan/protocol/presence-word';

/** Where somebody is at a record: the names of fields, by their own word. */
export type Spot = NonNullable<Whereabouts['at']>;
/** One session at one record; `node` null: a session of this node. */
export type Presence = Omit<Whereabouts, 'at'> & {
  readonly at: Spot;
  readonly node: string | null;
  readonly heard: number;
};
export const roomOf = ({ module, record }: { readonly module: string; readonly record: string }): string =>
  `${module}/${record}`;

export type BoardOptions = {
  readonly words: Words;
  readonly seal: PresenceWords;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Somebody came to this room, went, or is at another field. */
  readonly moved: (room: string) => void;
};

/** Everybody says again where he is so often, in milliseconds; who was not heard of for three times as long is gone. */
export const repeatMs = 10_000;
const lostMs = 3 * repeatMs;
/** What was said longer ago, or so far ahead, is not believed: nodes whose clocks differ by more share no presence. */
const believedMs = 60_000;
/** What changes within so many milliseconds is said together. */
const gatherMs = 20;
/** A person takes less than 280 bytes, a word 7,800. */
const peopleInAWord = 24;

/**
 * Who is where in a portal, as the sessions of this node and the words of the others have it. Nothing of it lasts, and
 * nothing of it is judged here: whoever is told is told by present rights.
 */
export class PresenceBoard {
  readonly #options: BoardOptions;
  readonly #node = randomUUID();
  readonly #rooms = new Map<string, Map<string, Presence>>();
  readonly #numbers = new Map<string, { readonly number: number; readonly at: number }>();
  readonly #unhear: () => void;
  readonly #timer: NodeJS.Timeout;
  #number = 0;
  #unsaid = new Map<string, Whereabouts>();
  #asks = true;
  #saying: NodeJS.Timeout | null = null;

  constructor(options: BoardOptions) {
    this.#options = options;
    this.#unhear = options.words.hear((word) => this.#hear(word));
    this.#timer = setInterval(() => this.tick(), repeatMs).unref();
    this.#say(); // asks who is there
  }

  /** Everybody at a record, by session. */
  at(room: string): ReadonlyMap<string, Presence> {
    return this.#rooms.get(room) ?? nobody;
  }

  /** A session of this node is there, or not any more (`at` null). */
  put(person: Whereabouts): void {
    const known = this.at(roomOf(person)).get(person.session);
    if (person.at ? sameSpot(known?.at, person.at) : !known) return;
    this.#place(person, null);
    this.#unsaid.set(`${person.session}/${person.record}`, person);
    this.#say();
  }

  /** Says again who is here, and forgets nodes that do not. */
  tick(): void {
    const now = this.#options.clock();
    for (const people of [...this.#rooms.values()]) {
      for (const person of [...people.values()]) {
        const { node, heard, ...said } = person;
        if (node === null) this.#unsaid.set(`${person.session}/${person.record}`, said);
        else if (heard < now - lostMs) this.#place({ ...said, at: null }, node);
      }
    }
    for (const [node, { at }] of this.#numbers) if (at < now - 2 * believedMs) this.#numbers.delete(node);
    this.#sayNow();
  }

  /** Says what is unsaid, and nothing more. */
  stop(): void {
    clearInterval(this.#timer);
    this.#unhear();
    if (this.#saying) this.#sayNow();
  }

  #say(): void {
    if (this.#unsaid.size > 0 || this.#asks) this.#saying ??= setTimeout(() => this.#sayNow(), gatherMs);
  }

  #sayNow(): void {
    const { words, seal, clock } = this.#options;
    if (this.#saying) clearTimeout(this.#saying);
    this.#saying = null;
    const people = [...this.#unsaid.values()];
    const asks = this.#asks;
    this.#unsaid = new Map();
    this.#asks = false;
    for (let from = 0; from < people.length || (asks && from === 0); from += peopleInAWord) {
      const some = people.slice(from, from + peopleInAWord);
      const number = (this.#number += 1);
      words.say(seal.print({ node: this.#node, number, at: clock(), asks: asks && from === 0, people: some }));
    }
  }

  #hear(text: string): void {
    const word = this.#options.seal.read(text);
    if (!word || word.node === this.#node || !this.#isNew(word)) return;
    for (const person of word.people) this.#place(person, word.node);
    if (word.asks) this.tick();
  }

  /** An old word that somebody repeats brings nobody back (SEC-35). */
  #isNew({ node, number, at }: PresenceWord): boolean {
    const now = this.#options.clock();
    if (Math.abs(now - at) > believedMs || number <= (this.#numbers.get(node)?.number ?? 0)) return false;
    this.#numbers.set(node, { number, at: now });
    return true;
  }

  #place({ at, ...person }: Whereabouts, node: string | null): void {
    const room = roomOf(person);
    const people = this.#rooms.get(room) ?? new Map<string, Presence>();
    const known = people.get(person.session);
    if (known && known.node !== node) return; // nobody speaks for another node's session
    if (at) people.set(person.session, { ...person, at, node, heard: this.#options.clock() });
    else people.delete(person.session);
    if (people.size > 0) this.#rooms.set(room, people);
    else this.#rooms.delete(room);
    if (!sameSpot(known?.at, at ?? undefined)) this.#options.moved(room);
  }
}

const nobody: ReadonlyMap<string, Presence> = new Map();

const sameSpot = (a: Spot | undefined, b: Spot | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && a.viewing === b.viewing && a.editing === b.editing);
