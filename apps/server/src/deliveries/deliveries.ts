import { randomUUID } from 'node:crypto';
import type { SentRow, SessionRows } from '@genkan/realtime/session-rows';
import {
  everyPortal,
  type Delivery,
  type DeliveryStore,
  type Mark,
  type NodeStart,
  type SentTo,
} from './delivery-store.ts';

export type DeliveriesOptions = {
  readonly store: DeliveryStore;
  /** How far this node has come in each portal it follows. */
  readonly heads: () => readonly Mark[];
  readonly trouble: (error: unknown) => void;
  /** No other node is on this store: what another start left open was left by one that ended. */
  readonly alone: boolean;
  /** Milliseconds between two statements; the marks alone are said every fourth time. */
  readonly everyMs?: number;
  readonly clock?: () => number;
};

export type SessionAt = { readonly session: string; readonly member: string; readonly modules: readonly string[] };

/** Rows that wait while the database cannot be reached; beyond them the oldest are given up, and that is told. */
const mostWaiting = 100_000;
/** Rows of one statement: a thousand that come back at once hold up no turn on the same database for long. */
const mostAtOnce = 2_000;
/** A node of which nothing was heard for so long is not coming back under the same start. */
const lostAfterMs = 3_600_000;
const sayMarksEvery = 4;
const sayAnywayEveryMs = 60_000;
/** Well within `believedMs`, so that nothing is sent later than that after the last word. */
const sayAliveEveryMs = 3_000;
/** A session waits no longer for its first row to be kept: an account that cannot be written holds nobody up. */
const mostPatienceMs = 1_000;

/** Somebody who waits until the rows of a moment are kept. */
type Waiting = { readonly since: number; readonly go: () => void };

/**
 * Takes note of what sessions are sent and writes it down: taking note is a write to a map. Rows that begin are written at
 * once, all that came together in one statement, and their sessions wait for it; what ends is written behind their backs
 * a while later. What a lost connection could not take is said again.
 */
export class Deliveries implements SessionRows {
  readonly #options: DeliveriesOptions;
  readonly #node: NodeStart = randomUUID();
  readonly #clock: () => number;
  /** Rows the store has not got as they are now, by session, module and place. */
  #waiting = new Map<string, Delivery>();
  /** Open rows by portal: a portal nobody listens to needs no mark. */
  readonly #open = new Map<string, number>();
  readonly #said = new Map<string, { readonly sequence: number; readonly at: number }>();
  readonly #timer: NodeJS.Timeout;
  readonly #sweep: NodeJS.Timeout;
  #ticks = 0;
  #writing: Promise<void> = Promise.resolve();
  #busy = false;
  /** Sessions whose rows are not kept yet. */
  #patient: Waiting[] = [];
  #soon: NodeJS.Immediate | null = null;

  constructor(options: DeliveriesOptions) {
    this.#options = options;
    this.#clock = options.clock ?? Date.now;
    this.#timer = setInterval(() => this.#tick(), options.everyMs ?? 250).unref();
    this.#closeLost(options.alone ? this.#clock() : this.#clock() - lostAfterMs);
    this.#sweep = setInterval(() => this.#closeLost(this.#clock() - lostAfterMs), lostAfterMs).unref();
  }

  began(row: SentRow): Promise<void> {
    this.#open.set(row.portal, (this.#open.get(row.portal) ?? 0) + 1);
    this.#note({ ...row, to: null });
    this.#hurry();
    return new Promise((go) => this.#patient.push({ since: this.#clock(), go }));
  }

  ended(row: SentRow, to: number): void {
    this.#open.set(row.portal, (this.#open.get(row.portal) ?? 1) - 1);
    this.#note({ ...row, to });
  }

  /** As `DeliveryStore.whoReceived`, with all this node knows; another node's last second may still be on its way. */
  async whoReceived(portal: string, module: string, sequence: number, at: number): Promise<readonly string[]> {
    await this.#writeAll();
    return this.#options.store.whoReceived(portal, module, sequence, at);
  }

  /** Everybody who was connected at a sequence, with the modules each session was sent then, whole or by windows. */
  async sessionsAt(portal: string, sequence: number): Promise<readonly SessionAt[]> {
    await this.#writeAll();
    return bySession(await this.#options.store.rowsAt(portal, sequence));
  }

  /** Everybody who is connected now, as `sessionsAt` the head: who left at that very entry is there no more. */
  async sessionsNow(portal: string, head: number): Promise<readonly SessionAt[]> {
    await this.#writeAll();
    return bySession((await this.#options.store.rowsAt(portal, head)).filter(({ open }) => open));
  }

  /** Writes what waits. Called when all sessions are closed. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    clearInterval(this.#sweep);
    if (this.#soon) clearImmediate(this.#soon);
    await this.#writeAll().catch(this.#options.trouble);
    letGo(this.#patient.splice(0));
  }

  #note(delivery: Delivery): void {
    this.#waiting.set(`${delivery.session}/${delivery.module}/${delivery.from}`, delivery);
  }

  /** Writes what comes together in this turn of the loop. */
  #hurry(): void {
    this.#soon ??= setImmediate(() => {
      this.#soon = null;
      void this.#next(() => this.#write(false)).catch(this.#options.trouble);
    });
  }

  #tick(): void {
    const limit = this.#clock() - mostPatienceMs;
    letGo(this.#patient.filter(({ since }) => since <= limit));
    this.#patient = this.#patient.filter(({ since }) => since > limit);
    if (this.#busy) return;
    const withMarks = ++this.#ticks % sayMarksEvery === 0;
    if (this.#waiting.size === 0 && !withMarks) return;
    this.#busy = true;
    void this.#next(() => this.#write(withMarks))
      .catch(this.#options.trouble)
      .finally(() => (this.#busy = false));
  }

  async #writeAll(): Promise<void> {
    do await this.#next(() => this.#write(true));
    while (this.#waiting.size > 0);
  }

  #closeLost(heardBefore: number): void {
    void this.#next(() => this.#options.store.closeLost(heardBefore)).catch(this.#options.trouble);
  }

  /** One statement after the other, so that the newest word of a row is the last. */
  #next(write: () => Promise<void>): Promise<void> {
    const written = this.#writing.then(write);
    this.#writing = written.catch(() => undefined);
    return written;
  }

  /** What could not be written waits again, unless there is newer word of it. */
  async #write(withMarks: boolean): Promise<void> {
    const all = [...this.#waiting];
    const taken = new Map(all.slice(0, mostAtOnce));
    const marks = this.#marks(taken, withMarks);
    if (taken.size === 0 && marks.length === 0) return letGo(this.#patient.splice(0));
    this.#waiting = new Map(all.slice(mostAtOnce));
    const served = new Set(all.length <= mostAtOnce ? this.#patient : []);
    const now = this.#clock();
    try {
      await this.#options.store.save(this.#node, [...taken.values()], marks, now);
    } catch (error) {
      this.#waiting = this.#limited(new Map([...taken, ...this.#waiting]));
      throw error;
    }
    letGo(served);
    this.#patient = this.#patient.filter((one) => !served.has(one));
    if (this.#patient.length > 0) this.#hurry();
    for (const { portal, sequence } of marks) this.#said.set(portal, { sequence, at: now });
  }

  /** A row never stands without a mark of its node in its portal; while any is open the node says that it lives. */
  #marks(taken: ReadonlyMap<string, Delivery>, all: boolean): readonly Mark[] {
    const named = new Set([...taken.values()].map(({ portal }) => portal));
    const due = this.#clock() - sayAnywayEveryMs;
    const quiet = (this.#said.get(everyPortal)?.at ?? 0) <= this.#clock() - sayAliveEveryMs;
    const anyOpen = taken.size > 0 || (all && quiet && [...this.#open.values()].some((open) => open > 0));
    const alive: Mark[] = anyOpen ? [{ portal: everyPortal, sequence: 0 }] : [];
    const marks = this.#options.heads().filter(({ portal, sequence }) => {
      if (named.has(portal)) return true;
      const said = this.#said.get(portal);
      return all && (this.#open.get(portal) ?? 0) > 0 && (said?.sequence !== sequence || said.at <= due);
    });
    return [...marks, ...alive];
  }

  #limited(waiting: Map<string, Delivery>): Map<string, Delivery> {
    const over = waiting.size - mostWaiting;
    if (over <= 0) return waiting;
    this.#options.trouble(new Error(`${over} rows of what was sent to whom are lost: the database took none.`));
    return new Map([...waiting].slice(over));
  }
}

function letGo(waiting: Iterable<Waiting>): void {
  for (const { go } of waiting) go();
}

function bySession(rows: readonly SentTo[]): readonly SessionAt[] {
  const sessions = new Map<string, { session: string; member: string; modules: string[] }>();
  for (const { session: row, member, module } of rows) {
    const [session = row] = row.split('/'); // a window's row is named after its session
    const known = sessions.get(session) ?? { session, member, modules: [] };
    if (!known.modules.includes(module)) known.modules.push(module);
    sessions.set(session, known);
  }
  return [...sessions.values()];
}
