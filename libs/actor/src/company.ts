/** Turns of fewer commands are waited for by nobody: a lone writer is never slowed down. */
const fewest = 4;
const milliseconds = 1;

/**
 * Those who are answered together ask again together, but not at the same instant. A turn that began at the first of
 * them would leave the others to the next one, and a turn costs the same whatever it holds: so it is begun when as many
 * wait as the last one held, or a millisecond later.
 */
export class Company {
  readonly #sleep: (milliseconds: number) => Promise<void>;
  #expected = 0;
  #together: (() => void) | null = null;

  constructor(sleep: (milliseconds: number) => Promise<void>) {
    this.#sleep = sleep;
  }

  /** A turn was begun with so many. */
  left(size: number): void {
    this.#expected = size;
  }

  /** One more came; so many wait now. */
  came(waiting: number): void {
    if (waiting >= this.#expected) this.#together?.();
  }

  /** Null: no others are expected. */
  gathers(waiting: number): Promise<void> | null {
    if (this.#expected < fewest || waiting >= this.#expected) return null;
    return new Promise((begin) => {
      const together = (): void => {
        if (this.#together === together) this.#together = null;
        begin();
      };
      this.#together = together;
      void this.#sleep(milliseconds).then(together);
    });
  }
}
