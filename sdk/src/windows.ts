import type { Clock } from './clock.ts';
import type { Connection } from './connection.ts';
import type { View, WindowAsked, WindowPage, WindowRefused } from './contract.ts';
import type { EventLog } from './event-log.ts';
import type { LivePhase, LiveQuery } from './live-query.ts';
import type { Replica } from './replica.ts';
import { criteriaOf } from './where-criteria.ts';
import type { Move } from './sorted-rows.ts';
import { problemIn } from './wire-answer.ts';
import type { Answered } from './wire.ts';

export type WindowNeeds = {
  readonly clock: Clock;
  readonly replica: Replica;
  readonly connection: Pick<Connection, 'send' | 'state'>;
  readonly events: EventLog;
};

/** `asking`: a page is on its way. `old`: the list may be another, and is asked for anew soon. */
type Entry = {
  readonly query: LiveQuery;
  readonly name: string;
  state: 'asking' | 'shown' | 'old' | 'denied';
  ids: ReadonlySet<string>;
  total: number;
  limit: number;
  paged: boolean;
  askedAt: number;
  calledOff: () => void;
};

/** The most a window shows, and what it shows of a list without a limit. */
const mostShown = 500;
/** A list that keeps changing is asked for no more often, in ms. */
const pauseMs = 300;
/** What could not be answered for a while is asked again after so long, in ms. */
const retryMs = 1_000;
const passing = new Set(['unavailable', 'too-many', 'behind']);

/**
 * Lists of modules that are not held whole: each stands on a page of the server's, kept current by frames, and asked for
 * anew when it may be another.
 */
export class Windows {
  readonly #needs: WindowNeeds;
  readonly #entries = new Map<string, Entry>();
  #names = 0;

  constructor(needs: WindowNeeds) {
    this.#needs = needs;
  }

  /** What stands on this module, or is to, stands on windows from now on. */
  open(module: string): void {
    for (const query of this.#needs.replica.queries(module)) if (!query.view) this.#open(query);
  }

  #open(query: LiveQuery): void {
    const name = `w${(this.#names += 1)}`;
    const limit = Math.min(query.spec.limit ?? mostShown, mostShown);
    const entry: Entry = { query, name, state: 'asking', ids: new Set(), total: 0, limit, ...unasked };
    this.#entries.set(name, entry);
    query.view = {
      has: (id) => entry.ids.has(id),
      total: () => entry.total,
      phase: () => this.#phase(entry),
      moved: () => this.#changed(entry),
      more: (shown) => {
        entry.limit = Math.min(shown, mostShown);
        this.#ask(entry);
      },
    };
    this.#rebuild(query);
    this.#ask(entry);
  }

  close(query: LiveQuery): void {
    for (const [name, entry] of this.#entries) {
      if (entry.query !== query) continue;
      entry.calledOff();
      this.#entries.delete(name);
      this.#send('close-window', { window: name });
      this.#show(query.module, [], this.#gone(query.module, entry.ids));
    }
  }

  page(message: WindowPage, bytes: number): void {
    const entry = this.#heard(message, bytes);
    if (entry) this.#page(entry, message);
  }

  changed(message: { readonly window: string }, bytes: number): void {
    const entry = this.#heard(message, bytes);
    if (entry) this.#changed(entry);
  }

  refused(message: WindowRefused, bytes: number): void {
    const entry = this.#heard(message, bytes);
    if (entry) this.#deny(entry, message.code);
  }

  #heard(message: { readonly window: string }, bytes: number): Entry | undefined {
    this.#needs.events.note('in', 'subscription', message, bytes);
    return this.#entries.get(message.window);
  }

  #page(entry: Entry, { rows, total }: WindowPage): void {
    const { module } = entry.query;
    const before = entry.ids;
    entry.ids = new Set(rows.map(({ id }) => id));
    entry.total = total;
    entry.paged = true;
    this.#show(module, rows, this.#gone(module, before));
    entry.calledOff();
    entry.state = 'shown';
    this.#rebuild(entry.query);
  }

  #changed(entry: Entry): void {
    if (entry.state === 'denied' || !entry.paged) return;
    entry.state = 'old';
    entry.query.refresh();
    this.#askLater(entry, Math.max(0, entry.askedAt + pauseMs - this.#needs.clock.now()));
  }

  /** Every connection, and other rights, may have another answer. */
  askAll(denied = false): void {
    for (const entry of this.#entries.values()) if (!denied || entry.state === 'denied') this.#ask(entry);
  }

  /** Somebody else signed in: nothing that is held is his. */
  forget(): void {
    for (const entry of this.#entries.values()) {
      const { ids } = entry;
      entry.ids = new Set();
      entry.paged = false;
      this.#show(entry.query.module, [], [...ids]);
      this.#rebuild(entry.query);
    }
  }

  #phase({ state, paged }: Entry): LivePhase {
    if (state === 'denied') return 'denied';
    if (!paged) return 'loading';
    return state === 'shown' && this.#needs.connection.state.state === 'live' ? 'live' : 'stale';
  }

  #ask(entry: Entry): void {
    const { clock } = this.#needs;
    const { name: window, query, limit } = entry;
    const { spec } = query;
    entry.calledOff();
    const where = criteriaOf(spec.where);
    if (!where) return this.#deny(entry, 'invalid');
    const orderBy = (spec.orderBy ?? []).map(([field, way]): WindowAsked['orderBy'][number] => [field, way]);
    const asked = { window, module: query.module, where, orderBy, limit };
    const at = clock.now();
    entry.askedAt = at;
    if (entry.state !== 'shown') entry.state = 'asking';
    this.#send('window', asked, (answer) => {
      const problem = problemIn(answer);
      if (problem && entry.askedAt === at && this.#entries.get(window) === entry) this.#deny(entry, problem.code);
    });
    query.refresh();
  }

  #send(event: string, message: object, answered?: Answered): void {
    const { connection, events } = this.#needs;
    if (connection.send(event, message, answered)) events.note('out', 'subscription', { event, ...message });
  }

  #askLater(entry: Entry, ms: number): void {
    entry.calledOff();
    entry.calledOff = this.#needs.clock.after(ms, () => this.#ask(entry));
  }

  #deny(entry: Entry, code: string): void {
    if (passing.has(code)) return this.#askLater(entry, retryMs);
    const before = entry.ids;
    entry.state = 'denied';
    entry.ids = new Set();
    entry.total = 0;
    this.#show(entry.query.module, [], this.#gone(entry.query.module, before));
    this.#rebuild(entry.query);
  }

  /** Some rows of a module as they are now, and without those that nobody shows any more. */
  #show(module: string, rows: readonly View[], gone: readonly string[]): void {
    const { replica } = this.#needs;
    const held = gone.filter((id) => replica.store.row(module, id));
    if (held.length > 0) replica.frame(held.map((id) => ({ op: 'remove', module, id })));
    replica.snapshot(module, rows, true);
  }

  /** The window holds other ids: rows come and go. */
  #rebuild(query: LiveQuery): void {
    const held = new Map(query.sorted.first(Infinity).map((row) => [row.id, row]));
    const moves: Move[] = [];
    for (const { row } of this.#needs.replica.rows(query.module)) {
      if (!query.matches(row)) continue;
      const before = held.get(row.id) ?? null;
      held.delete(row.id);
      if (before !== row) moves.push({ out: before, in: row });
    }
    for (const out of held.values()) moves.push({ out, in: null });
    query.step(moves);
    query.refresh();
  }

  /** Of these ids those that no window of the module shows any more. */
  #gone(module: string, ids: Iterable<string>): string[] {
    const others = [...this.#entries.values()].filter(({ query }) => query.module === module);
    return [...ids].filter((id) => !others.some((entry) => entry.ids.has(id)));
  }
}

const unasked = { paged: false, askedAt: 0, calledOff: () => {} };
