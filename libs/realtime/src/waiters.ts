/** Who waits for something to happen to one of many: told of that one, all who wait for it go on, and nobody else. */
export class Waiters<Of> {
  readonly #waiting = new Map<Of, (() => void)[]>();

  /** Resolves the next time `of` is told. What was told before does not count: look first, then wait, with no await between. */
  next(of: Of): Promise<void> {
    return new Promise((go) => this.#waiting.set(of, [...(this.#waiting.get(of) ?? []), go]));
  }

  /** Whoever waits again, on hearing this, waits for the next time. */
  tell(of: Of): void {
    const waiting = this.#waiting.get(of) ?? [];
    this.#waiting.delete(of);
    for (const go of waiting) go();
  }
}
