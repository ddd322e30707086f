import type { FieldConflict, Issue } from './wire.ts';

/** How a command ended: a value, never a surprise throw. */
export type Outcome<R = Readonly<Record<string, unknown>>> =
  /** `replayed`: the server had done it before, under the same key. */
  | { readonly status: 'applied'; readonly result: R; readonly replayed: boolean }
  | {
      readonly status: 'rejected';
      readonly code: string;
      readonly message: string;
      readonly issues: readonly Issue[];
    }
  /** This member lacks the right. What he may not even see is `rejected` as not found or unknown. */
  | { readonly status: 'denied'; readonly code: string; readonly message: string }
  /** Nothing was written. `resolve` sends the edit again, field by field mine, theirs, or something else. */
  | {
      readonly status: 'conflict';
      readonly message: string;
      readonly fields: readonly FieldConflict[];
      resolve(pick: (conflict: FieldConflict) => Choice): Pending<R>;
    }
  /** No answer in time: it may have happened. `retry` asks under the same key, so it happens at most once. */
  | { readonly status: 'unknown'; readonly reason: 'timeout' | 'closed'; retry(): Pending<R> };

export type Choice = 'mine' | 'theirs' | { readonly set: unknown };

/** Thrown by `orThrow` only: an outcome that is not `applied`, as an error. */
export class CommandFailed extends Error {
  readonly code: string;
  readonly outcome: Outcome<unknown>;
  constructor(outcome: Exclude<Outcome<unknown>, { status: 'applied' }>) {
    super('message' in outcome ? outcome.message : 'There was no answer in time. Retry with the same key.');
    this.code = 'code' in outcome ? outcome.code : outcome.status;
    this.outcome = outcome;
  }
}

export type Ending = { settle(outcome: Outcome): void; sent(): void; waiting(): void };

/** A command on its way: await it for its outcome. `key` is its id: the same key never has two effects. */
export class Pending<R = Readonly<Record<string, unknown>>> implements PromiseLike<Outcome<R>> {
  readonly key: string;
  #phase: 'queued' | 'sent' | 'answered' = 'queued';
  readonly #outcome: Promise<Outcome<R>>;
  readonly #cancel: () => boolean;

  private constructor(key: string, outcome: Promise<Outcome<R>>, cancel: () => boolean) {
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

  then<A = Outcome<R>, B = never>(
    done?: ((outcome: Outcome<R>) => A | PromiseLike<A>) | null,
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
