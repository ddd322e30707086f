import { waits, type Directory } from '@genkan/actor/directory';
import type { Portal } from '@genkan/domain/portal';

/**
 * Goes on with the jobs of portals that a node left undone when it died: leads a rule was going to convert, records that
 * wait for their keys. Another node that may be at work is given a look's time; what is done twice is done once.
 */
export class Unfinished {
  readonly #portals: () => readonly Portal[];
  readonly #directory: Pick<Directory, 'maintain'>;
  readonly #alone: boolean;
  readonly #timer: NodeJS.Timeout;
  #waited: ReadonlySet<string> = new Set();

  /** `portals`: settings of those this node follows. `alone`: no other node can be at work. */
  constructor(
    portals: () => readonly Portal[],
    directory: Pick<Directory, 'maintain'>,
    alone: boolean,
    everyMs = alone ? 2000 : 5000,
  ) {
    this.#alone = alone;
    this.#portals = portals;
    this.#directory = directory;
    this.#timer = setInterval(() => this.look(), everyMs).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  look(): void {
    const waiting = this.#portals().filter(waits);
    for (const portal of waiting) if (this.#alone || this.#waited.has(portal.id)) this.#directory.maintain(portal);
    this.#waited = new Set(waiting.map(({ id }) => id));
  }
}
