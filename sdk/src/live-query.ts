import { tell, type Observable } from './observable.ts';
import { rowOrder, type OrderBy } from './order.ts';
import { SortedRows, type Move } from './sorted-rows.ts';
import type { Held, Row } from './held.ts';
import type { Difference } from './store.ts';
import { stream } from './stream.ts';
import { matcher, same, type Where } from './where.ts';

export type LiveSpec = {
  readonly where?: Where;
  readonly orderBy?: OrderBy;
  readonly limit?: number;
  /** The only fields that are shown; a change of others is no change of the list. */
  readonly fields?: readonly string[];
  /** Only a page of the list is held, whatever the size of the module; a module that is too large has no other lists. */
  readonly windowed?: boolean;
  /** Lookups whose record is shown beside them, as `$Account`; see `include.ts`. */
  readonly include?: readonly string[];
};
/**
 * `loading`: not whole yet. `cached`: as an earlier visit left it. `live`: as the server has it. `stale`: as it was when
 * the connection was lost.
 */
export type LivePhase = 'loading' | 'cached' | 'live' | 'stale' | 'denied';
export type LiveState = { readonly rows: readonly Row[]; readonly phase: LivePhase; readonly total: number };
/** Makes of rows what is shown of them. It keeps the identity of what did not change, and nothing of what is gone. */
export type Stage = { show(rows: readonly Row[]): readonly Row[]; close(): void };
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

/** Stands between a list and the rows of its module: only those on a page of the server's are the list's. */
export type WindowView = {
  has(id: string): boolean;
  total(): number;
  phase(): LivePhase;
  /** A row left, or stands at another place: what follows the page may belong on it. */
  moved(): void;
  /** So many rows are to be shown. */
  more(shown: number): void;
};

const nothing: LiveState = { rows: [], phase: 'loading', total: 0 };

/** The same rows in the same order, so that whoever looks need not look again. */
export const sameState = (a: LiveState, b: LiveState): boolean =>
  a.phase === b.phase &&
  a.total === b.total &&
  a.rows.length === b.rows.length &&
  a.rows.every((row, at) => row === b.rows[at]);

/** The answer to a query, kept: filter, order and limit over the replica, moved along by its differences. */
export class LiveQuery implements Observable<LiveState> {
  readonly module: string;
  readonly spec: LiveSpec;
  readonly #ground: Ground;
  readonly #asked: (row: Row) => boolean;
  readonly #order: (a: Row, b: Row) => number;
  /** Where it stands while only pages of its module are held (windows.ts). */
  view: WindowView | null = null;
  readonly sorted: SortedRows;
  #stage: Stage | null = null;
  #waiting = false;
  #closed = false;
  #limit: number;
  #state = nothing;
  #fresh = false;
  readonly #listeners = new Set<(state: LiveState) => void>();
  readonly #followers = new Set<{ push(delta: Delta): void; end(): void }>();

  constructor(module: string, spec: LiveSpec, ground: Ground) {
    this.module = module;
    this.spec = spec;
    this.#ground = ground;
    this.#asked = matcher(spec.where);
    this.#order = rowOrder(spec.orderBy ?? []);
    this.#limit = spec.limit ?? Infinity;
    const rows = [...ground.rows()].map(({ row }) => row).filter(this.#asked);
    this.sorted = new SortedRows(rows, this.#order);
  }

  /** The present answer; rows and state keep their identity until something changes. */
  get(): LiveState {
    if (this.#fresh) return this.#state;
    this.#fresh = true;
    const first = this.sorted.first(this.#limit);
    const rows = this.#stage?.show(first) ?? first;
    const phase = this.view?.phase() ?? this.#ground.phase();
    const next = this.#waiting ? nothing : { rows, phase, total: this.view?.total() ?? this.sorted.length };
    if (!sameState(this.#state, next)) this.#state = next;
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
    this.view?.more(this.#limit);
    this.refresh();
  }

  /** Fields of a row whose shown value has not been answered yet. */
  pendingFields(id: string): readonly string[] {
    return this.#ground.pendingFields(id);
  }

  close(): void {
    for (const follower of this.#followers) follower.end();
    this.#listeners.clear();
    this.#stage?.close();
    this.#closed = true;
    this.#ground.release(this);
  }

  /** From now on the rows are shown as this stage makes them; while it is on its way, none are. */
  stage(stage: Stage | Promise<Stage>): void {
    if ('show' in stage) this.#stage = stage;
    this.#waiting = 'then' in stage;
    if ('then' in stage) void stage.then((come) => (this.#closed ? come.close() : this.stage(come)));
    this.refresh();
  }

  /** The replica moved; told by the client, once per message. */
  apply(differences: readonly Difference[]): void {
    const moves = differences.flatMap((each) => this.#move(each) ?? []);
    if (moves.some((move) => !move.out || !move.in || this.#order(move.out, move.in) !== 0)) this.view?.moved();
    this.step(moves);
  }

  /** Rows come, go and are replaced, as one step. */
  step(moves: readonly Move[]): void {
    if (moves.length === 0) return;
    this.sorted.apply(moves);
    this.refresh();
    if (this.#followers.size > 0) moves.forEach((move) => this.#follow(move));
  }

  /** Something beside the rows changed: the phase, the limit, what is pending. */
  refresh(): void {
    const before = this.#state;
    this.#fresh = false;
    if (this.#listeners.size === 0) this.#forget();
    else if (this.get() !== before) tell(this.#listeners, this.#state);
  }

  /** Nobody looks: nothing of what was shown is kept either. */
  #forget(): void {
    this.#state = nothing;
    this.#stage?.show([]);
  }

  matches(row: Row): boolean {
    return this.#asked(row) && (this.view?.has(row.id) ?? true);
  }

  #move({ before, after }: Difference): Move | null {
    const out = before && this.matches(before.row) ? before.row : null;
    const come = after && this.matches(after.row) ? after.row : null;
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
  const fields = [...names].filter((field) => !same(out[field], come[field]));
  return fields.length === 0 ? null : { op: 'update', id: come.id, row: come, prev: out, fields };
}
