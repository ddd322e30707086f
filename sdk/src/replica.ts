import type { AbilityCard, Change, View } from './contract.ts';
import type { Edit } from './commands.ts';
import { LiveQuery, type LivePhase, type LiveSpec } from './live-query.ts';
import { Overlay } from './overlay.ts';
import { Store, type Difference, type Held, type Violation } from './store.ts';

/** Everything that is shown: the store, this member's open wishes over it, and the live queries that stand on both. */
export class Replica {
  readonly store = new Store();
  readonly #overlay = new Overlay();
  readonly #queries = new Map<string, Set<LiveQuery>>();
  readonly #phase: (module: string) => LivePhase;

  constructor(phase: (module: string) => LivePhase) {
    this.#phase = phase;
  }

  /** A record as it is shown. */
  shown(module: string, id: string): Held | null {
    return this.#overlay.over({ module, id }, this.store.row(module, id));
  }

  live(module: string, spec: LiveSpec, released: () => void): LiveQuery {
    const queries = this.#queries.get(module) ?? new Set();
    this.#queries.set(module, queries);
    const query = new LiveQuery(module, spec, {
      rows: () => this.#rows(module),
      phase: () => this.#phase(module),
      pendingFields: (id) => this.#overlay.fields({ module, id }),
      release: (each) => {
        if (queries.delete(each)) released();
      },
    });
    queries.add(query);
    return query;
  }

  snapshot(module: string, views: readonly View[], more: boolean): void {
    this.#moved(this.store.snapshot(module, views, more));
  }

  /** Null: applied whole. Otherwise nothing of it was. */
  frame(changes: readonly Change[]): Violation | null {
    const { differences, violation } = this.store.frame(changes);
    this.#moved(differences);
    return violation;
  }

  ability(card: AbilityCard): void {
    this.#moved(this.store.ability(card));
  }

  /** A module is asked for: whatever was held of it belongs to an older time. */
  expect(module: string): void {
    this.forget(module);
    this.store.expect(module);
  }

  forget(module: string): void {
    this.#moved(this.store.forget(module));
  }

  reset(module: string | null): void {
    this.#moved(this.store.reset(module));
    this.refresh();
  }

  show(key: string, { module, id, set }: Edit): void {
    this.#tell(this.#overlay.add(key, { module, id }, set, this.store.row(module, id)));
  }

  unshow(key: string): void {
    this.#tell(this.#overlay.drop(key, ({ module, id }) => this.store.row(module, id)));
  }

  /** The connection's state or the rights changed: phases may have. */
  refresh(): void {
    for (const queries of this.#queries.values()) {
      for (const query of queries) if (query.get().phase !== this.#phase(query.module)) query.refresh();
    }
  }

  close(): void {
    for (const queries of this.#queries.values()) for (const query of [...queries]) query.close();
  }

  *#rows(module: string): Generator<Held> {
    for (const held of this.store.rows(module)) yield this.#overlay.over({ module, id: held.row.id }, held) ?? held;
  }

  #moved(differences: readonly Difference[]): void {
    this.#tell(this.#overlay.shown(differences));
  }

  #tell(differences: readonly Difference[]): void {
    for (const [module, queries] of this.#queries) {
      if (queries.size === 0) continue;
      const own = differences.filter((each) => each.module === module);
      if (own.length > 0) for (const query of queries) query.apply(own);
    }
  }
}
