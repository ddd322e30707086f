import type { Row } from './held.ts';

type Order = (a: Row, b: Row) => number;
/** A row leaves, a row comes, or a row is replaced. */
export type Move = { readonly out: Row | null; readonly in: Row | null };

/** Rows kept in a total order. A single move costs a binary search; many at once cost one sort of nearly sorted rows. */
export class SortedRows {
  #rows: Row[];
  #sorted = true;
  readonly #order: Order;

  constructor(rows: Iterable<Row>, order: Order) {
    this.#order = order;
    this.#rows = [...rows].sort(order);
  }

  get length(): number {
    return this.#rows.length;
  }

  /** The first `count` rows, as a value of their own. */
  first(count: number): readonly Row[] {
    this.#sort();
    return this.#rows.slice(0, count);
  }

  apply(moves: readonly Move[]): void {
    if (moves.length > 32 && moves.length > this.#rows.length >> 4) this.#applyMany(moves);
    else {
      this.#sort();
      for (const move of moves) this.#applyOne(move);
    }
  }

  #applyOne(move: Move): void {
    if (move.out && move.in && this.#order(move.out, move.in) === 0) {
      this.#rows[this.#place(move.out)] = move.in;
      return;
    }
    if (move.out) this.#rows.splice(this.#place(move.out), 1);
    if (move.in) this.#rows.splice(this.#place(move.in), 0, move.in);
  }

  #applyMany(moves: readonly Move[]): void {
    const net = new Map<string, Row | null>();
    for (const move of moves) {
      if (move.out) net.set(move.out.id, null);
      if (move.in) net.set(move.in.id, move.in);
    }
    const come = [...net.values()].filter((row) => row !== null);
    this.#rows = this.#rows.filter((row) => !net.has(row.id));
    for (const row of come) this.#rows.push(row);
    this.#sorted = false;
  }

  /** Put off until somebody looks: pages that come one upon the other are sorted once. */
  #sort(): void {
    if (!this.#sorted) this.#rows.sort(this.#order);
    this.#sorted = true;
  }

  /** Where the row stands, or is to stand: the order is total, so there is one place. */
  #place(row: Row): number {
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const there = this.#rows[middle];
      if (there && this.#order(there, row) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
