import type { Criteria } from '@genkan/domain/criteria';
import type { PortalUser } from '@genkan/domain/members';
import type { Reach } from '@genkan/domain/user-types';
import { abilityOf } from '../compile.ts';
import { memberKeys } from '../member-keys.ts';
import { chainsOf, crossed, lookupTarget } from '../paths.ts';
import type { Atom } from './atom.ts';
import { failedCriteria } from './criterion.ts';
import { lookupsTo } from './lookups-to.ts';
import type { Asked, Rule } from './refusal.ts';
import type { Situation } from './situation.ts';

type Of = Situation & { readonly member: PortalUser };
const longestWalk = 4;

/** Walks over the member's own lookups, none, one or two long. */
function ownWalks({ portal, member }: Of): readonly (readonly string[])[] {
  const lookups = (module: string): string[] =>
    Object.keys(portal.modules[module]?.fields ?? {}).filter((one) => lookupTarget(portal.modules, module, one));
  const one = lookups(member.module).map((step) => [step]);
  const two = one.flatMap(([step = '']) =>
    lookups(lookupTarget(portal.modules, member.module, step) ?? '').map((next) => [step, next]),
  );
  return [[], ...one, ...two];
}

/** Every reach the tab could be given, with the right that is asked for. */
function possibleReaches(at: Of, asked: Asked): readonly Reach[] {
  const { portal, member, record } = at;
  const rights = {
    edit: asked.may === 'edit' ? [asked.field] : [],
    delete: asked.may === 'delete',
    copy: asked.may === 'copy',
  };
  const chains = [...(chainsOf(portal).get(record.module)?.values() ?? [])].filter(({ complete }) => complete);
  const related = ownWalks(at).flatMap((own) => {
    const end = crossed(portal.modules, member.module, own)?.at(-1);
    return chains
      .filter(({ modules, steps }) => modules.at(-1) === end && steps.length + own.length <= longestWalk)
      .map(({ name }): Reach => ({ kind: 'related', path: name, own: [...own], ...rights }));
  });
  const self: Reach[] = record.module === member.module ? [{ kind: 'self', ...rights }] : [];
  return [...self, { kind: 'created', ...rights }, ...related, { kind: 'all', ...rights }];
}

/** Lookups that would make one of the tab's reaches meet: on the record's walk or on the member's own. */
function meetingLookups(at: Of): readonly Atom[] {
  const { portal, member, record, known } = at;
  const ability = abilityOf(portal, member);
  const tab = ability.tabs.get(record.module);
  const held = [...(memberKeys(portal, ability, member, known).get(record.module)?.keys() ?? [])];
  const own = known.record(member.module, member.record);
  return (tab?.reaches ?? []).flatMap(({ meets }): readonly Atom[] => {
    if (meets.kind !== 'related') return [];
    const chain = chainsOf(portal).get(record.module)?.get(meets.path);
    const modules = crossed(portal.modules, member.module, meets.own);
    const prefix = `${meets.path}:`;
    const endsIn = (keys: readonly string[]): string[] =>
      keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
    const theirs = chain ? endsIn(held).flatMap((end) => lookupsTo(known, { ...chain, start: record, end })) : [];
    const walk = own && modules && { modules, steps: meets.own, start: own };
    const mine = walk ? endsIn(record.keys).flatMap((end) => lookupsTo(known, { ...walk, end })) : [];
    return [...theirs, ...mine];
  });
}

/** Values that a failed condition on a lookup names, and none. */
function namedValues(criterion: Criteria): readonly (string | null)[] {
  if (!('field' in criterion)) return [];
  const { value } = criterion;
  const named = Array.isArray(value) ? value : [value];
  return [null, ...named.filter((one) => typeof one === 'string' && one !== '')];
}

/** Lookups of the record that would fulfil what its criteria ask of them. */
function fulfillingLookups({ portal, member, record, known }: Of): readonly Atom[] {
  const { criteria = null } = portal.userTypes[member.userType]?.tabs[record.module] ?? {};
  return failedCriteria(criteria, record.fields).flatMap(({ criterion }) => {
    if (!('field' in criterion)) return [];
    const { field } = criterion;
    const target = lookupTarget(portal.modules, record.module, field);
    if (target === null) return [];
    const own = target === member.module ? [member.record] : [];
    const values = [...namedValues(criterion), ...own].filter((id) => id === null || known.record(target, id) !== null);
    return values.map((value): Atom => ({ atom: 'set-lookup', module: record.module, id: record.id, field, value }));
  });
}

function droppable({ portal, member, record }: Of): readonly Atom[] {
  const { criteria = null } = portal.userTypes[member.userType]?.tabs[record.module] ?? {};
  const place = { userType: member.userType, module: record.module };
  return failedCriteria(criteria, record.fields).map((one): Atom => ({ atom: 'drop-criterion', ...place, ...one }));
}

function otherTypes({ portal, member }: Of): readonly Atom[] {
  const base = portal.userTypes[member.userType]?.base;
  return Object.values(portal.userTypes)
    .filter((type) => type.base === base && type.id !== member.userType)
    .map((type): Atom => ({ atom: 'move-type', member: member.id, userType: type.id }));
}

function fieldAtoms({ portal, member, record }: Of, asked: Asked): readonly Atom[] {
  const { module, layout } = record;
  const field = 'field' in asked ? asked.field : undefined;
  const held = portal.modules[module]?.layouts[layout]?.fields ?? [];
  if (field === undefined || !held.includes(field)) return [];
  return [{ atom: 'tick-field', userType: member.userType, module, layout, field }];
}

function forUser(at: Of, asked: Asked, rule: Rule): readonly Atom[] {
  const { portal, member, record } = at;
  const { userType } = member;
  const { module, layout } = record;
  const reaches = () =>
    possibleReaches(at, asked).map((reach): Atom => ({ atom: 'add-reach', userType, module, reach }));
  switch (rule) {
    case 'deleted':
    case 'restricted':
      return [];
    case 'status':
      return [{ atom: 'activate', member: member.id }];
    case 'tab':
      return [
        ...(Object.hasOwn(portal.modules, module) ? [{ atom: 'add-tab', userType, module } as const] : []),
        ...otherTypes(at),
      ];
    case 'layout':
      return Object.hasOwn(portal.modules[module]?.layouts ?? {}, layout)
        ? [{ atom: 'add-layout', userType, module, layout }, ...otherTypes(at)]
        : [];
    case 'reach':
    case 'suspended':
    case 'right':
      return [...reaches(), ...meetingLookups(at), ...otherTypes(at)];
    case 'criteria':
      return [...droppable(at), ...fulfillingLookups(at), ...meetingLookups(at), ...otherTypes(at)];
    case 'field':
      return [...fieldAtoms(at, asked), ...otherTypes(at)];
    default:
      return rule satisfies never;
  }
}

/** Every atom that could bear on this rule: whatever set lifts the refusal holds one of them. */
export function candidates(at: Situation, asked: Asked, rule: Rule): readonly Atom[] {
  const { member } = at;
  if (member.kind === 'portal-user') return forUser({ ...at, member }, asked, rule);
  return rule === 'status' ? [{ atom: 'activate', member: member.id }] : [];
}
