import type { Question } from '@genkan/domain/known';
import type { Member, PortalUser } from '@genkan/domain/members';
import type { Portal } from '@genkan/domain/portal';
import type { Ability, CompiledReach, CompiledTab, MemberKeys } from './ability.ts';
import { questionsOf, type Rows } from './asked.ts';
import { lookupTarget } from './paths.ts';

/** The id where the member's own walk ends; null where a record on it is deleted, missing or looks nowhere. */
function ownEnd(portal: Portal, member: PortalUser, own: readonly string[], known: Rows): string | null {
  let module = member.module;
  let at = known.record(module, member.record);
  for (const step of own) {
    const target = lookupTarget(portal.modules, module, step);
    const id = at && !at.deleted && Object.hasOwn(at.fields, step) ? at.fields[step] : null;
    if (target === null || typeof id !== 'string' || id === '') return null;
    module = target;
    at = known.record(target, id);
  }
  return at && !at.deleted ? at.id : null;
}

function ofPortalUser(
  portal: Portal,
  member: PortalUser,
  module: string,
  meets: CompiledReach['meets'],
  known: Rows,
): string | null {
  switch (meets.kind) {
    case 'all':
      return '*';
    case 'created':
      return `+${member.id}`;
    case 'self':
      return module === member.module ? `=${member.record}` : null;
    case 'related': {
      const end = ownEnd(portal, member, meets.own, known);
      return end === null ? null : `${meets.path}:${end}`;
    }
    default:
      return meets satisfies never;
  }
}

const keyOfReach = (portal: Portal, member: Member, module: string, meets: CompiledReach['meets'], known: Rows) =>
  member.kind === 'portal-user'
    ? ofPortalUser(portal, member, module, meets, known)
    : meets.kind === 'all'
      ? '*'
      : null;

const suspendedKeys = ({ suspensions }: Portal, module: string): ReadonlySet<string> =>
  new Set(Object.values(suspensions).flatMap((one) => (one.module === module ? [one.key] : [])));

function keysOfTab(portal: Portal, member: Member, tab: CompiledTab, known: Rows): ReadonlyMap<string, number> {
  const suspended = suspendedKeys(portal, tab.module);
  const bits = new Map<string, number>();
  for (const [bit, { meets }] of tab.reaches.entries()) {
    const key = keyOfReach(portal, member, tab.module, meets, known);
    if (key !== null && !suspended.has(key)) bits.set(key, (bits.get(key) ?? 0) | (1 << bit));
  }
  return bits;
}

/**
 * The keys a member holds, by module, each with the bits of the reaches that give it. A suspended key counts as absent
 * until its suspension is lifted; a module without keys is left out.
 */
export function memberKeys(portal: Portal, ability: Ability, member: Member, known: Rows): MemberKeys {
  const all = [...ability.tabs.values()].map((tab) => [tab.module, keysOfTab(portal, member, tab, known)] as const);
  return new Map(all.filter(([, keys]) => keys.size > 0));
}

/** What `memberKeys` must know, in rounds: the member's own record and what its own walks pass. */
export function memberKeyQuestions(portal: Portal, ability: Ability, member: Member, known: Rows): readonly Question[] {
  const walks = [...ability.tabs.values()].flatMap((tab) =>
    tab.reaches.map(
      ({ meets }) =>
        (rows: Rows) =>
          keyOfReach(portal, member, tab.module, meets, rows),
    ),
  );
  return questionsOf(known, walks);
}

/** Ids of the records a member's keys were computed through: when one of them changes, the keys must be computed again. */
export function memberDependsOn(portal: Portal, ability: Ability, member: Member, known: Rows): ReadonlySet<string> {
  const asked = memberKeyQuestions(portal, ability, member, known);
  return new Set(asked.flatMap((question) => (question.ask === 'record' ? [question.id] : [])));
}
