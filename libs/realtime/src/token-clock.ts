/**
 * Gives every session a moment of its own once a period, whatever happened in between: that a fresh token comes tells
 * nothing, and neither does that none came (SEC-4). One timer for all.
 */
export class TokenClock<Session> {
  readonly #slots: readonly Set<Session>[];
  readonly #due: (session: Session) => void;
  readonly #timer: NodeJS.Timeout;
  #at = 0;

  /** A session falls due `slots` ticks of `tickMs` after the slot it was put in, again and again. */
  constructor(slots: number, tickMs: number, due: (session: Session) => void) {
    this.#slots = Array.from({ length: slots }, () => new Set<Session>());
    this.#due = due;
    this.#timer = setInterval(() => this.tick(), tickMs);
    this.#timer.unref();
  }

  /** The slot it was put in; it is removed from there. */
  add(session: Session): number {
    this.#slots[this.#at]?.add(session);
    return this.#at;
  }

  remove(session: Session, slot: number): void {
    this.#slots[slot]?.delete(session);
  }

  tick(): void {
    this.#at = (this.#at + 1) % this.#slots.length;
    for (const session of this.#slots[this.#at] ?? []) this.#due(session);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
