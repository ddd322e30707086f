import type { MemberKeys, CompiledTab, Ability } from '@genkan/access/ability';
import { abilityOf } from '@genkan/access/compile';
import { memberKeys } from '@genkan/access/member-keys';
import { scopeOf } from '@genkan/access/where';
import type { Known } from '@genkan/domain/known';
import type { Member } from '@genkan/domain/members';
import type { Portal } from '@genkan/domain/portal';
import type { PortalLog } from '@genkan/log/portal-log';
import type { KeyGroup } from '@genkan/log/tally';

/** What a member would gain and lose: records seen, and values (a visible field of a record) seen. */
export type Difference = {
  readonly recordsGained: number;
  readonly recordsLost: number;
  readonly valuesGained: number;
  readonly valuesLost: number;
};
export const noDifference: Difference = { recordsGained: 0, recordsLost: 0, valuesGained: 0, valuesLost: 0 };
export const sumOf = (a: Difference, b: Difference, times = 1): Difference => ({
  recordsGained: a.recordsGained + times * b.recordsGained,
  recordsLost: a.recordsLost + times * b.recordsLost,
  valuesGained: a.valuesGained + times * b.valuesGained,
  valuesLost: a.valuesLost + times * b.valuesLost,
});

type Side = { readonly ability: Ability; readonly keys: ReadonlyMap<string, MemberKeys> };
/** The members of a user type as they are judged now, and as they would be. */
export type Compared = { readonly members: readonly Member[]; readonly before: Side; readonly after: Side };

/** Pure: both sides come from the engine, with the present portal and with the drafted one. */
export function compared(before: Portal, after: Portal, userType: string, known: Known): Compared | null {
  const members = known.membersOf(userType).filter(({ status }) => status === 'active');
  const [first] = members;
  if (!first) return null;
  const side = (portal: Portal): Side => {
    const ability = abilityOf(portal, first); // one for all of a user type
    return { ability, keys: new Map(members.map((one) => [one.id, memberKeys(portal, ability, one, known)])) };
  };
  return { members, before: side(before), after: side(after) };
}

const namesOf = (keys: MemberKeys | undefined, module: string): readonly string[] => {
  const held = keys?.get(module);
  if (!held) return [];
  return held.has('*') ? ['*'] : [...held.keys()].sort();
};

const anyScope = (side: Side, members: readonly Member[], module: string) => {
  for (const { id } of members) {
    const scope = scopeOf(side.ability, side.keys.get(id) ?? new Map(), module);
    if (scope) return scope;
  }
  return null;
};

const fieldsOf = (tab: CompiledTab | undefined, layout: string): ReadonlySet<string> =>
  tab?.layouts.get(layout) ?? new Set();
const without = (a: ReadonlySet<string>, b: ReadonlySet<string>): number => [...a].filter((one) => !b.has(one)).length;

/** Members who hold the same keys on both sides differ alike: each group is counted once. */
export async function differences(
  log: PortalLog,
  portal: string,
  { members, before, after }: Compared,
): Promise<{ readonly head: number; readonly byMember: ReadonlyMap<string, Difference> }> {
  const byMember = new Map<string, Difference>(members.map(({ id }) => [id, noDifference]));
  const modules = new Set([...before.ability.tabs.keys(), ...after.ability.tabs.keys()]);
  let head = 0;
  for (const module of modules) {
    const [was, is] = [before.ability.tabs.get(module), after.ability.tabs.get(module)];
    const groups = new Map<string, { readonly keys: KeyGroup; readonly members: string[] }>();
    for (const { id } of members) {
      const keys = { before: namesOf(before.keys.get(id), module), after: namesOf(after.keys.get(id), module) };
      const name = JSON.stringify(keys);
      const group = groups.get(name) ?? { keys, members: [] };
      group.members.push(id);
      groups.set(name, group);
    }
    const all = [...groups.values()];
    const scopes = { before: anyScope(before, members, module), after: anyScope(after, members, module) };
    const found = await log.tally(portal, { module, ...scopes, groups: all.map(({ keys }) => keys) });
    head = found.head;
    for (const { group, layout, before: b, after: a, both } of found.rows) {
      const [old, fresh] = [fieldsOf(was, layout), fieldsOf(is, layout)];
      const difference = {
        recordsGained: a - both,
        recordsLost: b - both,
        valuesGained: (a - both) * fresh.size + both * without(fresh, old),
        valuesLost: (b - both) * old.size + both * without(old, fresh),
      };
      for (const id of all[group]?.members ?? []) byMember.set(id, sumOf(byMember.get(id) ?? noDifference, difference));
    }
  }
  return { head, byMember };
}
