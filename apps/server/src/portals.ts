import { abilityCard } from '@genkan/access/ability-card';
import { commands } from '@genkan/domain/commands';
import { Rejected } from '@genkan/domain/rejected';
import type { Entry, PortalLog } from '@genkan/log/portal-log';
import type { Tail } from '@genkan/log/tail';
import type { Tails } from '@genkan/log/tails';
import type { Words } from '@genkan/log/words';
import { PortalCursors } from '@genkan/protocol/cursor';
import { PresenceWords } from '@genkan/protocol/presence-word';
import type { Welcome } from '@genkan/protocol/messages';
import { Broadcaster } from '@genkan/realtime/broadcaster';
import { LogWatch } from '@genkan/realtime/log-watch';
import { Presence } from '@genkan/realtime/presence';
import { Previews } from '@genkan/realtime/previews';
import { Windows } from '@genkan/realtime/windows';
import type { SessionRows } from '@genkan/realtime/session-rows';
import type { Trace } from './operating/trace.ts';

/** A portal as this node follows it. */
export type LivePortal = {
  readonly tail: Tail;
  readonly cursors: PortalCursors;
  readonly broadcaster: Broadcaster;
  readonly presence: Presence;
  readonly windows: Windows;
  readonly logWatch: LogWatch;
  readonly previews: Previews;
};

type Needs = {
  readonly log: PortalLog;
  readonly tails: Tails;
  readonly words: Words;
  readonly cursorSecret: Buffer;
  readonly presenceSecret: Buffer;
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
      const broadcaster = this.#broadcaster(tail, cursors);
      const portal = {
        tail,
        cursors,
        broadcaster,
        presence: this.#presence(id, broadcaster),
        windows: this.#windows(id, broadcaster),
        logWatch: broadcaster.with(() => new LogWatch()),
        previews: broadcaster.with(
          ({ node }) => new Previews({ node, bye: (session, code) => broadcaster.bye(session, code) }),
        ),
      };
      tail.onEntry((entry) => this.#listeners.forEach((heard) => heard(entry)));
      this.#open.set(id, portal);
      return portal;
    } catch (thrown) {
      this.#opening.delete(id);
      throw thrown;
    }
  }

  #windows(id: string, broadcaster: Broadcaster): Windows {
    const { rows, trace } = this.#needs;
    const trouble = (error: unknown) => trace.error('window-failed', { portal: id, error });
    return broadcaster.with((inside) => new Windows({ inside, rows, trouble }));
  }

  #presence(id: string, broadcaster: Broadcaster): Presence {
    const { words, presenceSecret, trace } = this.#needs;
    const seal = new PresenceWords(presenceSecret, id);
    const trouble = (error: unknown) => trace.error('presence-unjudged', { portal: id, error });
    return broadcaster.with((inside) => new Presence({ inside, words, seal, trouble }));
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
      trouble: (error) => trace.error('session-failed', { portal: tail.portal, error }),
    });
  }
}
