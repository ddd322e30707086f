import type { Change } from './changes.ts';
import type { Member } from './members.ts';

/** Users that count, by user type: active ones and those switched off; removed ones have freed their seat (S0-90, S0-92). */
export type Users = ReadonlyMap<string, number>;

/** The user type somebody counts for; null: staff, and whoever was removed. */
export const countedType = (one: Member | null): string | null =>
  one?.kind === 'portal-user' && one.status !== 'removed' ? one.userType : null;

/** Two counts as one. */
export function summed(users: Users, more: Users): Users {
  if (more.size === 0) return users;
  const counts = new Map(users);
  for (const [type, n] of more) counts.set(type, (counts.get(type) ?? 0) + n);
  return counts;
}

/** The counts as changes leave them. */
export function countedOn(users: Users, changes: readonly Change[]): Users {
  const counts = new Map(users);
  const count = (type: string | null, by: 1 | -1): void => {
    if (type !== null) counts.set(type, (counts.get(type) ?? 0) + by);
  };
  for (const change of changes) {
    if (change.kind !== 'member') continue;
    count(countedType(change.before), -1);
    count(countedType(change.after), 1);
  }
  return counts;
}
