import { createClient } from 'redis';
import { Coalesced } from './coalesced.ts';
import { printHint, readHint } from './hint-message.ts';
import type { Hints } from './portal-log.ts';
import { requireShort, type Words } from './words.ts';

export type RedisOptions = {
  readonly redisUrl: string;
  readonly channel?: string;
  readonly coalesce?: number;
  readonly trouble?: (error: unknown) => void;
};
const clientOf = (url: string, disableOfflineQueue: boolean) =>
  createClient({ url, disableOfflineQueue, socket: { reconnectStrategy: reconnectAfter } });
type Client = ReturnType<typeof clientOf>;

/**
 * Hints by Redis publish and subscribe. Redis is not trusted: it may be down, flushed or lying and costs a late hint or a
 * needless read, never more (P10, SEC-35). While it is away nothing is queued for it: the poll finds what it missed.
 */
export class HintsRedis implements Hints, Words {
  readonly #channel: string;
  readonly #listeners = new Set<(portal: string, head: number) => void>();
  readonly #hearers = new Set<(word: string) => void>();
  readonly #publisher: Client;
  readonly #subscriber: Client;
  readonly #outgoing: Coalesced;
  readonly #trouble: (error: unknown) => void;
  /** Resolves when it listens for the first time. */
  readonly listening: Promise<void>;

  constructor({ redisUrl, channel = 'genkan', coalesce = 3, trouble = () => {} }: RedisOptions) {
    this.#channel = channel;
    this.#trouble = trouble;
    this.#publisher = clientOf(redisUrl, true).on('error', trouble);
    this.#subscriber = clientOf(redisUrl, false).on('error', trouble);
    this.#outgoing = new Coalesced(coalesce, (heads) => this.#send(heads));
    this.listening = this.#connect();
  }

  committed(portal: string, head: number): void {
    this.#outgoing.add(portal, head);
  }

  listen(heard: (portal: string, head: number) => void): () => void {
    this.#listeners.add(heard);
    return () => this.#listeners.delete(heard);
  }

  say(word: string): void {
    if (requireShort(word) && this.#publisher.isReady)
      this.#publisher.publish(this.#wordChannel, word).catch(this.#trouble);
  }

  hear(heard: (word: string) => void): () => void {
    this.#hearers.add(heard);
    return () => this.#hearers.delete(heard);
  }

  async close(): Promise<void> {
    this.#outgoing.flush();
    for (const client of [this.#publisher, this.#subscriber]) {
      if (client.isReady) await client.close().catch(this.#trouble);
      else client.destroy();
    }
  }

  /** Both connections, for as long as it lives; Redis may come later than we do. */
  async #connect(): Promise<void> {
    const subscribed = async () => {
      await this.#subscriber.connect();
      await this.#subscriber.subscribe(this.#channel, (message) => this.#hear(message));
      await this.#subscriber.subscribe(this.#wordChannel, (word) => {
        for (const heard of this.#hearers) heard(word);
      });
    };
    await Promise.all([this.#publisher.connect().catch(this.#trouble), subscribed().catch(this.#trouble)]);
  }

  get #wordChannel(): string {
    return `${this.#channel}-words`;
  }

  #hear(message: string): void {
    const hint = readHint(message);
    if (hint !== null) for (const heard of this.#listeners) heard(hint.portal, hint.head);
  }

  #send(heads: ReadonlyMap<string, number>): void {
    for (const [portal, head] of heads) {
      this.#publisher.publish(this.#channel, printHint(portal, head)).catch(this.#trouble);
    }
  }
}

const reconnectAfter = (failures: number): number => Math.min(2000, 50 * 2 ** Math.min(failures, 6));
