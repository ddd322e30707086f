import type { Known, Question } from './known.ts';
import type { Licence } from './licence.ts';
import type { Portal } from './portal.ts';
import { Rejected } from './rejected.ts';

/** Users that count, by user type: active ones and those switched off; removed ones have freed their seat (S0-90, S0-92). */
export type Usage = Map<string, number>;

const isLimited = ({ portal, freeUsers, tiers }: Licence): boolean => !portal || freeUsers !== null || tiers.length > 0;

/** What must be known to count users. Nothing where the plan has no limit. */
export const seatQuestions = ({ licence, userTypes }: Portal): readonly Question[] =>
  licence !== null && isLimited(licence)
    ? Object.keys(userTypes).map((userType) => ({ ask: 'members-of', userType }))
    : [];

export const countUsers = (known: Known, userType: string): number =>
  known.membersOf(userType).filter((one) => one.status !== 'removed').length;

/** Null: the plan has no limit, and nobody is counted. */
export function usageOf({ licence, userTypes }: Portal, known: Known): Usage | null {
  if (licence === null || !isLimited(licence)) return null;
  return new Map(Object.keys(userTypes).map((id) => [id, countUsers(known, id)]));
}

/** Seats of the pool in use: those of additional types, and of the default type's users beyond the free ones (S0-18, X-20). */
export function seatsUsed({ licence, userTypes }: Portal, usage: Usage): number {
  const beyond = (n: number): number => Math.max(0, n - (licence?.freeUsers ?? n));
  return [...usage].reduce((sum, [id, n]) => {
    if (userTypes[id]?.isDefault !== true) return sum + n;
    return sum + (licence?.poolForDefault === true ? beyond(n) : 0);
  }, 0);
}

const noPortal = 'This plan has no portal. Purchase one that has.';
const wayOut = ({ overLimit }: Licence): string =>
  overLimit === 'contact' ? 'Contact us for more.' : 'Purchase more seats first.';

/** Why the users counted in `after` are more than the licence has, and more than before; null: they are not. */
function excess(portal: Portal, licence: Licence, before: Usage, after: Usage): string | null {
  const { freeUsers, poolForDefault, seats, tiers } = licence;
  const sold = tiers.length > 0;
  const more = (count: (usage: Usage) => number, most: number) => count(after) > most && count(after) > count(before);
  const standard = Object.values(portal.userTypes).find(({ isDefault }) => isDefault)?.id ?? '';
  const isFull = freeUsers !== null && more((usage) => usage.get(standard) ?? 0, freeUsers);
  if (isFull && !(poolForDefault && sold && !more((usage) => seatsUsed(portal, usage), seats))) {
    return `The plan’s ${freeUsers} free users of the default user type are in use. ${wayOut(licence)}`;
  }
  if (!sold || !more((usage) => seatsUsed(portal, usage), seats)) return null;
  return 'All seats for additional user types are in use. Purchase more seats first.';
}

/**
 * One user more of a type, and counted as such; or refused, with what to do next (S0-16, S0-17, S0-29). What was beyond
 * the plan before stays (grandfathered), and may move as long as it takes no seat more.
 */
export function takeSeat(portal: Portal, usage: Usage | null, userType: string, from: string | null = null): void {
  const { licence } = portal;
  if (licence === null || usage === null) return;
  if (!licence.portal && from === null) throw new Rejected('limit-reached', noPortal);
  const after = new Map(usage);
  if (from !== null) after.set(from, (after.get(from) ?? 0) - 1);
  after.set(userType, (after.get(userType) ?? 0) + 1);
  const reason = excess(portal, licence, usage, after);
  if (reason !== null) throw new Rejected('limit-reached', reason);
  for (const [id, n] of after) usage.set(id, n);
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
