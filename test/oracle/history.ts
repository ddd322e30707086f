import type { Acked } from './commands.ts';
import { fold } from './fold.ts';
import type { State } from './shapes.ts';

/** The acknowledged commands of one portal, in their order, and the portal at every sequence they make. */
export class History {
  #states: State[];
  readonly #acked: Acked[] = [];

  constructor(start: State) {
    this.#states = [start];
  }

  get now(): State {
    const last = this.#states.at(-1);
    if (last === undefined) throw new Error('A history begins with a state.');
    return last;
  }

  /** Begins anew from a state that was built elsewhere, such as by an import. */
  begin(start: State): void {
    this.#states = [start];
    this.#acked.splice(0);
  }

  get acked(): readonly Acked[] {
    return this.#acked;
  }

  /** Adds one command. Answers may come out of order: what follows is folded again. */
  add(acked: Acked): void {
    const before = this.#acked.findLastIndex(({ sequence }) => sequence <= acked.sequence) + 1;
    const later = this.#acked.splice(before);
    this.#states.length -= later.length;
    for (const one of [acked, ...later]) {
      this.#acked.push(one);
      this.#states.push(fold(this.now, one));
    }
  }

  /** The portal at a sequence: entries in between that changed nothing (refusals) leave it as it was. */
  at(sequence: number): State {
    // States stand in order; a long run asks for each of thousands many times.
    let [low, high] = [0, this.#states.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#states[middle]?.sequence ?? Infinity) <= sequence) low = middle + 1;
      else high = middle;
    }
    const state = this.#states[low - 1];
    if (state === undefined) throw new Error(`The history begins after ${sequence}.`);
    return state;
  }
}
