import type { Member } from '@genkan/domain/members';
import type { Layout, Module } from '@genkan/domain/modules';
import type { Portal } from '@genkan/domain/portal';
import { roles as builtIn, type RoleName } from '@genkan/domain/roles';
import type { Reach, Tab, UserType } from '@genkan/domain/user-types';
import type { Criteria } from '@genkan/domain/criteria';
import type { Ability, CompiledReach, CompiledTab, Shape } from './ability.ts';
import { compileCriteria } from './criteria.ts';
import { managedTabs } from './managed-tabs.ts';
import { chainsOf, crossed, ownModule } from './paths.ts';
import { rightsByMask, rightsTableOf } from './rights.ts';
import { showing } from './showing.ts';
import { shared } from './shared.ts';
import { versionOf } from './version.ts';

/** A path has at most four lookups, those on the member's own side included. */
const longestWalk = 4;

/** Visible fields in the layout's own order, then by name: an order that survives every database. */
function inOrder(layout: Layout, visible: ReadonlySet<string>): ReadonlySet<string> {
  const rest = [...visible].filter((name) => !layout.fields.includes(name)).sort();
  return new Set([...layout.fields.filter((name) => visible.has(name)), ...rest]);
}

const knownFields = (module: Module, names: readonly string[]): ReadonlySet<string> =>
  new Set(names.filter((name) => Object.hasOwn(module.fields, name)));

function visibleByLayout(module: Module, granted: Tab['layouts']): ReadonlyMap<string, ReadonlySet<string>> {
  const known = Object.keys(granted)
    .filter((name) => Object.hasOwn(module.layouts, name))
    .sort();
  return new Map(
    known.flatMap((name) => {
      const layout = module.layouts[name];
      return layout ? [[name, inOrder(layout, knownFields(module, granted[name] ?? []))] as const] : [];
    }),
  );
}

const criteriaFields = (criteria: Criteria | null): readonly string[] =>
  criteria === null
    ? []
    : 'and' in criteria
      ? criteria.and.flatMap(criteriaFields)
      : 'or' in criteria
        ? criteria.or.flatMap(criteriaFields)
        : [criteria.field];

type Parts = Pick<CompiledTab, 'module' | 'reaches' | 'layouts' | 'criteria' | 'create'>;

function compiledTab(module: Module, parts: Parts): CompiledTab {
  const rightsTable = rightsTableOf(parts.reaches);
  const shape = (visible: ReadonlySet<string>): Shape => ({
    show: showing(module, visible),
    by: rightsByMask(parts.reaches, rightsTable, visible),
  });
  return {
    ...parts,
    shapes: new Map([...parts.layouts].map(([name, visible]) => [name, shape(visible)])),
    meetsCriteria: compileCriteria(parts.criteria),
    touches: new Set([...visibleAnywhere(parts.layouts), ...criteriaFields(parts.criteria)]),
    rightsTable,
  };
}

const visibleAnywhere = (layouts: CompiledTab['layouts']): ReadonlySet<string> =>
  new Set([...layouts.values()].flatMap((visible) => [...visible]));

/** Null where a path is unknown, still building, too long, or its two sides cannot end at the same record. */
function meetsOf(portal: Portal, module: string, base: string, reach: Reach): CompiledReach['meets'] | null {
  if (reach.kind !== 'related') return { kind: reach.kind };
  const chain = chainsOf(portal).get(module)?.get(reach.path);
  const own = crossed(portal.modules, base, reach.own);
  if (!chain?.complete || own === null || chain.modules.at(-1) !== own.at(-1)) return null;
  if (chain.steps.length + reach.own.length > longestWalk) return null;
  return { kind: 'related', path: reach.path, own: reach.own };
}

function compileTab(portal: Portal, base: string, name: string, tab: Tab): readonly (readonly [string, CompiledTab])[] {
  const module = ownModule(portal.modules, name);
  if (!module) return [];
  const layouts = visibleByLayout(module, tab.layouts);
  if (layouts.size === 0) return [];
  const writable = new Set([...visibleAnywhere(layouts)].filter((field) => module.fields[field]?.unique !== true)); // SEC-30
  const reaches = tab.reaches.flatMap((reach): CompiledReach[] => {
    const meets = meetsOf(portal, name, base, reach);
    const edit = shared(reach.edit, writable);
    return meets ? [{ meets, rights: { edit, delete: reach.delete, copy: reach.copy, restore: false } }] : [];
  });
  const create = tab.create && shared(tab.create, writable);
  return [[name, compiledTab(module, { module: name, reaches, layouts, criteria: tab.criteria, create })]];
}

const ability = (parts: Omit<Ability, 'version'>): Ability => ({ ...parts, version: versionOf(parts) });

const byName = <T>(rows: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(rows).sort(([a], [b]) => (a < b ? -1 : 1));

/**
 * What a user type may see and do, closed by default (law 6): names the portal does not know are dropped, editing and
 * creating are cut to what is seen and not unique, a tab without a known layout is no tab, a path without all its keys
 * is no reach.
 */
export function compileUserType(portal: Portal, userType: UserType): Ability {
  const granted = { ...userType.tabs, ...managedTabs(portal, userType.base) };
  const tabs = byName(granted).flatMap(([name, tab]) => compileTab(portal, userType.base, name, tab));
  return ability({
    subject: `user-type:${userType.id}`,
    kind: 'portal-user',
    tabs: new Map(tabs),
    staffRights: new Set(),
  });
}

/** Staff roles compile to the same thing: every module, layout and field by the reach `all`, the union of the roles' rights. */
export function compileRoles(portal: Portal, roles: readonly RoleName[]): Ability {
  const held = roles.map((name) => builtIn[name]);
  const may = (right: 'create' | 'edit' | 'delete' | 'restore'): boolean => held.some(({ records }) => records[right]);
  const staffRights = new Set(held.flatMap(({ rights }) => rights));
  const met = byName(portal.modules).filter(
    ([, { managed }]) => !managed || (managed.open && staffRights.has(managed.right)),
  );
  const tabs = met.map(([name, module]): [string, CompiledTab] => {
    const every = Object.keys(module.fields);
    const layouts = visibleByLayout(module, Object.fromEntries(Object.keys(module.layouts).map((one) => [one, every])));
    const free = module.managed === undefined;
    const edit = new Set(free && may('edit') ? every : []);
    const rights = {
      edit,
      delete: free && may('delete'),
      copy: free && may('create'),
      restore: free && may('restore'),
    };
    const reaches: CompiledReach[] = [{ meets: { kind: 'all' }, rights }];
    const create = free && may('create') ? new Set(every) : null;
    return [name, compiledTab(module, { module: name, reaches, layouts, criteria: null, create })];
  });
  return ability({
    subject: `roles:${[...roles].sort().join(',')}`,
    kind: 'staff',
    tabs: new Map(tabs),
    staffRights,
  });
}

/** May do nothing and sees nothing: a member whose user type is gone. */
const closed = ability({ subject: 'nobody', kind: 'portal-user', tabs: new Map(), staffRights: new Set() });

/** Compiled once per settings value; a compilation that means the same as an earlier one answers that very object. */
type Kept = { readonly byModules: WeakMap<Portal['modules'], Ability>; readonly byVersion: Map<string, Ability> };
const emptyKept = (): Kept => ({ byModules: new WeakMap(), byVersion: new Map() });
const ofUserTypes = new WeakMap<UserType, Kept>();
const ofRoles = new WeakMap<Portal['modules'], Map<string, Ability>>();

function once({ byModules, byVersion }: Kept, { modules }: Portal, compile: () => Ability): Ability {
  const before = byModules.get(modules);
  if (before) return before;
  const made = compile();
  const kept = byVersion.get(made.version) ?? made;
  byModules.set(modules, kept);
  byVersion.set(kept.version, kept);
  return kept;
}

function userTypeAbility(portal: Portal, id: string): Ability {
  const userType = Object.hasOwn(portal.userTypes, id) ? portal.userTypes[id] : undefined;
  if (!userType) return closed;
  const kept = ofUserTypes.get(userType) ?? emptyKept();
  ofUserTypes.set(userType, kept);
  return once(kept, portal, () => compileUserType(portal, userType));
}

function rolesAbility(portal: Portal, roles: readonly RoleName[]): Ability {
  const names = [...new Set(roles)].sort();
  const kept = ofRoles.get(portal.modules) ?? new Map<string, Ability>();
  ofRoles.set(portal.modules, kept);
  const made = kept.get(names.join(',')) ?? compileRoles(portal, names);
  kept.set(names.join(','), made);
  return made;
}

/**
 * The ability a member holds under these settings: the very same object as long as what it is compiled from means the
 * same, so that `===` says "nothing changed for this member" after a change of another user type or module.
 */
export const abilityOf = (portal: Portal, member: Member): Ability =>
  member.kind === 'staff' ? rolesAbility(portal, member.roles) : userTypeAbility(portal, member.userType);
