import type { Portal } from '@genkan/domain/portal';
import type { Entry, PortalLog } from '@genkan/log/portal-log';

/** The log's side of a portal on this node, as `Tail` gives it (libs/log). */
export interface PortalTail {
  readonly portal: string;
  readonly at: number;
  readonly settings: Portal;
  reach(sequence: number, ms: number): Promise<boolean>;
  since(sequence: number): readonly Entry[] | null;
  onEntry(listener: (entry: Entry, settings: Portal) => void): () => void;
}

export type ReadLog = Pick<
  PortalLog,
  'entries' | 'gather' | 'head' | 'page' | 'count' | 'recordsAt' | 'left' | 'changed'
>;

/** How long a read that is ahead of this node's tail waits for it. */
const patience = 10_000;

/** A portal as this node knows it at `head`, the newest entry dealt with; and the reads that may be ahead of it. */
export class PortalNode {
  readonly id: string;
  readonly log: ReadLog;
  readonly #tail: PortalTail;
  head: number;
  settings: Portal;

  constructor(log: ReadLog, tail: PortalTail) {
    this.id = tail.portal;
    this.log = log;
    this.#tail = tail;
    this.head = tail.at;
    this.settings = tail.settings;
  }

  /** Entries after a sequence up to `head`; null when this node no longer holds them. */
  since(sequence: number): readonly Entry[] | null {
    const entries = this.#tail.since(sequence);
    const newest = entries?.at(-1)?.sequence ?? 0;
    return newest > this.head ? (entries?.filter((entry) => entry.sequence <= this.head) ?? null) : entries;
  }

  /** Waits until this node has dealt with a sequence that a read has shown it. */
  async reach(sequence: number): Promise<void> {
    if (this.head >= sequence) return;
    if (!(await this.#tail.reach(sequence, patience)) || this.head < sequence) {
      throw new Error(`The tail of portal ${this.id} has not reached ${sequence} in ${patience} ms.`);
    }
  }
}
