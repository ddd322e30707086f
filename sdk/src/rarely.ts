import type { Conflicts, Met, OpenConflict } from './conflicts.ts';
import type { Held } from './held.ts';
import { cell } from './observable.ts';
import type { Pending } from './pending.ts';
import type { PresenceNeeds, PresenceRoom, Presences } from './presence.ts';
import type { Edit, Wish } from './wish.ts';

type Around = {
  readonly presence: PresenceNeeds;
  issue(wish: Wish): Pending;
  held(module: string, id: string): Held | null;
};

/** What most pages never meet: each part is loaded when it first happens; null before. */
export class Rarely {
  readonly conflicts = cell<readonly OpenConflict[]>([]);
  readonly #around: Around;
  follower: Conflicts | null = null;
  presences: Presences | null = null;

  constructor(around: Around) {
    this.#around = around;
  }

  /** An edit met another's. */
  async met(key: string, edit: Edit, outcome: Met): Promise<void> {
    const { Conflicts } = await import('./conflicts.ts');
    this.follower ??= new Conflicts(this.conflicts, (wish) => this.#around.issue(wish));
    this.follower.met(key, edit, outcome, this.#around.held(edit.module, edit.id));
  }

  /** Somebody asks who is there. */
  async room(module: string, id: string): Promise<PresenceRoom> {
    const { Presences } = await import('./presence.ts');
    this.presences ??= new Presences(this.#around.presence);
    return this.presences.room(module, id);
  }
}
