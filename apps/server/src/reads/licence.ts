import { z } from 'zod';
import { licence } from '@genkan/domain/licence';
import { Rejected } from '@genkan/domain/rejected';
import { priceOf } from '@genkan/domain/seat-prices';
import { seatsUsed } from '@genkan/domain/seats';
import { defineRead } from './define-read.ts';
import { requireRight } from './log-entries.ts';

const price = z.strictObject({
  seats: z.int(),
  price: z.int().describe('A month, in the smallest unit of the currency'),
  currency: z.string(),
  offer: z.strictObject({ seats: z.int(), price: z.int() }).nullable().describe('A larger number that costs less'),
});

/** S0-39, S0-90: what the plan gives, what is used of it, and what the seats cost. */
export const licenceRead = defineRead({
  name: 'licence',
  summary: 'The plan of the portal, its seats, and who uses them.',
  path: '/licence',
  input: z.strictObject({}),
  answer: z.strictObject({
    licence: licence.nullable(),
    users: z.array(z.strictObject({ userType: z.string(), name: z.string(), users: z.int() })),
    seatsUsed: z.int(),
    price: price.nullable(),
  }),
  async run({ log, rights: rightsNow }) {
    const rights = await rightsNow();
    requireRight(rights, 'manage-licences');
    const { head, portal } = rights;
    const counted = (await log.gather(portal.id, [{ ask: 'users' }])).known.users();
    const types = Object.values(portal.userTypes);
    const users = types.map(({ id, name }) => ({ userType: id, name, users: counted.get(id) ?? 0 }));
    const used = seatsUsed(portal, counted);
    const cost = portal.licence && priceOf(portal.licence, portal.licence.seats);
    return { head, answer: { licence: portal.licence, users, seatsUsed: used, price: cost } };
  },
});

/** The price calculator (S0-22, X-2). */
export const priceRead = defineRead({
  name: 'price',
  summary: 'What a number of seats costs a month under the portal’s plan.',
  path: '/licence/price/:seats',
  input: z.strictObject({
    seats: z
      .union([
        z.int(),
        z
          .string()
          .regex(/^\d{1,7}$/, 'Give a whole number of seats.')
          .transform(Number),
      ])
      .pipe(z.int().min(0).max(1_000_000)),
  }),
  answer: price,
  async run({ rights: rightsNow }, { seats }) {
    const rights = await rightsNow();
    requireRight(rights, 'manage-licences');
    const { licence: terms } = rights.portal;
    if (terms === null) throw new Rejected('not-possible', 'This portal has no plan. Set one first.');
    return { head: rights.head, answer: priceOf(terms, seats) };
  },
});
