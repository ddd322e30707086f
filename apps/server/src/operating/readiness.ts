import { setTimeout as sleep } from 'node:timers/promises';
import type { Tail } from '@genkan/log/tail';
import type { PortalLog } from '@genkan/log/portal-log';
import type { Trace } from './trace.ts';

/** Why a node should not be sent anybody. */
export type Unready = 'closing' | 'database' | 'migrations' | 'behind';

type Watched = {
  readonly log: Pick<PortalLog, 'heads'>;
  readonly tails: () => readonly Tail[];
  /** Throws when the tables are not those this version knows. */
  readonly checkTables: () => Promise<void>;
  readonly trace: Trace;
};

/** How long the database, and then the tails, may take, in milliseconds; the tables are looked at no more often than `often`. */
const patience = 2000;
const often = 10_000;

/** Whether this node can serve: its database answers with the tables it knows, and it has heard of what is in there. */
export class Readiness {
  readonly #watched: Watched;
  #closing = false;
  #tablesSeen = -Infinity;
  #told: Unready | null = null;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  /** Nobody new: the node is about to go. */
  close(): void {
    this.#closing = true;
  }

  /** Null: ready. The program log tells when that changes. */
  async ask(): Promise<Unready | null> {
    const found = await this.#look();
    const { trace } = this.#watched;
    if (found !== null && found !== this.#told) trace.warn('not-ready', { code: found });
    if (found === null && this.#told !== null) trace.info('ready-again');
    this.#told = found;
    return found;
  }

  async #look(): Promise<Unready | null> {
    if (this.#closing) return 'closing';
    const tails = this.#watched.tails();
    const heads = await within(this.#watched.log.heads(tails.map(({ portal }) => portal)));
    if (heads === null) return 'database';
    if (!(await this.#knowsTables())) return 'migrations';
    const caughtUp = await Promise.all(tails.map((tail) => tail.reach(heads.get(tail.portal) ?? 0, patience)));
    return caughtUp.every(Boolean) ? null : 'behind';
  }

  async #knowsTables(): Promise<boolean> {
    if (performance.now() - this.#tablesSeen < often) return true;
    const known = await within(this.#watched.checkTables().then(() => true));
    if (known) this.#tablesSeen = performance.now();
    return known !== null;
  }
}

/** Null: it failed, or took too long. */
const within = <T>(asked: Promise<T>): Promise<T | null> =>
  Promise.race([asked.catch(() => null), sleep(patience, null, { ref: false })]);
