import type { KeyGroup, TallyRequest, TallyRow } from './tally.ts';
import type { AlikeRecords, OwnRecord, TallyFound } from './tally-sql.ts';

type Counts = { before: number; after: number; both: number };
type Held = { readonly before: ReadonlySet<string>; readonly after: ReadonlySet<string> };
type Met = { readonly before: boolean; readonly after: boolean };

/** Whether a record with these keys, shown or not at either time, is met. */
const metBy = ({ before, after }: Held, keys: readonly string[], b: boolean, a: boolean): Met => ({
  before: b && (before.has('*') || keys.some((key) => before.has(key))),
  after: a && (after.has('*') || keys.some((key) => after.has(key))),
});

/** The counts of one group by layout. Who meets everything at a time is counted then from the totals, not record by record. */
class Sums {
  readonly byLayout = new Map<string, Counts>();
  readonly #held: Held;
  constructor(held: Held) {
    this.#held = held;
  }

  add(layout: string, { before, after }: Met, times: number): void {
    const sum = this.of(layout);
    if (before && !this.#held.before.has('*')) sum.before += times;
    if (after && !this.#held.after.has('*')) sum.after += times;
    if (before && after) sum.both += times;
  }

  addTotals(totals: ReadonlyMap<string, Counts>): void {
    const [before, after] = [this.#held.before.has('*'), this.#held.after.has('*')];
    if (!before && !after) return;
    for (const [layout, total] of totals) {
      const sum = this.of(layout);
      if (before) sum.before += total.before;
      if (after) sum.after += total.after;
      if (before && after) sum.both += total.both;
    }
  }

  of(layout: string): Counts {
    const found = this.byLayout.get(layout) ?? { before: 0, after: 0, both: 0 };
    this.byLayout.set(layout, found);
    return found;
  }
}

/** Alike records by each of their keys, own ones by their key, and how many there are in all. */
class Found {
  readonly #byKey = new Map<string, AlikeRecords[]>();
  readonly #own: ReadonlyMap<string, OwnRecord>;
  readonly #totals: Sums = new Sums({ before: new Set(), after: new Set() });

  constructor({ alike, own }: TallyFound) {
    this.#own = new Map(own.map((one) => [`=${one[0]}`, one]));
    for (const records of alike) {
      const [keys, layout, before, after, count] = records;
      this.#totals.add(layout, { before, after }, count);
      for (const key of keys) {
        const others = this.#byKey.get(key);
        if (others) others.push(records);
        else this.#byKey.set(key, [records]);
      }
    }
  }

  /** Alike records count once, by whichever of their keys they are met; one's own record counts if it was not met by those. */
  sumsOf(group: KeyGroup): ReadonlyMap<string, Counts> {
    const held = { before: new Set(group.before), after: new Set(group.after) };
    const sums = new Sums(held);
    // Everything at both times: the totals say it all. Otherwise what is met at both is met by a key of one of them.
    const keyed = [held.before, held.after].flatMap((keys) => (keys.has('*') ? [] : [...keys]));
    const seen = new Set<AlikeRecords>();
    for (const key of new Set(keyed)) {
      for (const records of this.#byKey.get(key) ?? []) {
        if (seen.has(records)) continue;
        seen.add(records);
        const [keys, layout, b, a, count] = records;
        sums.add(layout, metBy(held, keys, b, a), count);
      }
      const own = this.#own.get(key);
      if (!own) continue;
      const [, keys, layout, b, a] = own;
      sums.add(layout, metBy(held, keys, b, a), -1);
      sums.add(layout, metBy(held, [...keys, key], b, a), 1);
    }
    sums.addTotals(this.#totals.byLayout);
    return sums.byLayout;
  }
}

/** The rows of each group, from what the statement found. */
export function tallyRows({ groups }: TallyRequest, tallied: TallyFound): readonly TallyRow[] {
  const found = new Found(tallied);
  return groups.flatMap((keys, group) =>
    [...found.sumsOf(keys)]
      .filter(([, { before, after }]) => before + after > 0)
      .map(([layout, counts]) => ({ group, layout, ...counts })),
  );
}
