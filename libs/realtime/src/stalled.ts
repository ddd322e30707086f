import type { SessionWriter } from './session-writer.ts';

export const usualStalledMs = 60_000;

type Stuck = { readonly unsent: number; readonly since: number };

/**
 * Finds the sessions whose transport has let go of nothing for too long: what they wait for is bounded, and so is how
 * long it is kept (P9). A slow one that takes a little now and then is not among them.
 */
export class Stalled<Session extends { readonly writer: SessionWriter }> {
  readonly #sessions: ReadonlySet<Session>;
  readonly #patienceMs: number;
  readonly #given: (session: Session) => void;
  readonly #timer: NodeJS.Timeout;
  #stuck = new Map<Session, Stuck>();
  #looked = 0;

  /** `given` is told of each session that is given up. */
  constructor(sessions: ReadonlySet<Session>, patienceMs: number, given: (session: Session) => void) {
    this.#sessions = sessions;
    this.#patienceMs = patienceMs;
    this.#given = given;
    this.#timer = setInterval(() => this.look(performance.now()), patienceMs / 12).unref();
  }

  /** After a long time without a look this process stood still itself, and nobody is blamed for it. */
  look(now: number): void {
    const before = now - this.#looked < this.#patienceMs / 2 ? this.#stuck : new Map<Session, Stuck>();
    this.#looked = now;
    this.#stuck = new Map();
    for (const session of this.#sessions) {
      const unsent = session.writer.unsent();
      if (unsent === 0) continue;
      const known = before.get(session);
      const since = known && unsent >= known.unsent ? known.since : now;
      if (now - since >= this.#patienceMs) this.#given(session);
      else this.#stuck.set(session, { unsent, since });
    }
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
