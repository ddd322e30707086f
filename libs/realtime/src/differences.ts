import type { Entry } from '@genkan/log/portal-log';
import { Difference } from './difference.ts';
import type { Gaze } from './gaze.ts';
import { loadFromMemory, loadPage } from './load-difference.ts';
import { LoadTogether } from './load-together.ts';
import type { PortalNode } from './portal-node.ts';

type Shared = { readonly difference: Difference; users: number; loading: Promise<void> | null };

/** A difference somebody uses; `release` when done, and the last one out forgets it. */
export type Lease = {
  readonly difference: Difference;
  readonly more: () => Promise<void>;
  readonly release: () => void;
};

/**
 * The differences in use. Sessions with the same (seen by, seen now by, from) share one: a change of rights on a
 * thousand sockets of a type, or a thousand that come back at once, is one computation (L2, R1).
 */
export class Differences {
  readonly #node: PortalNode;
  readonly #mostReplicated: number;
  readonly #together: LoadTogether;
  readonly #shared = new Map<string, Shared>();
  /** Computations begun; for tests and metrics. */
  computed = 0;

  /** A first picture of more than `mostReplicated` records is loaded no further than its first page. */
  constructor(node: PortalNode, mostReplicated: number) {
    this.#node = node;
    this.#mostReplicated = mostReplicated;
    this.#together = new LoadTogether(node);
  }

  /** The first picture of a module: loaded page by page, as its readers take it. */
  picture(gaze: Gaze): Lease {
    const name = `${gaze.module}<${gaze.name}`;
    const shared = this.#acquire(name, () => new Difference(null, gaze));
    return this.#lease(name, shared, () => loadPage(this.#node, shared.difference, this.#mostReplicated));
  }

  /** What happened since a sequence, from one gaze to another. */
  since(before: Gaze, after: Gaze, from: number): Lease {
    const name = `${after.module}<${before.name}>${after.name}@${from}`;
    const shared = this.#acquire(name, () => {
      const difference = new Difference(before, after);
      if (before.name === after.name) loadFromMemory(this.#node, difference, from);
      return difference;
    });
    return this.#lease(name, shared, () => this.#together.load(shared.difference, from));
  }

  /** Keeps all of them at the head. */
  take(entry: Entry): void {
    for (const { difference } of this.#shared.values()) difference.take([entry]);
  }

  #acquire(name: string, make: () => Difference): Shared {
    const known = this.#shared.get(name);
    if (known) {
      known.users++;
      return known;
    }
    this.computed++;
    const shared: Shared = { difference: make(), users: 1, loading: null };
    this.#shared.set(name, shared);
    return shared;
  }

  #lease(name: string, shared: Shared, load: () => Promise<void>): Lease {
    let held = true;
    return {
      difference: shared.difference,
      more: () => (shared.loading ??= load().finally(() => (shared.loading = null))),
      release: () => {
        if (!held) return;
        held = false;
        if (--shared.users === 0 && this.#shared.get(name) === shared) this.#shared.delete(name);
      },
    };
  }
}
