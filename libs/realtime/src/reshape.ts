import type { View } from '@genkan/domain/sight';
import type { Gaze } from './gaze.ts';
import { changedFields, difference, type ViewChange } from './project.ts';

/** A record as its audience saw it then, and is shown it now. */
export type Sighting = { readonly seen: View | null; readonly shown: View | null };

/** What a change of rights does at once to every record that is held of one layout. */
export type Reshape = {
  readonly layout: string;
  /** The fields that stay, in order; null: all of them. */
  readonly keep: readonly string[] | null;
  /** The fields that come by columns, and all there are then, in order. */
  readonly come: readonly string[];
  readonly order: readonly string[];
  /** What `may` said -> what says it now. */
  readonly codes: ReadonlyMap<number, number>;
};
export type Reshapes = ReadonlyMap<string, Reshape>;

/** A change beyond the reshapes; `column`: nothing is to be told of the record but the fields that come. */
export type Beyond = ViewChange | { readonly op: 'column'; readonly view: View; readonly reshape: Reshape };

/** For fewer records a table says no less than they do. */
const few = 2;

/** What is counted of a layout: records that stay on it, by what they may then and now. */
type Tally = { stay: number; readonly codes: Map<number, Map<number, number>> };

/**
 * How layouts turn between two gazes, found from all that was held. It need not fit every record: what it does to the
 * others is undone or said otherwise by what is told of them after it (`beyond`).
 */
export function reshapesOf(before: Gaze, after: Gaze, sightings: Iterable<Sighting>): Reshapes {
  const made = new Map<string, Reshape>();
  for (const [layout, tally] of tallies(sightings)) {
    const then = [...(before.eyes?.tab.layouts.get(layout) ?? [])];
    const now = [...(after.eyes?.tab.layouts.get(layout) ?? [])];
    const stays = now.filter((name) => then.includes(name));
    const come = now.filter((name) => !then.includes(name));
    const asTable = come.length === 0 || tally.stay >= few;
    const keep = asTable && stays.length < then.length ? stays : null;
    const codes = newCodes(tally);
    if (keep || (asTable && come.length > 0) || codes.size > 0)
      made.set(layout, { layout, keep, come: asTable ? come : [], order: now, codes });
  }
  return made;
}

function tallies(sightings: Iterable<Sighting>): ReadonlyMap<string, Tally> {
  const byLayout = new Map<string, Tally>();
  for (const { seen, shown } of sightings) {
    if (!seen || seen.layout !== shown?.layout) continue;
    const tally = byLayout.get(seen.layout) ?? { stay: 0, codes: new Map<number, Map<number, number>>() };
    byLayout.set(seen.layout, tally);
    tally.stay++;
    const to = tally.codes.get(seen.may) ?? new Map<number, number>();
    tally.codes.set(seen.may, to.set(shown.may, (to.get(shown.may) ?? 0) + 1));
  }
  return byLayout;
}

/** Each code goes where most of its records go. */
function newCodes({ codes }: Tally): ReadonlyMap<number, number> {
  const made = new Map<number, number>();
  for (const [from, counts] of codes) {
    const [most] = [...counts].sort(([, a], [, b]) => b - a);
    if (most && most[0] !== from && most[1] >= few) made.set(from, most[0]);
  }
  return made;
}

/** What is left to tell of a record to a client that was told the reshapes. */
export function beyond({ seen, shown }: Sighting, reshapes: Reshapes): Beyond | null {
  const reshape = seen ? reshapes.get(seen.layout) : undefined;
  if (!seen || !reshape) return difference(seen, shown);
  const held = reshaped(seen, reshape);
  if (shown && gainsOnly(held, shown, reshape)) return { op: 'column', view: shown, reshape };
  return difference(held, shown);
}

/** A view as the client holds it after the reshape, before any column. */
function reshaped(view: View, { keep, codes }: Reshape): View {
  const fields = keep ? Object.fromEntries(keep.map((name) => [name, view.fields[name] ?? null])) : view.fields;
  return { ...view, fields, may: codes.get(view.may) ?? view.may };
}

const gainsOnly = (held: View, shown: View, { layout, come }: Reshape): boolean =>
  come.length > 0 &&
  shown.layout === layout &&
  shown.may === held.may &&
  changedFields(held.fields, shown.fields).every((name) => come.includes(name));
