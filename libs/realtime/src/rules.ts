import type { Ability, MemberKeys } from '@genkan/access/ability';
import type { Rows } from '@genkan/access/asked';
import { abilityOf } from '@genkan/access/compile';
import { memberDependsOn, memberKeys } from '@genkan/access/member-keys';
import { ifGathered } from '@genkan/domain/known';
import type { Member } from '@genkan/domain/members';
import type { Portal } from '@genkan/domain/portal';

/** What a session is judged by. `through`: the records its keys were computed through. */
export type Rules = { readonly ability: Ability; readonly keys: MemberKeys; readonly through: readonly string[] };
/** As far as it says what is seen. */
export type Eyes = Pick<Rules, 'ability' | 'keys'>;

/** A member's rules under these settings; null when a row on its own side is not at hand. */
export function rulesOf(portal: Portal, member: Member, rows: Rows): Rules | null {
  const ability = abilityOf(portal, member);
  const found = ifGathered(() => ({
    keys: memberKeys(portal, ability, member, rows),
    through: [...memberDependsOn(portal, ability, member, rows)],
  }));
  return found ? { ability, ...found } : null;
}

/** Whether the same is judged the same by both: the ability means the same and the keys are the same. */
export const sameRules = (a: Eyes, b: Eyes): boolean =>
  (a.ability === b.ability || a.ability.version === b.ability.version) && sameKeys(a.keys, b.keys);

function sameKeys(a: MemberKeys, b: MemberKeys): boolean {
  if (a.size !== b.size) return false;
  for (const [module, keys] of a) {
    const others = b.get(module);
    if (!others || others.size !== keys.size) return false;
    for (const [key, bits] of keys) if (others.get(key) !== bits) return false;
  }
  return true;
}
