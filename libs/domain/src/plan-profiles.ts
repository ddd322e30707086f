import type { PlanTerms } from './licence.ts';
import { planTerms } from './licence.ts';

/** 50 is the least and costs 600; up to 99 each seat costs 12, from 100 on 10 (S0-19 to S0-21, X-2). */
const volume: PlanTerms['tiers'] = [
  { from: 1, to: 50, price: 60_000, per: 'all' },
  { from: 51, to: 99, price: 1_200, per: 'seat' },
  { from: 100, to: null, price: 1_000, per: 'seat' },
];

const enterprise: PlanTerms = {
  plan: 'enterprise',
  portal: true,
  freeUsers: 5_000,
  maxUserTypes: 5,
  overLimit: 'contact',
  poolForDefault: false,
  cliffGuard: false,
  currency: 'USD',
  tiers: volume,
};
const none = (plan: string): PlanTerms => ({ ...enterprise, plan, portal: false, freeUsers: null, tiers: [] });

const given: readonly PlanTerms[] = [
  none('free'),
  none('standard'),
  none('professional'),
  enterprise,
  { ...enterprise, plan: 'generous', freeUsers: 10_000, overLimit: 'purchase', poolForDefault: true },
  { ...enterprise, plan: 'whole', freeUsers: null, maxUserTypes: 200, overLimit: 'purchase', tiers: [] },
];

/** The plans an installation knows, by name: data, judged when it is loaded. `whole` is who runs Genkan for himself. */
export const planProfiles: ReadonlyMap<string, PlanTerms> = new Map(
  given.map((one) => [one.plan, planTerms.parse(one)]),
);

/** A plan by its name, in any case. */
export const planNamed = (name: string): PlanTerms | null => planProfiles.get(name.toLowerCase()) ?? null;
