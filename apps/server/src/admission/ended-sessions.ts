import { accessTokenLife } from '@genkan/identity/access-token';

type Heard = (session: string) => void;

/**
 * Sessions that were ended, here or on another node: known here at once, elsewhere within one look, so that sockets
 * close within a second (SEC-8). An ended session is remembered for as long as a token of it could be shown.
 */
export class EndedSessions {
  readonly #endedSince: (moment: number) => Promise<readonly string[]>;
  readonly #trouble: (error: unknown) => void;
  readonly #ended = new Map<string, number>();
  readonly #listeners = new Set<Heard>();
  readonly #timer: NodeJS.Timeout;
  #looking: Promise<void> = Promise.resolve();

  constructor(
    endedSince: (moment: number) => Promise<readonly string[]>,
    trouble: (error: unknown) => void,
    every = 500,
  ) {
    this.#endedSince = endedSince;
    this.#trouble = trouble;
    this.#timer = setInterval(() => (this.#looking = this.#look(Date.now())), every).unref();
  }

  has(session: string): boolean {
    return this.#ended.has(session);
  }

  add(session: string): void {
    if (this.#ended.has(session)) return;
    this.#ended.set(session, Date.now());
    for (const heard of this.#listeners) heard(session);
  }

  onEnd(heard: Heard): void {
    this.#listeners.add(heard);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  /** Looks back far enough that neither a slow commit nor another node's clock hides an end. */
  async #look(now: number): Promise<void> {
    try {
      for (const session of await this.#endedSince(now - 30_000)) this.add(session);
    } catch (error) {
      this.#trouble(error);
    }
    for (const [session, at] of this.#ended) {
      if (at < now - (accessTokenLife + 60) * 1000) this.#ended.delete(session);
    }
  }
}
