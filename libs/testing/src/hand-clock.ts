import type { ClientOptions } from 'genkan';

type Clock = NonNullable<ClientOptions['clock']>;

/** The time of the clients of a test: it goes on when `pass` says so, and what waits for it acts then. */
export class HandClock implements Clock {
  #now = Date.now();
  #due: { readonly at: number; readonly act: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  random(): number {
    return 0.5;
  }

  after(ms: number, act: () => void): () => void {
    const due = { at: this.#now + ms, act };
    this.#due.push(due);
    return () => void (this.#due = this.#due.filter((each) => each !== due));
  }

  /** How many things are still to happen. */
  get waiting(): number {
    return this.#due.length;
  }

  /** So many ms go by: everything that is due by then happens, in order. */
  pass(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const [first] = this.#due.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
      if (!first) break;
      this.#now = first.at;
      this.#due = this.#due.filter((each) => each !== first);
      first.act();
    }
    this.#now = until;
  }
}
