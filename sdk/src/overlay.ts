import type { Value } from './contract.ts';
import type { Difference, Held } from './store.ts';

type Wish = { readonly key: string; readonly set: Readonly<Record<string, Value>> };
type Place = { readonly module: string; readonly id: string };

/**
 * What this member has asked for and not been answered yet, shown over the replica. It never touches the replica:
 * taking a wish away is the whole rollback.
 */
export class Overlay {
  readonly #wishes = new Map<string, Wish[]>();
  readonly #places = new Map<string, Place>();

  add(key: string, place: Place, set: Wish['set'], held: Held | null): readonly Difference[] {
    const at = address(place);
    const before = this.over(place, held);
    this.#wishes.set(at, [...(this.#wishes.get(at) ?? []), { key, set }]);
    this.#places.set(key, place);
    return [{ ...place, before, after: this.over(place, held) }];
  }

  /** Answered, refused or given up: what the replica says is shown again. */
  drop(key: string, holds: (place: Place) => Held | null): readonly Difference[] {
    const place = this.#places.get(key);
    if (!place) return [];
    const held = holds(place);
    const before = this.over(place, held);
    const left = (this.#wishes.get(address(place)) ?? []).filter((wish) => wish.key !== key);
    if (left.length > 0) this.#wishes.set(address(place), left);
    else this.#wishes.delete(address(place));
    this.#places.delete(key);
    return [{ ...place, before, after: this.over(place, held) }];
  }

  /** A row as it is shown. A wish shows on held fields only: it brings neither a row nor a field into being. */
  over(place: Place, held: Held | null): Held | null {
    const wishes = this.#wishes.size === 0 || !held ? undefined : this.#wishes.get(address(place));
    if (!held || !wishes) return held;
    const row: Record<string, Value> & { id: string } = { ...held.row };
    for (const { set } of wishes) {
      for (const [field, value] of Object.entries(set)) if (field in row && field !== 'id') row[field] = value;
    }
    return { ...held, row };
  }

  /** Fields of a record whose shown value is still a wish. */
  fields(place: Place): readonly string[] {
    return [...new Set((this.#wishes.get(address(place)) ?? []).flatMap(({ set }) => Object.keys(set)))];
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
}

const address = ({ module, id }: Place): string => `${module} ${id}`;
