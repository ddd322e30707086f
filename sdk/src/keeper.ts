import type { AbilityCard, Cursor } from './contract.ts';
import type { InboxNote } from './inbox.ts';
import type { OfflineStore } from './offline-store.ts';
import type { Held } from './held.ts';
import type { Difference } from './store.ts';
import type { Wish } from './wish.ts';

/** Where a kept replica stands. Without a cursor it can be shown, and must be fetched anew. */
export type KeptPlace = {
  readonly member: string;
  readonly cursor: Cursor | null;
  /** The modules that were held whole. */
  readonly modules: readonly string[];
};
export type Kept = {
  readonly place: KeptPlace | null;
  readonly card: AbilityCard | null;
  readonly rows: ReadonlyMap<string, readonly Held[]>;
  readonly wishes: readonly (readonly [key: string, wish: Wish])[];
  readonly notes: readonly InboxNote[];
};
type KeptWish = { readonly n: number; readonly wish: Wish };

/** Of what is kept; another version is of no use and goes. */
const version = 1;

/**
 * Writes down what a client holds, so that the next one goes on from there. What is told in one turn is written in one
 * step: rows never stand without the cursor that vouches for them, and what is withdrawn goes in that step too (G-25).
 */
export class Keeper {
  readonly #store: OfflineStore;
  readonly #failed: (error: unknown) => void;
  #changes = new Map<string, unknown>();
  #writing: Promise<void> | null = null;
  readonly #order = new Map<string, number>();

  private constructor(store: OfflineStore, failed: (error: unknown) => void) {
    this.#store = store;
    this.#failed = failed;
  }

  /** `failed`: nothing more is kept, because what was kept may no longer be true. */
  static async open(
    from: OfflineStore | 'indexeddb',
    failed: (error: unknown) => void,
  ): Promise<{ readonly keeper: Keeper; readonly kept: Kept }> {
    const store = from === 'indexeddb' ? (await import('./indexed-db.ts')).indexedDbStore() : from;
    const keeper = new Keeper(store, failed);
    const all = await store.read();
    const same = all.get('version') === version;
    if (!same) await store.clear();
    const kept = sorted(same ? all : new Map());
    keeper.#put('version', version);
    if (same) for (const key of strayed(all, kept)) keeper.#put(key, undefined);
    kept.wishes.forEach(([key], at) => keeper.#order.set(key, at));
    return { keeper, kept };
  }

  rows(differences: readonly Difference[]): void {
    for (const { module, id, after } of differences) {
      const kept = after && { layout: after.layout, may: after.may, row: after.row };
      this.#put(`row ${module} ${id}`, kept ?? undefined);
    }
  }

  place(place: KeptPlace): void {
    this.#put('place', place);
  }

  card(card: AbilityCard | null): void {
    this.#put('card', card ?? undefined);
  }

  wish(key: string, wish: Wish | null): void {
    if (!wish) {
      this.#order.delete(key);
      return this.#put(`wish ${key}`, undefined);
    }
    const n = this.#order.get(key) ?? Math.max(-1, ...this.#order.values()) + 1;
    this.#order.set(key, n);
    this.#put(`wish ${key}`, { n, wish } satisfies KeptWish);
  }

  /** Of a wish that is refused: the note takes its place in one step. */
  note(key: string, note: InboxNote | null): void {
    this.wish(key, null);
    this.#put(`note ${key}`, note ?? undefined);
  }

  /** Resolves when everything told so far is written. */
  async settled(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  /** Writes what was told, and lets another keep here. */
  async close(): Promise<void> {
    await this.settled();
    await this.#store.close?.();
  }

  #put(key: string, value: unknown): void {
    this.#changes.set(key, value);
    this.#writing ??= Promise.resolve().then(() => this.#write());
  }

  async #write(): Promise<void> {
    try {
      while (this.#changes.size > 0) {
        const changes = this.#changes;
        this.#changes = new Map();
        await this.#store.write(changes);
      }
    } catch (error) {
      await this.#store.clear().catch(() => {}); // better nothing than what may have been withdrawn
      this.#failed(error);
    }
    this.#writing = null;
  }
}

/** What was read, by what it is. It was written under the same version, so its types are those of that version. */
function sorted(all: ReadonlyMap<string, unknown>): Kept {
  const place = (all.get('place') ?? null) as KeptPlace | null;
  const rows = new Map<string, Held[]>(place?.modules.map((module) => [module, []]));
  const wishes: (readonly [string, KeptWish])[] = [];
  const notes: InboxNote[] = [];
  for (const [name, value] of all) {
    const [kind, key = ''] = name.split(' ');
    if (kind === 'row') rows.get(key)?.push(value as Held);
    if (kind === 'wish') wishes.push([key, value as KeptWish]);
    if (kind === 'note') notes.push(value as InboxNote);
  }
  wishes.sort(([, a], [, b]) => a.n - b.n);
  return {
    place,
    card: (all.get('card') ?? null) as AbilityCard | null,
    rows,
    wishes: wishes.map(([key, { wish }]) => [key, wish]),
    notes: notes.sort((a, b) => a.at - b.at),
  };
}

/** Rows of modules that were not held whole: nobody vouches for them. */
const strayed = (all: ReadonlyMap<string, unknown>, { rows }: Kept): readonly string[] =>
  [...all.keys()].filter((name) => name.startsWith('row ') && !rows.has(name.split(' ')[1] ?? ''));
