import { abilityCard } from '@genkan/access/ability-card';
import { Tail } from '@genkan/log/tail';
import type { AbilityCard } from '@genkan/protocol/messages';
import { PortalCursors } from '@genkan/protocol/cursor';
import { Broadcaster } from '../broadcaster.ts';
import type { BroadcasterOptions } from '../broadcaster-options.ts';
import type { Session } from '../session.ts';
import type { History } from './history.ts';
import { Replica } from './replica.ts';

export const cursors = new PortalCursors(new Uint8Array(32).fill(7), 'p1');

export type Staging = Partial<
  Pick<BroadcasterOptions, 'sizes' | 'mostReplicated' | 'stalledMs' | 'rows' | 'tokenEveryMs' | 'log'>
> & {
  readonly ring?: number;
  readonly lazy?: boolean;
};

export type Client = { readonly replica: Replica; readonly session: Session };

/** One node of a portal: a real tail over a real log, a broadcaster, and clients that check all they are told. */
export class Stage {
  readonly history: History;
  readonly tail: Tail;
  readonly broadcaster: Broadcaster;
  readonly troubles: unknown[] = [];
  readonly #lazy: boolean;

  private constructor(history: History, tail: Tail, staging: Staging) {
    this.history = history;
    this.tail = tail;
    const { ring: _ring, lazy = false, ...options } = staging;
    this.#lazy = lazy;
    this.broadcaster = new Broadcaster({
      log: history.log,
      tail,
      cursors,
      card: (portal, ability) => abilityCard(portal, ability, []) as AbilityCard,
      limits: { messageBytes: 262_144, commandsPerSecond: 100, subscriptions: 50 },
      trouble: (error) => this.troubles.push(error),
      ...options,
    });
  }

  static async open(history: History, staging: Staging = {}): Promise<Stage> {
    const troubles: unknown[] = [];
    const tail = new Tail({
      log: history.log,
      portal: history.portal,
      trouble: (error) => troubles.push(error),
      ...(staging.ring === undefined ? {} : { ring: staging.ring }),
    });
    await tail.start();
    const stage = new Stage(history, tail, staging);
    stage.troubles.push(...troubles);
    return stage;
  }

  join(member: string, modules: readonly string[], from?: Replica): Client {
    const replica = new Replica(member, this.history, cursors, from);
    replica.lazy = this.#lazy;
    for (const module of modules) replica.want(module);
    const session = this.broadcaster.open({
      member,
      began: 0,
      writer: replica,
      subscriptions: from ? [...replica.held.keys()] : modules,
      cursor: from?.cursor,
    });
    return { replica, session };
  }

  /** Lets the tail take what was written. */
  async follow(): Promise<void> {
    this.tail.wake(this.history.head);
    await this.tail.reach(this.history.head, 5_000);
  }

  async settled(...clients: readonly Client[]): Promise<void> {
    await this.follow();
    for (const { session } of clients) await this.broadcaster.caughtUp(session);
  }

  async close(): Promise<void> {
    this.broadcaster.stop();
    await this.tail.stop();
  }
}
