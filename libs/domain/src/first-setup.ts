import { z } from 'zod';
import { lookupsTo } from './base-lookups.ts';
import { refuseIf } from './given-fields.ts';
import { moduleNamed } from './lookup-paths.ts';
import { byName } from './names.ts';
import type { Portal } from './portal.ts';
import type { Issue } from './rejected.ts';
import { allReach, createdReach, relatedReach, selfReach, tab, type Reach, type UserType } from './user-types.ts';

const mostTabs = 200;
const firstReach = z.discriminatedUnion('kind', [
  selfReach,
  createdReach,
  allReach,
  relatedReach.extend({
    path: relatedReach.shape.path.optional().describe('Left out: the first lookup that leads to the base'),
  }),
]);
type FirstReach = z.infer<typeof firstReach>;

/** A setup as it comes with a new user type: which lookup decides what is seen may be left out. */
export const firstSetup = byName(tab.extend({ reaches: z.array(firstReach).max(16) })).refine(
  (given) => Object.keys(given).length <= mostTabs,
  'Use at most 200 tabs.',
);
export type FirstSetup = z.infer<typeof firstSetup>;

const none = 'No lookup of this module leads to the base.';
const later = 'Which lookup decides is chosen when the user type is edited, or at once if the portal is set so.';

/** The reach with its lookup, or what is wrong with it. */
function decided(reach: FirstReach, lookups: readonly string[], free: boolean): Reach | string {
  if (reach.kind !== 'related') return reach;
  const [preset] = lookups;
  const path = reach.path ?? preset;
  if (path === undefined) return none;
  return free || (path === preset && reach.own.length === 0) ? { ...reach, path } : later;
}

/**
 * The tabs of a new user type. Unless the portal lets it be chosen at once (`filterAtCreate`), related records are those
 * that the first lookup ties to the own record (S0-58); what is wrong beyond that is judged as in every setup.
 */
export function firstTabs({ modules, profile }: Portal, base: string, given: FirstSetup): UserType['tabs'] {
  const issues: Issue[] = [];
  const tabs = Object.entries(given).map(([name, { reaches, ...rest }]) => {
    const module = moduleNamed(modules, name);
    const lookups = module ? lookupsTo(module, base) : [];
    const met = reaches.flatMap((one, n) => {
      const reach = decided(one, lookups, profile.filterAtCreate === true);
      if (typeof reach !== 'string') return [reach];
      issues.push({ path: `tabs.${name}.reaches.${n}.path`, message: reach });
      return [];
    });
    return [name, { ...rest, reaches: met }] as const;
  });
  refuseIf(issues, 'invalid');
  return Object.fromEntries(tabs);
}
