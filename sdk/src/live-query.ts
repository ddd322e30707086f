import type { Value } from './contract.ts';
import { tell, type Observable } from './observable.ts';
import { rowOrder, type OrderBy } from './order.ts';
import { SortedRows, type Move } from './sorted-rows.ts';
import type { Difference, Held, Row } from './store.ts';
import { stream } from './stream.ts';
import { matcher, type Where } from './where.ts';

export type LiveSpec = { readonly where?: Where; readonly orderBy?: OrderBy; readonly limit?: number };
/** `loading`: not whole yet. `live`: as the server has it. `stale`: as it was when the connection was lost. */
export type LivePhase = 'loading' | 'live' | 'stale' | 'denied';
export type LiveState = { readonly rows: readonly Row[]; readonly phase: LivePhase; readonly total: number };
/** What happened to the list; it says that a row left, never why. */
export type Delta =
  | { readonly op: 'enter'; readonly id: string; readonly row: Row }
  | {
      readonly op: 'update';
      readonly id: string;
      readonly row: Row;
      readonly prev: Row;
      readonly fields: readonly string[];
    }
  | { readonly op: 'leave'; readonly id: string };

/** Where a live query stands: the replica's rows as shown, and what is known of the module. */
export type Ground = {
  rows(): Iterable<Held>;
  phase(): LivePhase;
  pendingFields(id: string): readonly string[];
  release(query: LiveQuery): void;
};

/** The answer to a query, kept: filter, order and limit over the replica, moved along by its differences. */
export class LiveQuery implements Observable<LiveState> {
  readonly module: string;
  readonly #ground: Ground;
  readonly #matches: (row: Row) => boolean;
  readonly #sorted: SortedRows;
  #limit: number;
  #state: LiveState | null = null;
  readonly #listeners = new Set<(state: LiveState) => void>();
  readonly #followers = new Set<{ push(delta: Delta): void; end(): void }>();

  constructor(module: string, spec: LiveSpec, ground: Ground) {
    this.module = module;
    this.#ground = ground;
    this.#matches = matcher(spec.where);
    this.#limit = spec.limit ?? Infinity;
    const rows = [...ground.rows()].map(({ row }) => row).filter(this.#matches);
    this.#sorted = new SortedRows(rows, rowOrder(spec.orderBy ?? []));
  }

  /** The present answer; rows and state keep their identity until something changes. */
  get(): LiveState {
    this.#state ??= {
      rows: this.#sorted.first(this.#limit),
      phase: this.#ground.phase(),
      total: this.#sorted.length,
    };
    return this.#state;
  }

  subscribe(listener: (state: LiveState) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** What happens to the list from now on, one by one, whatever the limit. */
  deltas(): AsyncGenerator<Delta, void> {
    return stream((push, end) => {
      const follower = { push, end };
      this.#followers.add(follower);
      return () => void this.#followers.delete(follower);
    });
  }

  /** Shows more of what is held already. */
  loadMore(count = 50): void {
    this.#limit += count;
    this.refresh();
  }

  /** Fields of a row whose shown value has not been answered yet. */
  pendingFields(id: string): readonly string[] {
    return this.#ground.pendingFields(id);
  }

  close(): void {
    for (const follower of this.#followers) follower.end();
    this.#listeners.clear();
    this.#ground.release(this);
  }

  /** The replica moved; told by the client, once per message. */
  apply(differences: readonly Difference[]): void {
    const moves = differences.flatMap((each) => this.#move(each) ?? []);
    if (moves.length === 0) return;
    this.#sorted.apply(moves);
    this.refresh();
    if (this.#followers.size > 0) moves.forEach((move) => this.#follow(move));
  }

  /** Something beside the rows changed: the phase, the limit, what is pending. */
  refresh(): void {
    this.#state = null;
    if (this.#listeners.size > 0) tell(this.#listeners, this.get());
  }

  #move({ before, after }: Difference): Move | null {
    const out = before && this.#matches(before.row) ? before.row : null;
    const come = after && this.#matches(after.row) ? after.row : null;
    return out === come ? null : { out, in: come };
  }

  #follow(move: Move): void {
    const delta = deltaOf(move);
    if (delta) for (const follower of this.#followers) follower.push(delta);
  }
}

function deltaOf({ out, in: come }: Move): Delta | null {
  if (come === null) return out && { op: 'leave', id: out.id };
  if (out === null) return { op: 'enter', id: come.id, row: come };
  const names = new Set([...Object.keys(out), ...Object.keys(come)]);
  const fields = [...names].filter((field) => differ(out[field], come[field]));
  return fields.length === 0 ? null : { op: 'update', id: come.id, row: come, prev: out, fields };
}

const differ = (a: Value | undefined, b: Value | undefined): boolean =>
  a !== b && !(Array.isArray(a) && Array.isArray(b) && JSON.stringify(a) === JSON.stringify(b));
