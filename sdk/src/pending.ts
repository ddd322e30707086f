import type { Denial } from './denial.ts';
import type { FieldConflict, Issue } from './wire.ts';

type Result = Readonly<Record<string, unknown>>;
/** How a command ended: a value, never a surprise throw. `E`: the codes it may be refused with; `C`: its conflicts. */
export type Outcome<R = Result, E extends string = string, C extends FieldConflict = FieldConflict> =
  /** `replayed`: the server had done it before, under the same key. */
  | { readonly status: 'applied'; readonly result: R; readonly replayed: boolean }
  /** What was shown of it is taken back. `offline`, `cancelled`: it never left. */
  | {
      readonly status: 'rejected';
      readonly code: E | 'cancelled' | 'offline';
      readonly message: string;
      readonly issues: readonly Issue[];
    }
  /** This member lacks the right. What he may not even see is `rejected` as not found or unknown. */
  | { readonly status: 'denied'; readonly code: string; readonly message: string; readonly why: Denial }
  /** Nothing was written. `resolve` sends the edit again, field by field mine, theirs, or something else. */
  | {
      readonly status: 'conflict';
      readonly message: string;
      readonly fields: readonly C[];
      resolve(pick: (conflict: C) => Choice): Pending<R, E, C>;
    }
  /** No answer in time: it may have happened. `retry` asks under the same key, so it happens at most once. */
  | { readonly status: 'unknown'; readonly reason: 'timeout' | 'closed'; retry(): Pending<R, E, C> };

export type Choice = 'mine' | 'theirs' | { readonly set: unknown };

/** Every outcome but `applied`. */
export type Refused = Exclude<Outcome<unknown>, { status: 'applied' }>;

/** Thrown by `orThrow` only: an outcome that is not `applied`, as an error. */
export class CommandFailed extends Error {
  readonly code: string;
  readonly outcome: Refused;
  constructor(outcome: Refused) {
    super('message' in outcome ? outcome.message : 'There was no answer.');
    this.code = 'code' in outcome ? outcome.code : outcome.status;
    this.outcome = outcome;
  }
}

export type Ending = { settle(outcome: Outcome): void; sent(): void; waiting(): void };

/** A command on its way: await it for its outcome. `key` is its id: the same key never has two effects. */
export class Pending<
  R = Result,
  E extends string = string,
  C extends FieldConflict = FieldConflict,
> implements PromiseLike<Outcome<R, E, C>> {
  readonly key: string;
  #phase: 'queued' | 'sent' | 'answered' = 'queued';
  readonly #outcome: Promise<Outcome<R, E, C>>;
  readonly #cancel: () => boolean;

  private constructor(key: string, outcome: Promise<Outcome<R, E, C>>, cancel: () => boolean) {
    this.key = key;
    this.#outcome = outcome;
    this.#cancel = cancel;
  }

  /** A pending command and the hand that ends it. */
  static open(key: string, cancel: () => boolean): { readonly pending: Pending; readonly ending: Ending } {
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    const pending = new Pending(key, promise, cancel);
    const ending: Ending = {
      settle: (outcome) => {
        pending.#phase = 'answered';
        resolve(outcome);
      },
      sent: () => void (pending.#phase = 'sent'),
      waiting: () => void (pending.#phase = 'queued'),
    };
    return { pending, ending };
  }

  /** `queued`: waiting for a connection; it will be sent by itself. */
  get phase(): 'queued' | 'sent' | 'answered' {
    return this.#phase;
  }

  then<A = Outcome<R, E, C>, B = never>(
    done?: ((outcome: Outcome<R, E, C>) => A | PromiseLike<A>) | null,
    failed?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#outcome.then(done, failed);
  }

  /** The result, or `CommandFailed` with the outcome in it. */
  async orThrow(): Promise<R> {
    const outcome = await this.#outcome;
    if (outcome.status === 'applied') return outcome.result;
    throw new CommandFailed(outcome);
  }

  /** Takes it back if it has not been sent yet; false: too late, its outcome will tell. */
  cancel(): boolean {
    return this.#cancel();
  }
}
