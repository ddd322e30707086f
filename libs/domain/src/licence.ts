import { z } from 'zod';

const amount = z.int().min(0).max(1_000_000_000);
const most = z.int().min(1).max(1_000_000).nullable();

/** From one number of seats to another (null: and above): a price for the whole, or for each seat. A month's, in the smallest unit of the currency. */
export const tier = z.strictObject({ from: most.unwrap(), to: most, price: amount, per: z.enum(['all', 'seat']) });
export type Tier = z.infer<typeof tier>;

/** Tiers begin at one and follow each other without overlap or gap: every number of seats has one price. */
const tiers = z
  .array(tier)
  .max(20)
  .superRefine((all, context) => {
    all.forEach(({ from, to }, n) => {
      const before = all[n - 1];
      const expected = n === 0 ? 1 : before?.to === null ? null : (before?.to ?? 0) + 1;
      const backwards = to !== null && to < from;
      if (from === expected && !backwards && (to === null) === (n === all.length - 1)) return;
      context.addIssue({
        code: 'custom',
        path: [n],
        message: 'Tiers begin at 1 and follow each other without overlap or gap.',
      });
    });
  });

/** What a plan gives, as data. Null: no limit. */
export const planTerms = z.strictObject({
  plan: z.string().min(1).max(60),
  /** False: no portal, no new user types and no new users (S0-10). */
  portal: z.boolean(),
  /** Users of the default type that cost nothing. */
  freeUsers: most,
  /** User types in all, the default one included (S0-12). */
  maxUserTypes: z.int().min(1).max(200),
  /** Beyond the free users: ask us, or buy seats. */
  overLimit: z.enum(['contact', 'purchase']),
  /** Whether users of the default type beyond the free ones take seats of the pool. */
  poolForDefault: z.boolean(),
  /** Whether nobody pays more than for the larger number that costs less. */
  cliffGuard: z.boolean(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  /** Without tiers nothing is sold, and additional types and their users have no limit but `maxUserTypes`. */
  tiers,
});
export type PlanTerms = z.infer<typeof planTerms>;

/**
 * A portal's licence: the terms it was given and the seats it bought. The terms are a copy, so that a plan that changes
 * takes nothing from who has it.
 */
export const licence = z.strictObject({ ...planTerms.shape, seats: z.int().min(0).max(1_000_000) });
export type Licence = z.infer<typeof licence>;
