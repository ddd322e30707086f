import { abilityCard } from '@genkan/access/ability-card';
import { commands } from '@genkan/domain/commands';
import { Rejected } from '@genkan/domain/rejected';
import type { Entry, PortalLog } from '@genkan/log/portal-log';
import type { Tail } from '@genkan/log/tail';
import type { Tails } from '@genkan/log/tails';
import { PortalCursors } from '@genkan/protocol/cursor';
import type { Welcome } from '@genkan/protocol/messages';
import { Broadcaster } from '@genkan/realtime/broadcaster';
import type { SessionRows } from '@genkan/realtime/session-rows';
import type { Trace } from './trace.ts';

/** A portal as this node follows it. */
export type LivePortal = { readonly tail: Tail; readonly cursors: PortalCursors; readonly broadcaster: Broadcaster };

type Needs = {
  readonly log: PortalLog;
  readonly tails: Tails;
  readonly cursorSecret: Buffer;
  readonly limits: Welcome['limits'];
  readonly rows: SessionRows;
  readonly mostReplicated: number;
  readonly stalledMs: number;
  readonly trace: Trace;
};

/** The portals this node has been asked for, each with its place in the log and who hears of it. */
export class Portals {
  readonly #needs: Needs;
  readonly #opening = new Map<string, Promise<LivePortal>>();
  readonly #open = new Map<string, LivePortal>();
  readonly #listeners = new Set<(entry: Entry) => void>();

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  open(portal: string): Promise<LivePortal> {
    const opening = this.#opening.get(portal) ?? this.#follow(portal);
    this.#opening.set(portal, opening);
    return opening;
  }

  /** Entries this node has just committed: they need not be read again. */
  offer(portal: string, entries: readonly Entry[]): void {
    this.#open.get(portal)?.tail.offer(entries);
  }

  /** Hears every entry of every portal this node follows, from now on. */
  onEntry(heard: (entry: Entry) => void): void {
    this.#listeners.add(heard);
  }

  /** All that are followed now. */
  get all(): readonly LivePortal[] {
    return [...this.#open.values()];
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#opening.values());
    for (const { broadcaster } of this.#open.values()) broadcaster.stop();
  }

  async #follow(id: string): Promise<LivePortal> {
    try {
      const { log, tails, cursorSecret } = this.#needs;
      if ((await log.head(id)) === 0) throw new Rejected('not-found');
      const tail = await tails.of(id);
      const cursors = new PortalCursors(cursorSecret, id);
      const portal = { tail, cursors, broadcaster: this.#broadcaster(tail, cursors) };
      tail.onEntry((entry) => this.#listeners.forEach((heard) => heard(entry)));
      this.#open.set(id, portal);
      return portal;
    } catch (thrown) {
      this.#opening.delete(id);
      throw thrown;
    }
  }

  #broadcaster(tail: Tail, cursors: PortalCursors): Broadcaster {
    const { log, limits, rows, mostReplicated, stalledMs, trace } = this.#needs;
    return new Broadcaster({
      log,
      tail,
      cursors,
      limits,
      rows,
      mostReplicated,
      stalledMs,
      card: (portal, ability) => abilityCard(portal, ability, commands),
      trouble: (error) => trace.error({ portal: tail.portal, error }, 'a session was closed by a defect'),
    });
  }
}
