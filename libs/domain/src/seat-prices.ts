import type { PlanTerms, Tier } from './licence.ts';

/** What seats cost a month, in the smallest unit; `offer`: a larger number that costs less. */
export type Price = {
  readonly seats: number;
  readonly price: number;
  readonly currency: string;
  readonly offer: { readonly seats: number; readonly price: number } | null;
};

const inTier = (seats: number, { from, to }: Tier): boolean => seats >= from && (to === null || seats <= to);
const cost = (seats: number, { price, per }: Tier): number => (per === 'all' ? price : price * seats);

function listed(tiers: PlanTerms['tiers'], seats: number): number {
  const tier = tiers.find((one) => inTier(seats, one));
  return tier === undefined ? 0 : cost(seats, tier);
}

/** Volume pricing: the tier a number falls into is the price of all its seats (S0-22, X-2). */
export function priceOf({ tiers, currency, cliffGuard }: PlanTerms, seats: number): Price {
  const price = listed(tiers, seats);
  const larger = tiers
    .filter(({ from }) => from > seats && seats > 0)
    .map((tier) => ({ seats: tier.from, price: cost(tier.from, tier) }))
    .filter((one) => one.price < price)
    .sort((a, b) => a.price - b.price);
  const [offer = null] = larger;
  return { seats, price: cliffGuard && offer !== null ? offer.price : price, currency, offer };
}

/** Seats are sold from a least number on: who buys fewer has that many (S0-19). */
export function seatsFor({ tiers }: PlanTerms, wished: number): number {
  const [first] = tiers;
  return wished > 0 && first?.per === 'all' && wished < (first.to ?? 0) ? (first.to ?? wished) : wished;
}
