/** One person's SDK, and what may be seen of it. Runs in Node and in a page alike: plain data in, plain data out. */
import { createClient, type Client, type LiveQueryOf, type Row } from 'genkan';
import type { LiveSpec } from '../../sdk/src/live-query.ts';
import type { Clock } from '../../sdk/src/clock.ts';
import type { OfflineStore } from '../../sdk/src/offline-store.ts';
import { isWritten, Writes, type WriteReport } from './writes.ts';

export type SeatOptions = {
  readonly url: string;
  readonly kept: boolean;
  readonly offlineWrites: 'wait' | 'queue' | 'reject';
};
/** What a seat is given by where it stands. `token`: null while nobody may come in. */
export type Surroundings = { token(): Promise<string | null>; store(): OfflineStore };

export type ListReport = {
  readonly module: string;
  readonly spec: LiveSpec;
  readonly phase: string;
  readonly total: number;
  readonly rows: readonly Row[];
  /** Fields that are shown as not answered yet, as `id field`. */
  readonly pending: readonly string[];
};
export type SeatReport = {
  readonly state: string;
  readonly pendingWrites: number;
  readonly lists: readonly ListReport[];
  readonly writes: readonly WriteReport[];
  /** Values of writes that were shown without a pending mark at any time. */
  readonly shownFinal: readonly (string | number)[];
  readonly inbox: readonly string[];
  readonly faults: readonly string[];
};

/** Waits last a fiftieth, so that nothing is slept for. */
const hasty: Clock = {
  now: () => Date.now(),
  after: (ms, act) => {
    const timer = setTimeout(act, Math.min(ms / 50, 2 ** 31 - 1));
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};

export class Seat {
  readonly #options: SeatOptions;
  readonly #around: Surroundings;
  readonly #faults: string[] = [];
  readonly #lists: { readonly module: string; readonly spec: LiveSpec; query: LiveQueryOf<Row> }[] = [];
  readonly writes = new Writes();
  #client: Client;

  constructor(options: SeatOptions, around: Surroundings) {
    this.#options = options;
    this.#around = around;
    this.#client = this.#enter();
  }

  open(module: string, spec: LiveSpec): void {
    this.#lists.push({ module, spec, query: this.#watch(module, spec) });
  }

  shut(which: number): void {
    const [gone] = this.#lists.splice(which % Math.max(this.#lists.length, 1), 1);
    gone?.query.close();
  }

  edit(id: string, set: Record<string, string | number>, timeoutMs?: number): void {
    this.writes.add(this.#client.update('Deals', id, set, timeoutMs === undefined ? {} : { timeoutMs }), id, set);
    this.#look();
  }

  /** Makes a record, and edits it before it is made. */
  create(fields: Record<string, string | number>, then: Record<string, string | number> | null): void {
    let provisional = '';
    const optimistic = {
      optimistic: (draft: { insert(module: string, row: object): string }) =>
        void (provisional = draft.insert('Deals', fields)),
    };
    this.writes.add(
      this.#client.command('create-record', { module: 'Deals', fields }, optimistic as object),
      provisional,
      fields,
    );
    this.#look();
    if (then) this.edit(provisional, then);
  }

  cancel(): void {
    this.writes.last()?.pending.cancel();
    this.#look();
  }

  /** Takes up a conflict again with another value. */
  resolve(value: number): void {
    const met = this.writes.takeConflict();
    if (!met) return;
    const set = Object.fromEntries(met.fields.map(({ field }) => [field, field === 'Name' ? `~${value}~` : value]));
    const mine = Object.fromEntries(Object.entries(met.set).filter(([field]) => !(field in set)));
    if (Object.keys(mine).length > 0) return; // its value would be two writes'
    this.writes.add(
      met.resolve(({ field }) => ({ set: set[field] })),
      met.row,
      set,
    );
    this.#look();
  }

  /** The page is loaded anew: what is kept is all that is left. */
  async reload(): Promise<void> {
    await this.#client.close();
    await turn();
    this.writes.left();
    this.#client = this.#enter();
    for (const list of this.#lists) list.query = this.#watch(list.module, list.spec);
  }

  /** Resolves when nothing is under way any more: caught up and all answered, or sent away. */
  async settle(): Promise<void> {
    for (let calm = 0; calm < 2;) {
      if (!(await this.#back())) return;
      await Promise.race([this.#client.caughtUp().catch(() => {}), this.#reaches(sentAway)]);
      const again = this.writes.takeUnknown();
      for (const retry of again) this.writes.again(retry.write, retry.retry());
      calm = again.length === 0 && this.#client.status.get().pendingWrites === 0 ? calm + 1 : 0;
    }
    await turn();
  }

  report(): SeatReport {
    const { state, pendingWrites } = this.#client.status.get();
    const violations = this.#client.events.recent().filter(({ kind }) => kind === 'violation');
    return {
      state,
      pendingWrites,
      lists: this.#lists.map(({ module, spec, query }) => {
        const { rows, phase, total } = query.get();
        const pending = rows.flatMap(({ id }) => query.pendingFields(id).map((field) => `${id} ${field}`));
        return { module, spec, phase, total, rows, pending };
      }),
      writes: this.writes.report(),
      shownFinal: [...this.writes.shownFinal],
      inbox: this.#client.inbox.get().map(({ key }) => key),
      faults: [...this.#faults, ...violations.map(({ detail }) => `violation: ${JSON.stringify(detail)}`)],
    };
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  #enter(): Client {
    const { url, kept, offlineWrites } = this.#options;
    return createClient({
      url,
      auth: () => this.#around.token(),
      clock: hasty,
      offlineWrites,
      keepEvents: 50_000,
      ...(kept ? { store: this.#around.store() } : {}),
    });
  }

  #watch(module: string, spec: LiveSpec): LiveQueryOf<Row> {
    const query = this.#client.live(module, spec);
    query.subscribe(() => queueMicrotask(() => this.#look()));
    return query;
  }

  /** What is on the screen now: a value that is not answered is marked, and one that was refused is gone. */
  #look(): void {
    for (const { module, query } of this.#lists)
      for (const row of query.get().rows)
        for (const [field, value] of Object.entries(row)) {
          if (!isWritten(value)) continue;
          const marked = query.pendingFields(row.id).includes(field);
          const wrong = this.writes.shown(row.id, value, marked);
          if (wrong) this.#faults.push(`${module} ${row.id} shows ${field} ${value} ${wrong}`);
        }
  }

  /** False: sent away for good, as things are. */
  async #back(): Promise<boolean> {
    for (;;) {
      const { state } = this.#client.status.get();
      if (state === 'live') return true;
      if (sentAway(state) && (await this.#around.token()) === null) return false;
      if (sentAway(state) || state === 'offline') this.#client.wake();
      await this.#reaches((now) => now === 'live' || now === 'offline' || sentAway(now));
    }
  }

  #reaches(there: (state: string) => boolean): Promise<void> {
    const { status } = this.#client;
    return new Promise((resolve) => {
      if (there(status.get().state)) return resolve();
      const stop = status.subscribe(({ state }) => {
        if (!there(state)) return;
        stop();
        resolve();
      });
    });
  }
}

const sentAway = (state: string): boolean => ['needs-auth', 'revoked', 'incompatible'].includes(state);
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
