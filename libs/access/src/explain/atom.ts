import type { Criteria } from '@genkan/domain/criteria';
import type { Reach } from '@genkan/domain/user-types';
import { compareText } from '../compare-text.ts';

/** One step that could be taken for somebody to see or do more: the closed list of G-42, in the order ties are broken by. */
export type Atom =
  | {
      readonly atom: 'tick-field';
      readonly userType: string;
      readonly module: string;
      readonly layout: string;
      readonly field: string;
    }
  | { readonly atom: 'add-reach'; readonly userType: string; readonly module: string; readonly reach: Reach }
  | { readonly atom: 'add-tab'; readonly userType: string; readonly module: string }
  | { readonly atom: 'add-layout'; readonly userType: string; readonly module: string; readonly layout: string }
  | {
      readonly atom: 'drop-criterion';
      readonly userType: string;
      readonly module: string;
      /** Where it stands in the tree: the first branch, of that the second, and so on. */
      readonly at: readonly number[];
      readonly criterion: Criteria;
    }
  | {
      readonly atom: 'set-lookup';
      readonly module: string;
      readonly id: string;
      readonly field: string;
      readonly value: string | null;
    }
  | { readonly atom: 'activate'; readonly member: string }
  | { readonly atom: 'move-type'; readonly member: string; readonly userType: string };

const order: readonly Atom['atom'][] = [
  'tick-field',
  'add-reach',
  'add-tab',
  'add-layout',
  'drop-criterion',
  'set-lookup',
  'activate',
  'move-type',
];

const ranks = (atoms: readonly Atom[]): readonly number[] =>
  atoms.map(({ atom }) => order.indexOf(atom)).sort((a, b) => a - b);

/** How much a reach opens: of two that do, the narrower one is named. */
const narrowness = (atoms: readonly Atom[]): number =>
  atoms.reduce((sum, one) => {
    if (one.atom !== 'add-reach') return sum;
    const { reach } = one;
    const widths = { self: 0, created: 1, related: 2, all: 20 };
    return sum + widths[reach.kind] + (reach.kind === 'related' ? reach.path.split('.').length + reach.own.length : 0);
  }, 0);

const compareLists = (a: readonly number[], b: readonly number[]): number => {
  const at = a.findIndex((one, n) => one !== b[n]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
};

/** One name for equal sets of atoms. */
export const nameOf = (atoms: readonly Atom[]): string =>
  atoms
    .map((one) => JSON.stringify(one))
    .sort()
    .join();

/** Fewest first; then by the order of the closed list, then the narrower reach. */
export const compareAtoms = (a: readonly Atom[], b: readonly Atom[]): number =>
  a.length - b.length ||
  compareLists(ranks(a), ranks(b)) ||
  narrowness(a) - narrowness(b) ||
  compareText(nameOf(a), nameOf(b));
