import { isDeepStrictEqual } from 'node:util';
import type { Ability, CompiledTab, MemberKeys, Scope } from '@genkan/access/ability';
import { scopeOf } from '@genkan/access/where';
import type { Member } from '@genkan/domain/members';
import type { Portal } from '@genkan/domain/portal';
import type { PortalLog } from '@genkan/log/portal-log';
import type { KeyGroup } from '@genkan/log/tally';
import type { Eyes } from '@genkan/realtime/rules';
import { eyesOf, RowsThen } from '../past/eyes-at.ts';

/** What a member would gain and lose: records seen, and values (a visible field of a record) seen. */
export type Difference = {
  readonly recordsGained: number;
  readonly recordsLost: number;
  readonly valuesGained: number;
  readonly valuesLost: number;
};
export const noDifference: Difference = { recordsGained: 0, recordsLost: 0, valuesGained: 0, valuesLost: 0 };
export const sumOf = (a: Difference, b: Difference): Difference => ({
  recordsGained: a.recordsGained + b.recordsGained,
  recordsLost: a.recordsLost + b.recordsLost,
  valuesGained: a.valuesGained + b.valuesGained,
  valuesLost: a.valuesLost + b.valuesLost,
});

type Side = ReadonlyMap<string, Eyes>;
/** The active members of a user type, the portal as it is and as it would be, and where in the log that was read. */
export type Comparison = {
  readonly members: readonly Member[];
  readonly before: Portal;
  readonly after: Portal;
  readonly sequence: number;
};

const namesOf = (keys: MemberKeys | undefined, module: string): readonly string[] => {
  const held = keys?.get(module);
  if (!held) return [];
  return held.has('*') ? ['*'] : [...held.keys()].sort();
};

function anyScope(side: Side, module: string): Scope | null {
  for (const { ability, keys } of side.values()) {
    const scope = scopeOf(ability, keys, module);
    if (scope) return scope;
  }
  return null;
}

const fieldsOf = (tab: CompiledTab | undefined, layout: string): ReadonlySet<string> =>
  tab?.layouts.get(layout) ?? new Set();
const without = (a: ReadonlySet<string>, b: ReadonlySet<string>): number => [...a].filter((one) => !b.has(one)).length;

/** What decides which records and fields are seen; the rights on them do not. */
const showing = (tab: CompiledTab | undefined) =>
  tab && { layouts: tab.layouts, criteria: tab.criteria, meets: tab.reaches.map(({ meets }) => meets) };

/** The modules of which something else would be shown, or to somebody else. */
const differing = (before: Ability, after: Ability): readonly string[] =>
  [...new Set([...before.tabs.keys(), ...after.tabs.keys()])].filter(
    (module) => !isDeepStrictEqual(showing(before.tabs.get(module)), showing(after.tabs.get(module))),
  );

type Group = { readonly keys: KeyGroup; readonly members: string[] };

/** Members who hold the same keys on both sides differ alike. */
function groupsOf(members: readonly Member[], before: Side, after: Side, module: string): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const { id } of members) {
    const keys = { before: namesOf(before.get(id)?.keys, module), after: namesOf(after.get(id)?.keys, module) };
    const name = [...keys.before, '', ...keys.after].join('\n');
    const group = groups.get(name);
    if (group) group.members.push(id);
    else groups.set(name, { keys, members: [id] });
  }
  return [...groups.values()];
}

/** What each member would gain and lose. Both sides come from the engine: with the portal as it is, and with the drafted one. */
export async function differences(
  log: PortalLog,
  { members, before: present, after: drafted, sequence }: Comparison,
): Promise<ReadonlyMap<string, Difference>> {
  const byMember = new Map<string, Difference>();
  const rows = new RowsThen(log, present.id, sequence);
  const [before, after] = [await eyesOf(present, members, rows), await eyesOf(drafted, members, rows)];
  const [was] = before.values(); // one ability for all of a user type
  const [is] = after.values();
  if (!was || !is) return byMember;
  for (const module of differing(was.ability, is.ability)) {
    const groups = groupsOf(members, before, after, module);
    const scopes = { before: anyScope(before, module), after: anyScope(after, module) };
    const found = await log.tally(present.id, { module, ...scopes, groups: groups.map(({ keys }) => keys) });
    for (const { group, layout, before: b, after: a, both } of found.rows) {
      const old = fieldsOf(was.ability.tabs.get(module), layout);
      const fresh = fieldsOf(is.ability.tabs.get(module), layout);
      const difference = {
        recordsGained: a - both,
        recordsLost: b - both,
        valuesGained: (a - both) * fresh.size + both * without(fresh, old),
        valuesLost: (b - both) * old.size + both * without(old, fresh),
      };
      for (const id of groups[group]?.members ?? [])
        byMember.set(id, sumOf(byMember.get(id) ?? noDifference, difference));
    }
  }
  return byMember;
}
