import { Poll } from './poll.ts';
import type { Hints, PortalLog } from './portal-log.ts';
import { Tail } from './tail.ts';

export type TailsOptions = {
  readonly log: PortalLog;
  readonly hints: Hints;
  /** Milliseconds between two looks at the heads. */
  readonly every?: number;
  readonly ring?: number;
  readonly trouble?: (error: unknown) => void;
};

/** A node's tails, one a portal, woken by its hints and its one poll. */
export class Tails {
  readonly #options: TailsOptions;
  readonly #tails = new Map<string, Promise<Tail>>();
  readonly #started = new Map<string, Tail>();
  readonly #poll: Poll;
  readonly #unlisten: () => void;

  constructor(options: TailsOptions) {
    this.#options = options;
    const heard = (portal: string, head: number) => this.#started.get(portal)?.wake(head);
    this.#unlisten = options.hints.listen(heard);
    this.#poll = new Poll({ ...options, heard, portals: () => [...this.#started.keys()] });
  }

  /** The started tail of a portal; the same one for everybody on this node. */
  of(portal: string): Promise<Tail> {
    const running = this.#tails.get(portal) ?? this.#start(portal);
    this.#tails.set(portal, running);
    return running;
  }

  async close(): Promise<void> {
    this.#unlisten();
    await this.#poll.stop();
    const tails = await Promise.allSettled(this.#tails.values());
    await Promise.all(tails.map((tail) => (tail.status === 'fulfilled' ? tail.value.stop() : null)));
  }

  async #start(portal: string): Promise<Tail> {
    const tail = new Tail({ ...this.#options, portal });
    try {
      await tail.start();
    } catch (error) {
      this.#tails.delete(portal);
      throw error;
    }
    this.#started.set(portal, tail);
    return tail;
  }
}
