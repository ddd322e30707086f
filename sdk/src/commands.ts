import type { Clock } from './clock.ts';
import type { Answer, Value } from './contract.ts';
import { outcomeOf, passes } from './outcome.ts';
import { Pending, type Choice, type Ending, type Outcome } from './pending.ts';
import type { Command, FieldConflict } from './wire.ts';

export type WriteOptions = { readonly idempotencyKey?: string; readonly timeoutMs?: number };
/** A wish as it goes out; `edit` is shown at once, over the replica, until it is answered. */
export type Wish = {
  readonly name: string;
  readonly input: unknown;
  readonly edit?: Edit;
};
export type Edit = {
  readonly module: string;
  readonly id: string;
  readonly set: Readonly<Record<string, Value>>;
  readonly base: Readonly<Record<string, Value>>;
};
type Open = { readonly wish: Wish; readonly ending: Ending; readonly calledOff: () => void; sent: boolean };

/** What the book needs of the client around it. `send` answers false while there is no connection to send on. */
export type Surroundings = {
  readonly clock: Clock;
  readonly newKey: () => string;
  readonly send: (command: Command) => boolean;
  readonly show: (key: string, edit: Edit) => void;
  readonly unshow: (key: string, why: 'answered' | 'refused' | 'unknown') => void;
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
    if (this.#open.has(key)) throw new RangeError(`The key ${key} is in use by a command that is not answered yet.`);
    const { pending, ending } = Pending.open(key, () => this.#cancel(key));
    const giveUp = (): void => this.#unknown(key, 'timeout');
    const calledOff = this.#around.clock.after(options.timeoutMs ?? patienceMs, giveUp);
    this.#open.set(key, { wish, ending, calledOff, sent: false });
    if (wish.edit) this.#around.show(key, wish.edit);
    this.#send(key);
    return pending;
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
    const outcome = outcomeOf(answer, (pick) => this.#resolve(open.wish, answer, pick));
    this.#end(answer.id, outcome, outcome.status === 'applied' ? 'answered' : 'refused');
  }

  /** The client closes: what has no answer is unknown. */
  close(): void {
    for (const key of [...this.#open.keys()]) this.#unknown(key, 'closed');
  }

  #send(key: string): void {
    const open = this.#open.get(key);
    if (!open) return;
    const sent = this.#around.send({ id: key, name: open.wish.name, input: open.wish.input });
    if (sent) open.ending.sent();
    else open.ending.waiting();
    open.sent ||= sent;
  }

  #cancel(key: string): boolean {
    const open = this.#open.get(key);
    if (!open || open.sent) return false;
    this.#end(
      key,
      { status: 'rejected', code: 'cancelled', message: 'It was taken back before it was sent.', issues: [] },
      'refused',
    );
    return true;
  }

  #unknown(key: string, reason: 'timeout' | 'closed'): void {
    const wish = this.#open.get(key)?.wish;
    if (!wish) return;
    const retry = (): Pending => this.issue(wish, { idempotencyKey: key });
    this.#end(key, { status: 'unknown', reason, retry }, 'unknown');
  }

  #end(key: string, outcome: Outcome, why: 'answered' | 'refused' | 'unknown'): void {
    const open = this.#open.get(key);
    if (!open) return;
    this.#open.delete(key);
    open.calledOff();
    if (open.wish.edit) this.#around.unshow(key, why);
    open.ending.settle(outcome);
  }

  /** The same edit again, each conflicting field as picked and based on theirs. */
  #resolve(wish: Wish, answer: Answer, pick: (conflict: FieldConflict) => Choice): Pending {
    const edit = wish.edit;
    if (!edit || answer.status !== 'rejected') return this.issue(wish);
    const set: Record<string, Value> = { ...edit.set };
    const base: Record<string, Value> = { ...edit.base };
    for (const conflict of answer.conflicts) {
      const choice = pick(conflict);
      base[conflict.field] = asValue(conflict.theirs);
      if (choice === 'theirs') delete set[conflict.field];
      else if (choice !== 'mine') set[conflict.field] = asValue(choice.set);
    }
    return this.issue(updateWish({ ...edit, set, base: only(base, set) }));
  }
}

/** An edit as the command it is: the fields it sets and the value each was based on. */
export const updateWish = (edit: Edit): Wish => ({
  name: 'update-record',
  input: { module: edit.module, id: edit.id, set: edit.set, base: edit.base },
  edit,
});

const only = <T>(values: Readonly<Record<string, T>>, names: object): Record<string, T> =>
  Object.fromEntries(Object.entries(values).filter(([name]) => name in names));

const asValue = (value: unknown): Value =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : Array.isArray(value)
      ? value.map(String)
      : null;
