import pg from 'pg';
import { backOff, Pause } from './back-off.ts';
import { Coalesced } from './coalesced.ts';
import { printHint, readHint } from './hint-message.ts';
import type { Hints } from './portal-log.ts';
import { requireShort, type Words } from './words.ts';

export type NotifyOptions = {
  readonly databaseUrl: string;
  readonly channel?: string;
  /** Milliseconds in which commits are told together. */
  readonly coalesce?: number;
  readonly trouble?: (error: unknown) => void;
};

/**
 * Hints by LISTEN and NOTIFY, over a connection of their own and outside every transaction: inside it NOTIFY was measured
 * to cost more than half the throughput. A lost connection is opened again; what was missed meanwhile the poll finds.
 */
export class HintsNotify implements Hints, Words {
  readonly #options: NotifyOptions;
  readonly #channel: string;
  readonly #wordChannel: string;
  readonly #listeners = new Set<(portal: string, head: number) => void>();
  readonly #hearers = new Set<(word: string) => void>();
  readonly #pause = new Pause();
  readonly #outgoing: Coalesced;
  readonly #running: Promise<void>;
  #client: pg.Client | null = null;
  /** The last word, on its way: a connection that ends takes none along. */
  #said: Promise<void> = Promise.resolve();
  #ready: () => void = () => {};
  /** Resolves when it listens for the first time. */
  readonly listening = new Promise<void>((resolve) => {
    this.#ready = resolve;
  });
  #closed = false;

  constructor(options: NotifyOptions) {
    this.#options = options;
    this.#channel = options.channel ?? 'genkan';
    this.#wordChannel = `${this.#channel}_words`;
    this.#outgoing = new Coalesced(options.coalesce ?? 3, (heads) => this.#send(heads), 20);
    this.#running = this.#run();
  }

  committed(portal: string, head: number): void {
    if (!this.#closed) this.#outgoing.add(portal, head);
  }

  listen(heard: (portal: string, head: number) => void): () => void {
    this.#listeners.add(heard);
    return () => this.#listeners.delete(heard);
  }

  /** While the connection is away nothing is queued: whoever repeats himself is heard when it is back. */
  say(word: string): void {
    const values = [this.#wordChannel, requireShort(word)];
    if (this.#closed) return;
    const said = this.#client?.query({ name: 'word', text: 'select pg_notify($1, $2)', values });
    this.#said = said?.then(() => undefined).catch((error: unknown) => this.#options.trouble?.(error)) ?? this.#said;
  }

  hear(heard: (word: string) => void): () => void {
    this.#hearers.add(heard);
    return () => this.#hearers.delete(heard);
  }

  async close(): Promise<void> {
    this.#outgoing.flush();
    this.#closed = true;
    this.#pause.end();
    await this.#said;
    await this.#client?.end().catch(() => {});
    await this.#running;
  }

  async #run(): Promise<void> {
    for (let failures = 0; !this.#closed; failures += 1) {
      try {
        await this.#session(() => {
          failures = 0;
        });
      } catch (error) {
        if (!this.#closed) this.#options.trouble?.(error);
      }
      if (!this.#closed) await this.#pause.wait(backOff(failures));
    }
  }

  /** One connection, from its opening to its end. */
  async #session(connected: () => void): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#options.databaseUrl,
      keepAlive: true,
      application_name: 'genkan hints',
    });
    const ended = new Promise<void>((resolve, reject) => {
      client.on('error', reject);
      client.on('end', () => resolve());
    });
    ended.catch(() => {}); // awaited below, once the connection stands
    client.on('notification', ({ channel, payload }) => this.#hear(channel, payload));
    try {
      await client.connect();
      // A hint need not survive: without this each NOTIFY is flushed to disk, and the commits behind it wait for that.
      await client.query('set synchronous_commit = off');
      await client.query(`listen ${client.escapeIdentifier(this.#channel)}`);
      await client.query(`listen ${client.escapeIdentifier(this.#wordChannel)}`);
      this.#client = client;
      connected();
      this.#ready();
      if (!this.#closed) await ended;
    } finally {
      this.#client = null;
      await client.end().catch(() => {});
    }
  }

  #hear(channel: string, payload: string | undefined): void {
    if (channel === this.#wordChannel) for (const heard of this.#hearers) heard(payload ?? '');
    const hint = channel === this.#channel ? readHint(payload) : null;
    if (hint !== null) for (const heard of this.#listeners) heard(hint.portal, hint.head);
  }

  #send(heads: ReadonlyMap<string, number>): void {
    const payloads = [...heads].map(([portal, head]) => printHint(portal, head));
    const text = 'select pg_notify($1, payload) from unnest($2::text[]) payload';
    this.#client?.query({ name: 'hint', text, values: [this.#channel, payloads] }).catch((error: unknown) => {
      this.#options.trouble?.(error);
    });
  }
}
