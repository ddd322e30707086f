import type { Entry } from './portal-log.ts';

/** The newest entries of a portal, held for resume: the oldest go when more than `capacity` changes are held. */
export class Ring {
  readonly #capacity: number;
  #entries: Entry[] = [];
  /** Where in `#entries` the ring begins: gone entries are cut off in batches, not one by one. */
  #from = 0;
  #weight = 0;
  #start: number;

  /** `start`: the sequence behind which the ring begins. */
  constructor(capacity: number, start: number) {
    this.#capacity = capacity;
    this.#start = start;
  }

  push(entry: Entry): void {
    this.#entries.push(entry);
    this.#weight += weight(entry);
    for (
      let oldest = this.#entries[this.#from];
      this.#weight > this.#capacity && oldest;
      oldest = this.#entries[this.#from]
    ) {
      this.#weight -= weight(oldest);
      this.#start = oldest.sequence;
      this.#from += 1;
    }
    if (this.#from > 1000 && this.#from * 2 > this.#entries.length) this.#cut();
  }

  /** Entries after a sequence; null when the ring no longer holds them all. */
  since(sequence: number): readonly Entry[] | null {
    return sequence < this.#start ? null : this.#entries.slice(this.#from + sequence - this.#start);
  }

  #cut(): void {
    this.#entries = this.#entries.slice(this.#from);
    this.#from = 0;
  }
}

const weight = (entry: Entry): number => Math.max(1, entry.changes.length);
