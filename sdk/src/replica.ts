import type { AbilityCard, Change, View } from './contract.ts';
import type { Effect } from './draft.ts';
import { LiveQuery, type LivePhase, type LiveSpec } from './live-query.ts';
import { Overlay } from './overlay.ts';
import type { Held } from './held.ts';
import { Store, type Difference, type Violation } from './store.ts';

/** Everything that is shown: the store, this member's open wishes over it, and the live queries that stand on both. */
export class Replica {
  readonly store = new Store();
  readonly #overlay = new Overlay();
  readonly #queries = new Map<string, Set<LiveQuery>>();
  readonly #phase: (module: string) => LivePhase;
  readonly #changed: (differences: readonly Difference[]) => void;

  /** `changed` hears what happened to the store, before it is shown. */
  constructor(phase: (module: string) => LivePhase, changed: (differences: readonly Difference[]) => void = () => {}) {
    this.#phase = phase;
    this.#changed = changed;
  }

  /** A record as it is shown. */
  shown(module: string, id: string): Held | null {
    return this.#overlay.over({ module, id }, this.store.row(module, id));
  }

  live(module: string, spec: LiveSpec, released: () => void): LiveQuery {
    const queries = this.#queries.get(module) ?? new Set();
    this.#queries.set(module, queries);
    const query = new LiveQuery(module, spec, {
      rows: () => this.rows(module),
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

  /** Null: applied whole. Otherwise nothing of it was. What is shown of `answered` wishes goes in the same step. */
  frame(changes: readonly Change[], answered: readonly string[] = []): Violation | null {
    const { differences, violation } = this.store.frame(changes);
    if (violation) return violation;
    const shown = this.#overlay.shown(differences);
    this.#changed(differences);
    this.#tell([...shown, ...answered.flatMap((key) => this.#overlay.drop(key, this.#holds))]);
    return null;
  }

  /** True when the card took something that was held. */
  ability(card: AbilityCard): boolean {
    const differences = this.store.ability(card);
    this.#moved(differences);
    return differences.length > 0;
  }

  restore(module: string, kept: readonly Held[]): void {
    this.#tell(this.#overlay.shown(this.store.restore(module, kept)));
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

  show(key: string, effects: readonly Effect[]): void {
    this.#tell(this.#overlay.add(key, effects, this.#holds));
  }

  unshow(key: string): void {
    this.#tell(this.#overlay.drop(key, this.#holds));
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

  readonly #holds = ({ module, id }: { module: string; id: string }): Held | null => this.store.row(module, id);

  queries(module: string): ReadonlySet<LiveQuery> {
    return this.#queries.get(module) ?? new Set();
  }

  /** All that is shown of a module. */
  *rows(module: string): Generator<Held> {
    for (const held of this.store.rows(module)) {
      const shown = this.#overlay.over({ module, id: held.row.id }, held);
      if (shown) yield shown;
    }
    for (const id of this.#overlay.inserted(module)) {
      const shown = this.shown(module, id);
      if (shown) yield shown;
    }
  }

  #moved(differences: readonly Difference[]): void {
    const shown = this.#overlay.shown(differences);
    this.#changed(differences);
    this.#tell(shown);
  }

  #tell(differences: readonly Difference[]): void {
    if (differences.length === 0) return;
    for (const [module, queries] of this.#queries) {
      if (queries.size === 0) continue;
      const own = differences.filter((each) => each.module === module);
      if (own.length > 0) for (const query of queries) query.apply(own);
    }
  }
}
