import type { Criteria } from '@genkan/domain/criteria';
import type { Value } from '@genkan/domain/fields';
import { meets } from '../criteria.ts';

/** Always true: what stands where a criterion was dropped, so that the places of the others stay. */
const dropped: Criteria = { and: [] };

/** The criteria as if the one at this place were fulfilled by everything. */
export function withoutCriterion(tree: Criteria, at: readonly number[]): Criteria {
  const [branch, ...rest] = at;
  if (branch === undefined) return dropped;
  const replaced = (all: readonly Criteria[]): Criteria[] =>
    all.map((one, n) => (n === branch ? withoutCriterion(one, rest) : one));
  if ('and' in tree) return { and: replaced(tree.and) };
  return 'or' in tree ? { or: replaced(tree.or) } : tree;
}

/** The same criteria without what is always true, as a setup is saved; null: none are left. */
export function tidied(tree: Criteria): Criteria | null {
  if ('and' in tree) {
    const and = tree.and.flatMap((one) => tidied(one) ?? []);
    return and.length === 0 ? null : { and };
  }
  if (!('or' in tree)) return tree;
  const or = tree.or.map(tidied);
  return or.some((one) => one === null) ? null : { or: or.filter((one) => one !== null) };
}

export type Failed = { readonly at: readonly number[]; readonly criterion: Criteria };

/** The smallest parts that are not fulfilled: conditions, and choices between nothing. */
export function failedCriteria(
  tree: Criteria | null,
  fields: Readonly<Record<string, Value>>,
  at: readonly number[] = [],
): readonly Failed[] {
  if (tree === null) return [];
  const inner = 'and' in tree ? tree.and : 'or' in tree ? tree.or : [];
  if (inner.length > 0) return inner.flatMap((one, n) => failedCriteria(one, fields, [...at, n]));
  return meets(tree, fields) ? [] : [{ at, criterion: tree }];
}
