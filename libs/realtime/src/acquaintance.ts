import { maskOf } from '@genkan/access/mask';
import { view } from '@genkan/access/view';
import type { Member } from '@genkan/domain/members';
import type { RecordState } from '@genkan/domain/records';
import type { View } from '@genkan/domain/sight';
import type { Eyes, Rules } from './rules.ts';

/** Somebody with rights as they are now, and the record a portal user is tied to. */
export type Person = { readonly member: Member; readonly rules: Rules; readonly own: RecordState | null };
/** `name` null: known to be there, but not by name. */
export type Known = { readonly kind: Member['kind']; readonly name: string | null };

/** A record as these rules show it. */
export const seenBy = ({ ability, keys }: Eyes, record: RecordState | null): View | null =>
  record && view(ability, record, maskOf(keys, record));

/**
 * As whom one may know another, or null: one may not (G-26). Staff know everybody and are known to everybody by name.
 * Two portal users know each other when each sees the other's own record, and by the name that record shows: closed
 * until an administrator opens it by granting that module (law 6).
 */
export function knownAs(me: Person, other: Person): Known | null {
  if (other.member.kind === 'staff') return { kind: 'staff', name: other.member.name };
  const shown = seenBy(me.rules, other.own);
  if (me.member.kind === 'portal-user' && (!shown || !seenBy(other.rules, me.own))) return null;
  const name = shown?.fields['Name'];
  return { kind: 'portal-user', name: typeof name === 'string' ? name : null };
}
