import { Pause } from './back-off.ts';
import type { PortalLog } from './portal-log.ts';

export type PollOptions = {
  readonly log: Pick<PortalLog, 'heads'>;
  /** The portals this node follows. */
  readonly portals: () => readonly string[];
  readonly heard: (portal: string, head: number) => void;
  /** Milliseconds between two looks; at most 500 by default, so that a lost hint is late by no more. */
  readonly every?: number;
  readonly trouble?: (error: unknown) => void;
};

/** Looks at the heads of the followed portals, one narrow read for all: catches whatever hints were lost (law 8). */
export class Poll {
  readonly #options: PollOptions;
  readonly #pause = new Pause();
  #stopped = false;
  readonly #running: Promise<void>;

  constructor(options: PollOptions) {
    this.#options = options;
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#pause.end();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      await this.#pause.wait(this.#options.every ?? 500);
      if (!this.#stopped) await this.#look();
    }
  }

  async #look(): Promise<void> {
    const { log, portals, heard, trouble } = this.#options;
    const followed = portals();
    if (followed.length === 0) return;
    try {
      for (const [portal, head] of await log.heads(followed)) heard(portal, head);
    } catch (error) {
      trouble?.(error);
    }
  }
}
