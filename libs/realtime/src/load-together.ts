import type { Difference } from './difference.ts';
import { Gaze } from './gaze.ts';
import { loadBoth, loadSince, loadTouched, settle, type Read } from './load-difference.ts';
import type { PortalNode } from './portal-node.ts';
import { netChanges } from './record-changes.ts';

/** So many are loaded by one walk at most: their records are all held at the same time. */
const mostTogether = 50;

type Waiting = { readonly difference: Difference; readonly told: (loading: Promise<void>) => void };

/**
 * A change of rights on a user type concerns all its members at once, and what they see differs by their keys alone.
 * Differences that are asked for in one loop turn and part only by keys are read by one walk over all their keys, a
 * record once, instead of a walk each (L2 where everybody sees his own).
 */
export class LoadTogether {
  readonly #node: PortalNode;
  #groups = new Map<string, { readonly from: number; readonly waiting: Waiting[] }>();

  constructor(node: PortalNode) {
    this.#node = node;
  }

  /** As `loadSince`. */
  load(difference: Difference, from: number): Promise<void> {
    const { before, after } = difference;
    if (!before || before.name === after.name || !this.#node.since(from))
      return loadSince(this.#node, difference, from);
    return new Promise((told) => {
      const name = `${after.module}<${before.eyes?.number}>${after.eyes?.number}@${from}`;
      const group = this.#groups.get(name) ?? { from, waiting: [] };
      if (this.#groups.size === 0) setImmediate(this.#start);
      this.#groups.set(name, group);
      group.waiting.push({ difference, told });
    });
  }

  readonly #start = (): void => {
    const groups = [...this.#groups.values()];
    this.#groups = new Map();
    for (const { from, waiting } of groups) {
      for (let first = 0; first < waiting.length; first += mostTogether) {
        const some = waiting.slice(first, first + mostTogether);
        const differences = some.map(({ difference }) => difference);
        const loading = loadAllSince(this.#node, differences, from);
        for (const { told } of some) told(loading);
      }
    }
  };
}

/** Differences from the same eyes to the same eyes, whose past this node remembers. */
async function loadAllSince(node: PortalNode, differences: readonly Difference[], from: number): Promise<void> {
  const before = union(differences.map((one) => one.before));
  const after = union(differences.map((one) => one.after));
  if (!before || !after || differences.length === 1) {
    await Promise.all(differences.map((one) => loadSince(node, one, from)));
    return;
  }
  const rows = new Map<string, Read>();
  const touched = await loadTouched(node, before, from, rows);
  const oldest = Math.min(touched, await loadBoth(node, before, after, rows));
  const own = portions(node, differences, from, rows);
  await Promise.all(differences.map((one) => settle(node, one, from, own.get(one) ?? new Map(), oldest)));
}

/** Eyes with all the keys of those who look through them. */
function union(gazes: readonly (Gaze | null)[]): Gaze | null {
  const [first] = gazes;
  if (!first) return null;
  const bits = new Map<string, number>();
  for (const gaze of gazes) for (const [key, own] of gaze?.keys.bits ?? []) bits.set(key, (bits.get(key) ?? 0) | own);
  return new Gaze(first.module, first.eyes, { name: 'together', bits });
}

type Portion = Map<string, Read>;

/** Of the records read, those that each difference would have read itself; one too many would say nothing. */
function portions(
  node: PortalNode,
  differences: readonly Difference[],
  from: number,
  rows: ReadonlyMap<string, Read>,
): ReadonlyMap<Difference, Portion> {
  const made = new Map(differences.map((one): [Difference, Portion] => [one, new Map()]));
  const byKey = holders(differences);
  for (const [id, read] of rows) {
    for (const key of ['*', `=${id}`, ...(read.row?.keys ?? [])]) {
      for (const one of byKey.get(key) ?? []) made.get(one)?.set(id, read);
    }
  }
  const module = differences[0]?.after.module ?? '';
  for (const { id, before, after } of netChanges(node.since(from) ?? [], module).values()) {
    const read = rows.get(id);
    if (!read) continue;
    for (const one of differences)
      if (one.before?.meets(before) || one.before?.meets(after)) made.get(one)?.set(id, read);
  }
  return made;
}

function holders(differences: readonly Difference[]): ReadonlyMap<string, ReadonlySet<Difference>> {
  const byKey = new Map<string, Set<Difference>>();
  for (const one of differences) {
    for (const key of [...(one.before?.keys.bits.keys() ?? []), ...one.after.keys.bits.keys()]) {
      const known = byKey.get(key);
      if (known) known.add(one);
      else byKey.set(key, new Set([one]));
    }
  }
  return byKey;
}
