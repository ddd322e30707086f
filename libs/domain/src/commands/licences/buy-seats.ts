import { z } from 'zod';
import { defineCommand } from '../../define-command.ts';
import { licenceEvents, licenceSet } from '../../events/licence.ts';
import { Rejected } from '../../rejected.ts';
import { priceOf, seatsFor } from '../../seat-prices.ts';
import { seatsUsed } from '../../seats.ts';

/** One pool for all additional user types (S0-18). Seats that are in use cannot be given back. */
export const buySeats = defineCommand({
  name: 'buy-seats',
  area: 'licences',
  summary: 'Say how many seats the portal has for the users of additional user types.',
  input: z.strictObject({ seats: z.int().min(0).max(1_000_000).describe('In all, from now on') }),
  permission: { kind: 'staff', right: 'manage-licences' },
  needs: () => [{ ask: 'users' }],
  events: licenceEvents,

  decide(portal, known, { seats: wished }) {
    const { licence } = portal;
    if (licence === null || licence.tiers.length === 0) {
      throw new Rejected('not-possible', 'This plan sells no seats. Choose another plan first.');
    }
    const seats = seatsFor(licence, wished);
    const used = seatsUsed(portal, known.users());
    if (seats < licence.seats && seats < used) {
      throw new Rejected('limit-reached', 'More seats than that are in use. Remove users first.');
    }
    const { price, currency } = priceOf(licence, seats);
    const events = seats === licence.seats ? [] : [licenceSet({ ...licence, seats })];
    return { events, result: { seats, price, currency } };
  },
});
