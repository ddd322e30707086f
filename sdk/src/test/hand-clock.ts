import type { Clock } from '../clock.ts';

/** Time that passes when the test says so. */
export class HandClock implements Clock {
  #now = 0;
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

  get waiting(): number {
    return this.#due.length;
  }

  pass(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const [first] = this.#due.filter((each) => each.at <= until).sort((a, b) => a.at - b.at);
      if (!first) break;
      this.#now = first.at;
      this.#due = this.#due.filter((each) => each !== first);
      first.act();
    }
    this.#now = until;
  }
}
