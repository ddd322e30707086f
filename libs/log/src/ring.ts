import type { Change, RecordChange } from '@genkan/domain/changes';
import type { RecordState } from '@genkan/domain/records';
import type { Entry } from './portal-log.ts';

type Held = { readonly row: RecordState | null; readonly sequence: number };

/**
 * The newest entries of a portal, held for resume, with the rows they led to, from which a reader goes on: the oldest go
 * when more than `capacity` changes are held.
 */
export class Ring {
  readonly #capacity: number;
  #entries: Entry[] = [];
  readonly #rows = new Map<string, Held>();
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
    this.#keepRows(entry);
    this.#weight += weight(entry);
    for (
      let oldest = this.#entries[this.#from];
      this.#weight > this.#capacity && oldest;
      oldest = this.#entries[this.#from]
    ) {
      this.#weight -= weight(oldest);
      this.#dropRows(oldest);
      this.#start = oldest.sequence;
      this.#from += 1;
    }
    if (this.#from > 1000 && this.#from * 2 > this.#entries.length) this.#cut();
  }

  /** Entries after a sequence; null when the ring no longer holds them all. */
  since(sequence: number): readonly Entry[] | null {
    return sequence < this.#start ? null : this.#entries.slice(this.#from + sequence - this.#start);
  }

  /** A record after the newest entry, if one of the entries held changed it; undefined: not known here. */
  row(id: string): RecordState | null | undefined {
    return this.#rows.get(id)?.row;
  }

  #keepRows({ changes, sequence }: Entry): void {
    for (const { before, after } of changes.filter(isOfRecord)) {
      const id = (after ?? before)?.id;
      if (id !== undefined) this.#rows.set(id, { row: after, sequence });
    }
  }

  /** A row that a newer entry changed again stays. */
  #dropRows({ changes, sequence }: Entry): void {
    for (const { before, after } of changes.filter(isOfRecord)) {
      const id = (after ?? before)?.id;
      if (id !== undefined && this.#rows.get(id)?.sequence === sequence) this.#rows.delete(id);
    }
  }

  #cut(): void {
    this.#entries = this.#entries.slice(this.#from);
    this.#from = 0;
  }
}

const isOfRecord = (change: Change): change is RecordChange => change.kind === 'record';
const weight = (entry: Entry): number => Math.max(1, entry.changes.length);
