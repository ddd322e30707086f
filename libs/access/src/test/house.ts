import { emptyPortal } from '@genkan/domain/changes';
import type { Field } from '@genkan/domain/fields';
import type { PortalUser } from '@genkan/domain/members';
import type { Module } from '@genkan/domain/modules';
import type { Portal } from '@genkan/domain/portal';
import type { RecordState } from '@genkan/domain/records';
import type { Reach, Tab, UserType } from '@genkan/domain/user-types';
import { abilityOf } from '../compile.ts';
import { memberKeys } from '../member-keys.ts';
import { sightOf } from '../sight.ts';
import { idOf, keyed } from './arbitraries.ts';
import { allKnown } from './known-rows.ts';

/** A small portal for examples: a deal of an agent whose manager is Kim, owned by Lee; Kim is a partner. */
export const id = {
  kim: idOf(1, 1),
  lee: idOf(1, 2),
  agent: idOf(2, 1),
  deal: idOf(3, 1),
  member: idOf(9, 1),
  userType: idOf(8, 1),
  staff: idOf(7, 1),
};

const field = (name: string, type: Field['type'] = 'text', module?: string): Field => ({
  name,
  label: `${name} label`,
  type,
  required: false,
  unique: false,
  ...(module === undefined ? {} : { module }),
});

const module = (name: string, fields: readonly Field[], paths: Module['paths'] = {}): Module => ({
  name,
  label: `${name} label`,
  custom: true,
  fields: Object.fromEntries(fields.map((one) => [one.name, one])),
  layouts: {
    Standard: { name: 'Standard', label: 'Standard', fields: fields.map((one) => one.name) },
    Short: { name: 'Short', label: 'Short', fields: fields.slice(0, 1).map((one) => one.name) },
  },
  paths,
});

const record = (of: string, one: string, fields: RecordState['fields']): RecordState => ({
  id: one,
  module: of,
  layout: 'Standard',
  fields,
  createdBy: id.staff,
  owner: null,
  deleted: false,
  restricted: false,
  keys: [],
});

export const deal = record('Deals', id.deal, { Stage: 'New', Amount: 5, Agent: id.agent, Owner: id.lee });

export const kim: PortalUser = {
  kind: 'portal-user',
  id: id.member,
  email: 'kim@example.com',
  status: 'active',
  sessionsEnded: 0,
  userType: id.userType,
  record: id.kim,
  module: 'Contacts',
  inviter: null,
};

export const allReach: Reach = { kind: 'all', edit: [], delete: false, copy: false };
export const managed: Reach = { kind: 'related', path: 'Agent.Manager', own: [], edit: [], delete: false, copy: false };

export const tab = (change: Partial<Tab> = {}): Tab => ({
  layouts: { Standard: ['Stage', 'Amount'] },
  view: 'list',
  criteria: null,
  reaches: [managed],
  create: null,
  ...change,
});

export const userType = (tabs: UserType['tabs']): UserType => ({
  id: id.userType,
  name: 'Partners',
  base: 'Contacts',
  isDefault: false,
  tabs,
});

const declared: Module['paths'] = {
  'Agent.Manager': { steps: ['Agent', 'Manager'], state: 'complete' },
};

type Furnishing = { readonly tabs?: UserType['tabs']; readonly paths?: Module['paths'] };

export function house({ tabs = {}, paths = declared }: Furnishing = {}): {
  readonly portal: Portal;
  readonly records: readonly RecordState[];
} {
  const modules = [
    module('Contacts', [field('Name'), field('Boss', 'lookup', 'Contacts')], {
      'Boss.Boss': { steps: ['Boss', 'Boss'], state: 'complete' },
    }),
    module('Agents', [field('Title'), field('Manager', 'lookup', 'Contacts')]),
    module(
      'Deals',
      [
        field('Stage'),
        field('Amount', 'decimal'),
        field('Agent', 'lookup', 'Agents'),
        field('Owner', 'lookup', 'Contacts'),
      ],
      paths,
    ),
  ];
  const portal: Portal = {
    ...emptyPortal('p1'),
    modules: Object.fromEntries(modules.map((one) => [one.name, one])),
    userTypes: { [id.userType]: userType(tabs) },
  };
  const records = [
    record('Contacts', id.kim, { Name: 'Kim', Boss: id.lee }),
    record('Contacts', id.lee, { Name: 'Lee' }),
    record('Agents', id.agent, { Title: 'Agent', Manager: id.kim }),
    deal,
  ];
  return { portal, records: keyed(portal, records) };
}

/** The house as Kim meets it. */
export function kimIn(furnishing: Furnishing) {
  const { portal, records } = house(furnishing);
  const ability = abilityOf(portal, kim);
  const known = allKnown(records);
  const keys = memberKeys(portal, ability, kim, known);
  return { portal, records, known, ability, keys, sight: sightOf(portal, ability, keys, kim) };
}
