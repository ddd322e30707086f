import { tell } from './observable.ts';
import { stream } from './stream.ts';

/** One thing that happened on the wire or in the client. `t` is in ms since 1970, `bytes` as it stood on the wire. */
export type LogEvent = {
  readonly t: number;
  readonly dir: 'in' | 'out' | 'local';
  readonly kind:
    | 'snapshot'
    | 'frame'
    | 'command'
    | 'query'
    | 'subscription'
    | 'status'
    | 'ability'
    | 'reset'
    | 'rollback'
    | 'violation';
  readonly bytes?: number;
  readonly detail: unknown;
};

/** The last things that happened, newest last; the one source for devtools, inspectors and bug reports. */
export class EventLog implements AsyncIterable<LogEvent> {
  readonly #kept: LogEvent[] = [];
  readonly #listeners = new Set<(event: LogEvent) => void>();
  readonly #limit: number;
  readonly #now: () => number;

  constructor(limit: number, now: () => number) {
    this.#limit = limit;
    this.#now = now;
  }

  note(dir: LogEvent['dir'], kind: LogEvent['kind'], detail: unknown, bytes?: number): void {
    const event: LogEvent = { t: this.#now(), dir, kind, detail, ...(bytes === undefined ? {} : { bytes }) };
    this.#kept.push(event);
    if (this.#kept.length > 2 * this.#limit) this.#kept.splice(0, this.#kept.length - this.#limit);
    if (this.#listeners.size > 0) tell(this.#listeners, event);
  }

  recent(): readonly LogEvent[] {
    return this.#kept.slice(-this.#limit);
  }

  /** The kept events as JSON lines, for a bug report. It holds what the member saw: treat it as his. */
  export(): string {
    return this.recent()
      .map((event) => JSON.stringify(event))
      .join('\n');
  }

  subscribe(listener: (event: LogEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** From now on, until the loop is left. */
  [Symbol.asyncIterator](): AsyncGenerator<LogEvent, void> {
    return stream((push) => this.subscribe(push));
  }
}
