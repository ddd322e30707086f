import type { Value } from './contract.ts';
import type { Effect } from './draft.ts';
import type { Held } from './held.ts';
import type { Difference } from './store.ts';

type Place = { readonly module: string; readonly id: string };
type Wish = { readonly key: string; readonly effect: Effect };
type Holds = (place: Place) => Held | null;

/**
 * What this member has asked for and not been answered yet, shown over the replica. It never touches the replica:
 * taking a wish away is the whole rollback.
 */
export class Overlay {
  readonly #wishes = new Map<string, Wish[]>();
  readonly #places = new Map<string, readonly Place[]>();

  add(key: string, effects: readonly Effect[], holds: Holds): readonly Difference[] {
    this.#places.set(key, effects);
    return effects.map((effect) => this.#change(effect, holds, (wishes) => [...wishes, { key, effect }]));
  }

  /** Answered, refused or given up: what the replica says is shown again. */
  drop(key: string, holds: Holds): readonly Difference[] {
    const places = this.#places.get(key) ?? [];
    this.#places.delete(key);
    return places.map((place) => this.#change(place, holds, (wishes) => wishes.filter((wish) => wish.key !== key)));
  }

  /** A row as it is shown. A patch shows on held fields only: it brings neither a row nor a field into being. */
  over(place: Place, held: Held | null): Held | null {
    const wishes = this.#wishes.size === 0 ? undefined : this.#wishes.get(address(place));
    return wishes ? wishes.reduce<Held | null>((shown, { effect }) => after(effect, shown), held) : held;
  }

  /** Ids of rows that are only wished for so far. */
  *inserted(module: string): Generator<string> {
    for (const wishes of this.#wishes.values()) {
      const insert = wishes.find(({ effect }) => effect.op === 'insert' && effect.module === module);
      if (insert) yield insert.effect.id;
    }
  }

  /** Fields of a record whose shown value is still a wish. */
  fields(place: Place): readonly string[] {
    const wishes = this.#wishes.get(address(place)) ?? [];
    return [...new Set(wishes.flatMap(({ effect }) => ('set' in effect ? Object.keys(effect.set) : [])))];
  }

  /** Differences of the replica as they are shown. */
  shown(differences: readonly Difference[]): readonly Difference[] {
    if (this.#wishes.size === 0) return differences;
    return differences.map((each) => ({
      ...each,
      before: this.over(each, each.before),
      after: this.over(each, each.after),
    }));
  }

  #change({ module, id }: Place, holds: Holds, change: (wishes: readonly Wish[]) => Wish[]): Difference {
    const place = { module, id };
    const held = holds(place);
    const before = this.over(place, held);
    const left = change(this.#wishes.get(address(place)) ?? []);
    if (left.length > 0) this.#wishes.set(address(place), left);
    else this.#wishes.delete(address(place));
    return { ...place, before, after: this.over(place, held) };
  }
}

function after(effect: Effect, shown: Held | null): Held | null {
  if (effect.op === 'remove') return null;
  if (effect.op === 'insert') return { layout: '', may: 0, row: { ...effect.set, id: effect.id } };
  if (!shown) return null;
  const row: Record<string, Value> & { id: string } = { ...shown.row };
  for (const [field, value] of Object.entries(effect.set)) if (field in row && field !== 'id') row[field] = value;
  return { ...shown, row };
}

const address = ({ module, id }: Place): string => `${module} ${id}`;
