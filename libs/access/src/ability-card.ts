import type { Block } from '@genkan/domain/canvas';
import { commands as registry } from '@genkan/domain/commands';
import type { CommandDefinition, Permission } from '@genkan/domain/define-command';
import type { Field } from '@genkan/domain/fields';
import type { Portal } from '@genkan/domain/portal';
import type { RecordRights } from '@genkan/domain/sight';
import type { UserType } from '@genkan/domain/user-types';
import type { Ability, CompiledTab } from './ability.ts';
import { canvasFor } from './canvas.ts';
import { ownModule } from './paths.ts';

type FieldCard = {
  label: string;
  type: string;
  required: boolean;
  maxLength?: number;
  choices?: string[];
  module?: string;
};
type RightsCard = { edit: string[]; delete: boolean; copy: boolean; restore: boolean };
type TabCard = {
  label: string;
  view: 'list' | 'canvas';
  /** The blocks of each layout that has a canvas, without what is not seen. */
  canvas?: Record<string, Block[]>;
  layouts: Record<string, string[]>;
  fields: Record<string, FieldCard>;
  create: string[] | null;
  rights: RightsCard[];
};
/** What a member is told of what he may do and see: never why, and nothing of what is hidden. */
export type AbilityCard = {
  kind: 'staff' | 'portal-user';
  portal: {
    name: string;
    currency: string;
    locale: string;
    zone: string;
    address?: { slug: string; former: string[] };
  };
  userType: { id: string; name: string } | null;
  staffRights: string[];
  tabs: Record<string, TabCard>;
  commands: string[];
};

const fieldCard = (field: Field, ability: Ability): FieldCard => ({
  label: field.label,
  type: field.type,
  required: field.required,
  ...(field.maxLength === undefined ? {} : { maxLength: field.maxLength }),
  ...(field.choices === undefined ? {} : { choices: [...field.choices] }),
  ...(field.module !== undefined && ability.tabs.has(field.module) ? { module: field.module } : {}),
});

const rightsCard = (rights: RecordRights): RightsCard => ({ ...rights, edit: [...rights.edit].sort() });

/** Portal users are given a canvas where theirs is the canvas view (S0-53), staff wherever there is one. */
function canvases(portal: Portal, ability: Ability, tab: CompiledTab): Record<string, Block[]> {
  const stored = ownModule(portal.modules, tab.module)?.layouts ?? {};
  return Object.fromEntries(
    [...tab.layouts].flatMap(([name, visible]) => {
      const shown = canvasFor(ability, stored[name] ?? {}, visible);
      return shown ? [[name, shown] as const] : [];
    }),
  );
}

function tabCard(portal: Portal, ability: Ability, tab: CompiledTab, userType: UserType | null): TabCard {
  const module = ownModule(portal.modules, tab.module);
  const visible = [...new Set([...tab.layouts.values()].flatMap((names) => [...names]))].sort();
  const cards = visible.flatMap((name) => {
    const field = module?.fields[name];
    return field ? [[name, fieldCard(field, ability)] as const] : [];
  });
  const view = userType?.tabs[tab.module]?.view ?? 'list';
  const canvas = ability.kind === 'staff' || view === 'canvas' ? canvases(portal, ability, tab) : {};
  const arranged = Object.keys(canvas).length > 0;
  return {
    label: module?.label ?? tab.module,
    view: arranged ? view : 'list',
    ...(arranged ? { canvas } : {}),
    layouts: Object.fromEntries([...tab.layouts].map(([name, names]) => [name, [...names]])),
    fields: Object.fromEntries(cards),
    create: tab.create && [...tab.create].sort(),
    rights: tab.rightsTable.map(rightsCard),
  };
}

/** Could a member with this ability run the command on something? What it is run on is judged when it comes. */
function couldRun(permission: Permission<unknown>, { tabs, staffRights }: Ability): boolean {
  const all = [...tabs.values()];
  const anywhere = (holds: (rights: RecordRights) => boolean) => all.some((tab) => tab.rightsTable.some(holds));
  switch (permission.kind) {
    case 'staff':
    case 'operator':
      return staffRights.has(permission.right);
    case 'own':
      return true;
    case 'record': {
      const { action } = permission;
      if (action === 'create') return all.some(({ create }) => create !== null);
      return anywhere((rights) => (action === 'edit' ? rights.edit.size > 0 : rights[action]));
    }
    default:
      return permission satisfies never;
  }
}

/** The card of an ability; built from what is seen alone, in name order, so that hidden things leave no trace in its bytes. */
export function abilityCard(
  portal: Portal,
  ability: Ability,
  commands: readonly Pick<CommandDefinition, 'name' | 'permission'>[] = registry,
): AbilityCard {
  const id = ability.subject.startsWith('user-type:') ? ability.subject.slice('user-type:'.length) : '';
  const { name, currency, locale, zone, slug, oldSlugs = [] } = portal.profile;
  const address = oldSlugs.length > 0 ? { address: { slug, former: [...oldSlugs] } } : {};
  const userType = Object.hasOwn(portal.userTypes, id) ? (portal.userTypes[id] ?? null) : null;
  return {
    kind: ability.kind,
    portal: { name, currency, locale, zone, ...address },
    userType: userType && { id: userType.id, name: userType.name },
    staffRights: [...ability.staffRights].sort(),
    tabs: Object.fromEntries([...ability.tabs].map(([name, tab]) => [name, tabCard(portal, ability, tab, userType)])),
    commands: commands
      .filter(({ permission }) => couldRun(permission, ability))
      .map(({ name }) => name)
      .sort(),
  };
}
