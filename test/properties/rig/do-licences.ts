import { portalUsersOf } from '../../oracle/changing.ts';
import { addMember } from './do-members.ts';
import { applied, type Doing } from './doing.ts';
import { fresh } from './ground.ts';

const tiers = [{ from: 1, to: null, price: 1, per: 'seat' }] as const;

/** A plan with just as many seats and user types as are used, or one more: beyond them nobody comes in. */
export const limits: Doing = async (world, picks) => {
  const { a, b, c } = picks;
  const by = world.administrator;
  const maxUserTypes = Object.keys(world.now.userTypes).length + (a % 2);
  const terms = { freeUsers: 1000, maxUserTypes, tiers };
  await world.send(by, { name: 'set-plan', input: { plan: 'enterprise', terms } });
  const taken = portalUsersOf(world.now, ({ userType }) => userType !== world.now.defaultType).length;
  const bought = await world.send(by, { name: 'buy-seats', input: { seats: Math.max(1, taken + (b % 2)) } });
  await addMember(world, picks);
  await addMember(world, { ...picks, a: a + 1 });
  await world.send(by, { name: 'create-user-type', input: { name: fresh(), base: 'Contacts' } });
  // Most of the time the rest of the history goes on without limits.
  if (c % 4 > 0) await world.send(by, { name: 'set-plan', input: { plan: 'whole' } });
  return applied(bought.code);
};
