import type { Change } from './changes.ts';
import type { Known, Question } from './known.ts';
import type { Licence } from './licence.ts';
import type { Portal } from './portal.ts';
import type { Users } from './users.ts';
import { Rejected } from './rejected.ts';
import { countedOn } from './users.ts';

const isLimited = ({ portal, freeUsers, tiers }: Licence): boolean => !portal || freeUsers !== null || tiers.length > 0;

/** What must be known to judge seats. Nothing where the plan has no limit. */
export const seatQuestions = ({ licence }: Portal): readonly Question[] =>
  licence !== null && isLimited(licence) ? [{ ask: 'users' }] : [];

/** Seats of the pool in use: those of additional types, and of the default type's users beyond the free ones (S0-18, X-20). */
export function seatsUsed({ licence, userTypes }: Portal, users: Users): number {
  const beyond = (n: number): number => Math.max(0, n - (licence?.freeUsers ?? n));
  return [...users].reduce((sum, [id, n]) => {
    if (userTypes[id]?.isDefault !== true) return sum + n;
    return sum + (licence?.poolForDefault === true ? beyond(n) : 0);
  }, 0);
}

const noPortal = 'This plan has no portal. Purchase one that has.';
const wayOut = ({ overLimit }: Licence): string =>
  overLimit === 'contact' ? 'Contact us for more.' : 'Purchase more seats first.';

/** Why the users counted in `after` are more than the licence has, and more than before; null: they are not. */
function excess(portal: Portal, licence: Licence, before: Users, after: Users): string | null {
  const { freeUsers, poolForDefault, seats, tiers } = licence;
  const sold = tiers.length > 0;
  const more = (count: (users: Users) => number, most: number) => count(after) > most && count(after) > count(before);
  const standard = Object.values(portal.userTypes).find(({ isDefault }) => isDefault)?.id ?? '';
  const isFull = freeUsers !== null && more((usage) => usage.get(standard) ?? 0, freeUsers);
  if (isFull && !(poolForDefault && sold && !more((usage) => seatsUsed(portal, usage), seats))) {
    return `The plan’s ${freeUsers} free users of the default user type are in use. ${wayOut(licence)}`;
  }
  if (!sold || !more((usage) => seatsUsed(portal, usage), seats)) return null;
  return 'All seats for additional user types are in use. Purchase more seats first.';
}

/**
 * No change of members takes a seat the licence has not, whichever command made it (S0-16, S0-17, S0-29). What was beyond
 * the plan before stays (grandfathered), and may move as long as it takes no seat more.
 */
export function refuseExcess(portal: Portal, known: Known, changes: readonly Change[]): void {
  const { licence } = portal;
  if (licence === null || !isLimited(licence)) return;
  const more = [...countedOn(new Map(), changes).values()];
  if (more.every((n) => n <= 0)) return;
  if (!licence.portal && more.reduce((sum, n) => sum + n, 0) > 0) throw new Rejected('limit-reached', noPortal);
  const users = known.users();
  const reason = excess(portal, licence, users, countedOn(users, changes));
  if (reason !== null) throw new Rejected('limit-reached', reason);
}

/** One user type more: within the plan, and only where seats were bought for it (S0-12, S0-15, X-16). */
export function refuseType({ licence, userTypes }: Portal): void {
  if (licence === null) return;
  if (!licence.portal) throw new Rejected('limit-reached', noPortal);
  if (Object.keys(userTypes).length >= licence.maxUserTypes) {
    throw new Rejected(
      'limit-reached',
      `The plan has at most ${licence.maxUserTypes} user types. Contact us for more.`,
    );
  }
  if (licence.tiers.length > 0 && licence.seats === 0) {
    throw new Rejected('limit-reached', 'Additional user types need seats. Purchase seats first.');
  }
}
