import type { ClientToServer, EntryCard } from './contract.ts';
import type { Client } from './create-client.ts';
import { problemIn, type QueryRefused } from './wire-answer.ts';

/** What those who run a portal ask of a client, beside what every member does. */
type Asked = Pick<Client, 'ask' | 'events' | 'status'>;
export type { EntryCard } from './contract.ts';

/** A read of the server's by its name, as it is answered now; refused: `QueryRefused`. */
export async function query(
  client: Pick<Asked, 'ask'>,
  name: ClientToServer['query']['name'],
  input: object = {},
): Promise<unknown> {
  const answer = await client.ask('query', { name, input });
  const problem = problemIn(answer);
  if (problem) throw Object.assign(new Error(problem.message), { code: problem.code }) satisfies QueryRefused;
  return answer;
}

/**
 * The portal's log, for staff who may watch it: the last entries and all that follow, in order and without a hole; what
 * a lost connection missed is read. Answers how to stop.
 */
export function watchLog(client: Asked, listener: (entry: EntryCard) => void): () => void {
  const watch = watches.get(client) ?? new LogWatch(client);
  watches.set(client, watch);
  return watch.add(listener);
}

const watches = new WeakMap<Asked, LogWatch>();
/** How much of what was before is told first, and how much is asked for at once. */
const recent = 100;
const page = 200;

class LogWatch {
  readonly #client: Asked;
  readonly #listeners = new Set<(entry: EntryCard) => void>();
  #stop = (): void => {};
  #told: EntryCard[] = [];
  #last: number | null = null;
  #reached = 0;
  #filling = false;

  constructor(client: Asked) {
    this.#client = client;
  }

  /** Who comes later is told first what the others heard last. */
  add(listener: (entry: EntryCard) => void): () => void {
    this.#told.forEach(listener);
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#begin();
    return () => {
      if (!this.#listeners.delete(listener) || this.#listeners.size > 0) return;
      this.#stop();
      this.#last = null;
      this.#told = [];
      void this.#client.ask('watch-log', { on: false }).catch(() => {});
    };
  }

  #begin(): void {
    const { events, status } = this.#client;
    let live = false;
    const connected = (): void => {
      const before = live;
      live = status.get().state === 'live';
      if (live && !before) void this.#ask().catch(() => {}); // the next connection asks again
    };
    const unheard = events.subscribe(({ kind, detail }) => kind === 'entry' && this.#heard(Object(detail)));
    const unseen = status.subscribe(connected);
    this.#stop = () => {
      unheard();
      unseen();
    };
    connected();
  }

  /** A server that was not asked tells nothing: each connection asks anew, and reads what came between. */
  async #ask(): Promise<void> {
    if (problemIn(await this.#client.ask('watch-log', { on: true })) === null) await this.#fill();
  }

  #heard(entry: EntryCard): void {
    this.#reached = Math.max(this.#reached, entry.sequence);
    if (this.#last === null || this.#filling) return; // it is read
    if (entry.sequence === this.#last + 1) this.#tell([entry]);
    else if (entry.sequence > this.#last) void this.#fill().catch(() => {});
  }

  async #fill(): Promise<void> {
    if (this.#filling) return;
    this.#filling = true;
    try {
      this.#last ??= Math.max(0, (await this.#entries(0, 1)).head - recent);
      for (let behind = true; behind && this.#listeners.size > 0;) {
        const { head, entries } = await this.#entries(this.#last ?? 0, page);
        this.#tell(entries);
        behind = entries.length > 0 && (this.#last ?? 0) < Math.max(head, this.#reached);
      }
    } finally {
      this.#filling = false;
    }
  }

  async #entries(after: number, limit: number): Promise<{ head: number; entries: readonly EntryCard[] }> {
    const answer = await query(this.#client, 'entries', { after, limit });
    return { head: 0, entries: [], ...Object(answer) };
  }

  #tell(entries: readonly EntryCard[]): void {
    for (const entry of entries) {
      if (entry.sequence <= (this.#last ?? 0)) continue;
      this.#last = entry.sequence;
      this.#told = [...this.#told.slice(1 - recent), entry];
      for (const listener of this.#listeners) listener(entry);
    }
  }
}
