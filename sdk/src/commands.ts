import type { Clock } from './clock.ts';
import type { Answer } from './contract.ts';
import type { Denial } from './denial.ts';
import type { Effect } from './draft.ts';
import { outcomeOf, passes } from './outcome.ts';
import { Pending, type Ending, type Outcome } from './pending.ts';
import { names, renamed, resolved, type Wish } from './wish.ts';
import type { Command } from './wire.ts';

/** `signal` takes it back if it has not been sent yet, as `cancel` does. */
export type WriteOptions = {
  readonly idempotencyKey?: string;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
};
/**
 * What is done with a command while there is no connection. `wait`: it is unknown after half a minute. `queue`: it waits
 * as long as it takes. `reject`: it is refused at once, as `offline`.
 */
export type OfflineWrites = 'wait' | 'queue' | 'reject';
export type Open = {
  wish: Wish;
  readonly ending: Ending;
  readonly calledOff: () => void;
  /** When it was issued, in ms since 1970. */
  readonly since: number;
  /** It could not go out when it was issued: its sender may no longer be waiting for the outcome. */
  late: boolean;
  sent: boolean;
};
export type Why = 'answered' | 'refused' | 'unknown';

/** What the book needs of the client around it. `send` answers false while there is no connection to send on. */
export type Surroundings = {
  readonly clock: Clock;
  readonly offline: OfflineWrites;
  readonly newKey: () => string;
  readonly send: (command: Command) => boolean;
  readonly show: (key: string, effects: readonly Effect[]) => void;
  readonly unshow: (key: string, why: Why) => void;
  readonly denial: (wish: Wish) => Denial;
  /** A wish waits, or was given another id while it waited: what a store keeps. */
  readonly waits: (key: string, wish: Wish) => void;
  /** It waits no more. Not told when the client closes: what waits then is sent by the next one. */
  readonly ended: (key: string, open: Open, outcome: Outcome) => void;
};

const patienceMs = 30_000;
const pauseMs = 1_000;

/**
 * Commands not answered yet, in the order they were given. Each is sent again under its own key after every
 * reconnect until it is answered or its time is up; the server makes one effect of it (law 1).
 */
export class Commands {
  readonly #open = new Map<string, Open>();
  readonly #around: Surroundings;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  get size(): number {
    return this.#open.size;
  }

  issue(wish: Wish, options: WriteOptions = {}): Pending {
    const key = options.idempotencyKey ?? this.#around.newKey();
    if (this.#open.has(key)) throw new RangeError(`${key} is in use.`);
    const pending = this.#opened(key, wish, options.timeoutMs);
    options.signal?.addEventListener('abort', () => void pending.cancel());
    this.#around.show(key, wish.effects);
    this.#send(key);
    const open = this.#open.get(key);
    if (!open) return pending;
    open.late = !open.sent;
    if (open.late && this.#around.offline === 'reject') this.#refuse(key, 'offline', 'No connection.');
    else if (open.late && options.signal?.aborted) pending.cancel();
    else this.#around.waits(key, wish); // sent is not answered: a page that is left now would lose it
    return pending;
  }

  /** A wish of an earlier client that closed before it was answered. It may have been sent. */
  restore(key: string, wish: Wish): void {
    if (this.#open.has(key)) return;
    this.#opened(key, wish, undefined, true);
    this.#around.show(key, wish.effects);
  }

  /** The connection stands: everything unanswered goes out (again), in order. */
  resend(): void {
    for (const key of this.#open.keys()) this.#send(key);
  }

  /** An answer came. Call it after its effects were applied, so that nothing flickers. */
  answer(answer: Answer): void {
    const open = this.#open.get(answer.id);
    if (!open) return;
    if (passes(answer)) {
      this.#around.clock.after(pauseMs, () => this.#send(answer.id));
      return;
    }
    const { wish } = open;
    const { module = '', id = '' } = wish.edit ?? {};
    const outcome = outcomeOf(answer, {
      place: { module, id },
      denial: () => this.#around.denial(wish),
      resolve: (pick) => {
        if (!wish.edit || outcome.status !== 'conflict') return this.issue(wish);
        return this.issue(resolved(wish.edit, outcome.fields, pick));
      },
    });
    this.#end(answer.id, outcome, outcome.status === 'applied' ? 'answered' : 'refused');
  }

  /** Nobody is signed in any more: what waits is given up, and of what was sent nobody knows. */
  refuseAll(code: string, message: string): void {
    for (const [key, { sent }] of [...this.#open]) {
      if (sent && code === 'unauthenticated') this.#unknown(key, 'timeout');
      else this.#refuse(key, code, message);
    }
  }

  /** The client closes: what has no answer is unknown. */
  close(): void {
    for (const key of [...this.#open.keys()]) this.#unknown(key, 'closed');
  }

  #opened(key: string, wish: Wish, timeoutMs: number | undefined, restored = false): Pending {
    const { clock, offline } = this.#around;
    const { pending, ending } = Pending.open(key, () => this.#cancel(key));
    const patience = timeoutMs ?? (restored || offline === 'queue' ? Infinity : patienceMs);
    const calledOff = patience < Infinity ? clock.after(patience, () => this.#unknown(key, 'timeout')) : () => {};
    this.#open.set(key, {
      wish,
      ending,
      calledOff,
      since: clock.now(),
      late: restored,
      sent: restored,
    });
    return pending;
  }

  #send(key: string): void {
    const open = this.#open.get(key);
    if (!open || this.#heldBack(key, open.wish)) return;
    const sent = this.#around.send({ id: key, name: open.wish.name, input: open.wish.input });
    if (sent) open.ending.sent();
    else open.ending.waiting();
    open.sent ||= sent;
  }

  /** It names a record that an earlier command is still to make. */
  #heldBack(key: string, wish: Wish): boolean {
    for (const [other, { wish: earlier }] of this.#open) {
      if (other === key) return false;
      if (earlier.effects.some(({ op, id }) => op === 'insert' && names(wish, id))) return true;
    }
    return false;
  }

  /** The record that was only wished for stands, or never will: what named it goes on, or ends with it. */
  #provisional(wish: Wish, outcome: Outcome): void {
    const [insert, more] = wish.effects.filter(({ op }) => op === 'insert');
    if (!insert) return;
    const id = outcome.status === 'applied' && !more ? outcome.result['id'] : undefined;
    for (const [key, open] of [...this.#open]) {
      if (!names(open.wish, insert.id)) continue;
      if (typeof id !== 'string') this.#refuse(key, 'not-found', 'Not made.');
      else this.#rename(key, open, renamed(open.wish, insert.id, id));
    }
  }

  #rename(key: string, open: Open, wish: Wish): void {
    open.wish = wish;
    this.#around.unshow(key, 'answered');
    this.#around.show(key, wish.effects);
    this.#around.waits(key, wish);
    this.#send(key);
  }

  #cancel(key: string): boolean {
    if (this.#open.get(key)?.sent !== false) return false;
    this.#refuse(key, 'cancelled', 'Taken back.');
    return true;
  }

  #refuse(key: string, code: string, message: string): void {
    this.#end(key, { status: 'rejected', code, message, issues: [] }, 'refused');
  }

  #unknown(key: string, reason: 'timeout' | 'closed'): void {
    const wish = this.#open.get(key)?.wish;
    if (!wish) return;
    const retry = (): Pending => this.issue(wish, { idempotencyKey: key });
    this.#end(key, { status: 'unknown', reason, retry }, 'unknown');
  }

  #end(key: string, outcome: Outcome, why: Why): void {
    const open = this.#open.get(key);
    if (!open) return;
    this.#open.delete(key);
    open.calledOff();
    this.#around.unshow(key, why);
    open.ending.settle(outcome);
    if (outcome.status === 'unknown' && outcome.reason === 'closed') return;
    this.#around.ended(key, open, outcome);
    this.#provisional(open.wish, outcome);
  }
}
