import { compareAtoms, nameOf, type Atom } from './atom.ts';
import { candidates } from './candidates.ts';
import { refusalOf, type Asked, type Rule } from './refusal.ts';
import { after, type Situation } from './situation.ts';

/** Sets tried before giving up, and atoms in a set: a tab, a layout, a reach, a field, and criteria of which there are many. */
const mostTried = 4_000;
const mostAtoms = 24;

type Tried = { readonly atoms: readonly Atom[]; readonly at: Situation; readonly rule: Rule };

/** Steps that alone do nothing yet and may still be part of what does. */
const mayWait: ReadonlySet<Atom['atom']> = new Set(['drop-criterion', 'move-type']);

/**
 * The fewest atoms that lift a refusal, ties by the order of their list (G-42); null: no set of them does. Smallest sets
 * first; each is judged by the engine itself on the situation it would make. Only atoms that bear on the rule that
 * refuses are tried: a set without one of them leaves that rule standing.
 */
export function leastChange(at: Situation, asked: Asked): readonly Atom[] | null {
  const rule = refusalOf(at, asked);
  if (rule === null) return [];
  const seen = new Set<string>();
  let level: readonly Tried[] = [{ atoms: [], at, rule }];
  for (let size = 1; size <= mostAtoms && level.length > 0; size += 1) {
    const lifting: (readonly Atom[])[] = [];
    const next: Tried[] = [];
    for (const tried of level) {
      for (const atom of candidates(tried.at, asked, tried.rule)) {
        const atoms = [...tried.atoms, atom];
        const name = nameOf(atoms);
        if (seen.has(name) || isAgain(tried.atoms, atom)) continue;
        if (seen.add(name).size > mostTried) return lifting.sort(compareAtoms)[0] ?? null;
        const changed = after(tried.at, atom);
        const still = refusalOf(changed, asked);
        if (still === null) lifting.push(atoms);
        else if (still !== tried.rule || mayWait.has(atom.atom)) next.push({ atoms, at: changed, rule: still });
      }
    }
    if (lifting.length > 0) return lifting.sort(compareAtoms)[0] ?? null;
    level = next;
  }
  return null;
}

/** Moving twice, or setting one lookup twice, is the last of the two alone. */
const isAgain = (atoms: readonly Atom[], atom: Atom): boolean =>
  atoms.some((one) => {
    if (one.atom === 'move-type') return atom.atom === 'move-type';
    return one.atom === 'set-lookup' && atom.atom === 'set-lookup' && one.id === atom.id && one.field === atom.field;
  });
