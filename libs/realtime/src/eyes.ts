import type { Ability, CompiledTab } from '@genkan/access/ability';

/** A tab as it judges and shows: abilities that judge a module alike share one, and with it every fragment (F4). */
export type Eyes = {
  readonly number: number;
  readonly ability: Ability;
  readonly tab: CompiledTab;
  /** The visible field set of each layout, as a number that equal sets share. */
  readonly visible: ReadonlyMap<string, number>;
};

const sorted = (names: Iterable<string>): string[] => [...names].sort();
const plain = (_name: string, part: unknown): unknown =>
  part instanceof Set ? sorted(part) : part instanceof Map ? [...part] : part;

/** Everything a view is judged and made by; fields in the order they are shown. */
const meaningOf = ({ kind }: Ability, { module, reaches, layouts, criteria }: CompiledTab): string =>
  JSON.stringify([kind, module, reaches, [...layouts].map(([name, fields]) => [name, [...fields]]), criteria], plain);

/** Gives equal tabs one `Eyes`. Its memory is bounded by the settings a portal has had while this node served it. */
export class EyesOfPortal {
  readonly #byTab = new WeakMap<CompiledTab, Eyes>();
  readonly #byPrint = new Map<string, Eyes>();
  readonly #fieldSets = new Map<string, number>();

  /** Null: the module does not exist for this ability. */
  of(ability: Ability, module: string): Eyes | null {
    const tab = ability.tabs.get(module);
    if (!tab) return null;
    const known = this.#byTab.get(tab);
    if (known) return known;
    const eyes = this.#intern(ability, tab);
    this.#byTab.set(tab, eyes);
    return eyes;
  }

  #intern(ability: Ability, tab: CompiledTab): Eyes {
    const text = meaningOf(ability, tab);
    const known = this.#byPrint.get(text);
    if (known) return known;
    const visible = new Map([...tab.layouts].map(([layout, fields]) => [layout, this.#fieldSet(fields)]));
    const eyes: Eyes = { number: this.#byPrint.size + 1, ability, tab, visible };
    this.#byPrint.set(text, eyes);
    return eyes;
  }

  #fieldSet(fields: ReadonlySet<string>): number {
    const text = [...fields].join(',');
    const number = this.#fieldSets.get(text) ?? this.#fieldSets.size + 1;
    this.#fieldSets.set(text, number);
    return number;
  }
}
