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
    | 'answer'
    | 'query'
    | 'subscription'
    | 'presence'
    | 'entry'
    | 'status'
    | 'ability'
    | 'reset'
    | 'rollback'
    | 'store'
    | 'violation';
  readonly bytes?: number | undefined;
  readonly detail: unknown;
};

/** What is kept of a detail: ids, names and codes, and no value of any field (G-25). */
const outlined = 'event ms module id op status code key why rule state reason name change changes rows answers';
const outline = (detail: unknown): unknown => JSON.parse(JSON.stringify(detail, outlined.split(' ')));

/**
 * The last things that happened, newest last; the one source for devtools, inspectors and bug reports. Who listens hears
 * them whole; what is kept is an outline without values, for a value may be withdrawn later.
 */
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
    const event: LogEvent = { t: this.#now(), dir, kind, detail, bytes };
    this.#kept.push({ ...event, detail: outline(detail) });
    if (this.#kept.length > 2 * this.#limit) this.#kept.splice(0, this.#kept.length - this.#limit);
    tell(this.#listeners, event);
  }

  recent(): readonly LogEvent[] {
    return this.#kept.slice(-this.#limit);
  }

  /** The kept events as JSON lines, for a bug report: no values, but ids and names that the member saw. */
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
