import pg from 'pg';
import { backOff, Pause } from './back-off.ts';
import { Coalesced } from './coalesced.ts';
import { printHint, readHint } from './hint-message.ts';
import type { Hints } from './portal-log.ts';

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
export class HintsNotify implements Hints {
  readonly #options: NotifyOptions;
  readonly #channel: string;
  readonly #listeners = new Set<(portal: string, head: number) => void>();
  readonly #pause = new Pause();
  readonly #outgoing: Coalesced;
  readonly #running: Promise<void>;
  #client: pg.Client | null = null;
  #ready: () => void = () => {};
  /** Resolves when it listens for the first time. */
  readonly listening = new Promise<void>((resolve) => {
    this.#ready = resolve;
  });
  #closed = false;

  constructor(options: NotifyOptions) {
    this.#options = options;
    this.#channel = options.channel ?? 'genkan';
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

  async close(): Promise<void> {
    this.#outgoing.flush();
    this.#closed = true;
    this.#pause.end();
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
      await client.query(`listen ${client.escapeIdentifier(this.#channel)}`);
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
