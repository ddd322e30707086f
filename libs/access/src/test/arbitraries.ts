import fc from 'fast-check';
import type { Canvas } from '@genkan/domain/canvas';
import type { Criteria } from '@genkan/domain/criteria';
import type { Field, Value } from '@genkan/domain/fields';
import { emptyPortal } from '@genkan/domain/changes';
import type { Member, PortalUser } from '@genkan/domain/members';
import type { Module } from '@genkan/domain/modules';
import type { Portal, Suspension } from '@genkan/domain/portal';
import type { RecordState } from '@genkan/domain/records';
import type { Reach, Tab, UserType } from '@genkan/domain/user-types';
import { keysOf } from '../keys.ts';
import { anyCriteria } from './criteria-arbitraries.ts';
import { allKnown } from './known-rows.ts';

/** A small portal with everything in it that decides who sees what. Its records carry the keys they should. */
export type World = {
  readonly portal: Portal;
  readonly records: readonly RecordState[];
  /** Portal users first, then a member of staff for each role. */
  readonly members: readonly Member[];
};

/** The nth id of a kind: a UUID, so that shrunk examples stay readable. */
export const idOf = (kind: number, nth: number): string =>
  `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(nth).padStart(12, '0')}`;
const kinds = { Contacts: 1, Agents: 2, Deals: 3 } as const;
type Kind = keyof typeof kinds;
export const recordIds = (module: Kind): readonly string[] => [0, 1, 2, 3].map((nth) => idOf(kinds[module], nth));

const plain = (name: string, type: Field['type']): Field => ({
  name,
  label: name,
  type,
  required: false,
  unique: false,
});
const lookup = (name: string, module: string): Field => ({ ...plain(name, 'lookup'), module });
const fields: Readonly<Record<Kind, readonly Field[]>> = {
  Contacts: [plain('Name', 'text'), lookup('Boss', 'Contacts')],
  Agents: [plain('Title', 'text'), lookup('Manager', 'Contacts'), lookup('Desk', 'Contacts')],
  Deals: [
    plain('Stage', 'text'),
    plain('Amount', 'decimal'),
    plain('Tags', 'multi-choice'),
    lookup('Agent', 'Agents'),
    lookup('Owner', 'Contacts'),
    lookup('Rival', 'Contacts'),
  ],
};
const namesOf = (module: Kind): readonly string[] => fields[module].map(({ name }) => name);
const longPaths: Readonly<Record<Kind, readonly string[]>> = {
  Contacts: ['Boss.Boss'],
  Agents: ['Manager.Boss'],
  Deals: ['Agent.Manager', 'Agent.Desk', 'Agent.Manager.Boss', 'Owner.Boss'],
};

const byName = <T extends { name: string }>(rows: readonly T[]): Record<string, T> =>
  Object.fromEntries(rows.map((row) => [row.name, row]));

/** A canvas of blocks of every kind, some of fields that other modules or nobody have. */
const anyCanvas = (name: Kind): fc.Arbitrary<Canvas> => {
  const width = fc.constantFrom('full' as const, 'half' as const);
  const arranged = fc.record({
    kind: fc.constant('fields' as const),
    width,
    title: fc.constantFrom('Title', null),
    columns: fc.constantFrom(1, 2),
    fields: fc.subarray([...namesOf(name)], { minLength: 1 }),
  });
  const related = fc.record({
    kind: fc.constant('related' as const),
    width,
    module: fc.constantFrom('Deals', 'Agents'),
    lookup: fc.constantFrom('Agent', 'Owner', 'Manager'),
  });
  const text = fc.record({ kind: fc.constant('text' as const), width, text: fc.constant('Read this') });
  return fc.array(fc.oneof(arranged, related, text), { minLength: 1, maxLength: 4 }).map((blocks) => ({ blocks }));
};

const anyModule = (name: Kind): fc.Arbitrary<Module> =>
  fc
    .tuple(
      fc.subarray([...longPaths[name]]),
      fc.constantFrom('complete' as const, 'complete' as const, 'building' as const),
      fc.shuffledSubarray([...namesOf(name)]),
      fc.option(anyCanvas(name)),
    )
    .map(([declared, state, short, canvas]) => ({
      name,
      label: name,
      custom: true,
      fields: byName(fields[name]),
      layouts: byName([
        { name: 'Standard', label: 'Standard', fields: [...namesOf(name)], ...(canvas && { canvas }) },
        { name: 'Short', label: 'Short', fields: short },
      ]),
      paths: Object.fromEntries(declared.map((one) => [one, { steps: one.split('.'), state }])),
    }));

const anyRights = (module: Kind) => ({
  edit: fc.subarray([...namesOf(module), 'Ghost']),
  delete: fc.boolean(),
  copy: fc.boolean(),
});

const anyReach = (module: Kind): fc.Arbitrary<Reach> => {
  const singles = fields[module].filter(({ type }) => type === 'lookup').map(({ name }) => name);
  const related = fc.record({
    kind: fc.constant('related' as const),
    path: fc.constantFrom(...singles, ...longPaths[module], 'Nope'),
    own: fc.constantFrom<string[]>([], [], ['Boss'], ['Boss', 'Boss'], ['Nope']),
    ...anyRights(module),
  });
  return fc.oneof(
    { weight: 4, arbitrary: related },
    fc.record({ kind: fc.constantFrom('self' as const, 'created' as const, 'all' as const), ...anyRights(module) }),
  );
};

const stages = ['New', 'Won', '', '😀', '\uFFFD'];
const anyTabValue: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom<Value>(...stages, null, 0, 1.5, 10, [], ['New']),
  fc.subarray(stages),
);
const anyTabCriteria = (module: Kind): fc.Arbitrary<Criteria | null> =>
  fc.option(anyCriteria([...namesOf(module), 'Ghost'], anyTabValue), { freq: 2 });

const anyTab = (module: Kind): fc.Arbitrary<Tab> =>
  fc.record({
    layouts: fc.record(
      {
        Standard: fc.subarray([...namesOf(module), 'Ghost']),
        Short: fc.subarray([...namesOf(module)]),
        Ghost: fc.constant<string[]>(['Name']),
      },
      { requiredKeys: ['Standard'] },
    ) as fc.Arbitrary<Record<string, string[]>>,
    view: fc.constantFrom('list' as const, 'canvas' as const),
    criteria: anyTabCriteria(module),
    reaches: fc.array(anyReach(module), { maxLength: 4 }),
    create: fc.option(fc.subarray([...namesOf(module), 'Ghost'])),
  });

const userTypeId = (nth: number): string => idOf(8, nth);

/** A user type over contacts. */
export const anyUserType = (nth: number): fc.Arbitrary<UserType> =>
  fc
    .record(
      { Contacts: anyTab('Contacts'), Agents: anyTab('Agents'), Deals: anyTab('Deals'), Ghosts: anyTab('Deals') },
      { requiredKeys: ['Deals'] },
    )
    .map((tabs) => ({
      id: userTypeId(nth),
      name: `Type ${nth}`,
      base: 'Contacts',
      isDefault: false,
      tabs: tabs as UserType['tabs'],
    }));

/** A value for a field: of a lookup the id of a record that may be deleted or missing. */
const anyFieldValue = (field: Field): fc.Arbitrary<Value> => {
  if (field.type === 'lookup') {
    const ids = recordIds((field.module ?? 'Contacts') as Kind);
    return fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...ids.slice(0, 3)) },
      fc.constant(ids[3]!),
      fc.constant(null),
    );
  }
  if (field.type === 'decimal') return fc.constantFrom<Value>(null, 0, 1.5, 10, -3);
  if (field.type === 'multi-choice') return fc.constantFrom<Value>(null, [], ['New'], ['New', 'Won']);
  return fc.constantFrom<Value>(...stages, null);
};

/** Fields of a record of this module, some missing. */
export const anyFieldsOf = (module: Kind): fc.Arbitrary<Readonly<Record<string, Value>>> =>
  fc
    .record(Object.fromEntries(fields[module].map((field) => [field.name, anyFieldValue(field)])), {
      requiredKeys: namesOf(module).filter((_, at) => at > 0),
    })
    .map((all) => all as Readonly<Record<string, Value>>);

const memberIds = [0, 1, 2].map((nth) => idOf(9, nth));

/** Three of the four ids a lookup may hold exist: what names the fourth looks at nothing. */
const anyRecord = (module: Kind, nth: number): fc.Arbitrary<RecordState> =>
  fc
    .record({
      layout: fc.constantFrom('Standard', 'Standard', 'Short', 'Gone'),
      fields: anyFieldsOf(module),
      creator: fc.constantFrom(...memberIds, null),
      deleted: fc.constantFrom(false, false, false, true),
      restricted: fc.constantFrom(false, false, false, true),
    })
    .map(({ creator, ...rest }) => ({
      id: recordIds(module)[nth]!,
      module,
      ...rest,
      createdBy: creator ?? idOf(7, 0),
      owner: null,
      keys: creator === null ? [] : [`+${creator}`],
    }));

const anyMember = (nth: number): fc.Arbitrary<PortalUser> =>
  fc.tuple(fc.constantFrom(0, 1), fc.constantFrom(...recordIds('Contacts'))).map(([type, record]) => ({
    kind: 'portal-user',
    id: memberIds[nth]!,
    email: `user${nth}@example.com`,
    status: 'active',
    sessionsEnded: 0,
    userType: userTypeId(type),
    record,
    module: 'Contacts',
    inviter: null,
  }));

const staff: readonly Member[] = (['administrator', 'portal-manager', 'sales'] as const).map((role, nth) => ({
  kind: 'staff',
  id: idOf(7, nth),
  email: `${role}@example.com`,
  status: 'active',
  sessionsEnded: 0,
  name: role,
  roles: [role],
}));

const anySuspensions: fc.Arbitrary<Record<string, Suspension>> = fc
  .option(fc.tuple(fc.constantFrom('Owner', 'Agent.Manager', 'Agent'), fc.constantFrom(...recordIds('Contacts'))), {
    freq: 1,
  })
  .map((found) => (found ? { s: { module: 'Deals', key: `${found[0]}:${found[1]}` } } : {}));

/** The records with the keys that their paths give them. */
export const keyed = (portal: Portal, records: readonly RecordState[]): readonly RecordState[] => {
  const known = allKnown(records);
  return records.map((record) => ({ ...record, keys: keysOf(portal, record, known) }));
};

const modules = (Object.keys(kinds) as Kind[]).map((name) => [name, anyModule(name)] as const);
const places = (Object.keys(kinds) as Kind[]).flatMap((name) => [0, 1, 2].map((nth) => anyRecord(name, nth)));

/** Settings: three modules with lookups and declared paths, two layouts each, two user types, perhaps a suspension. */
export const anyPortal: fc.Arbitrary<Portal> = fc
  .record({
    modules: fc.record(Object.fromEntries(modules)) as fc.Arbitrary<Record<string, Module>>,
    types: fc.tuple(anyUserType(0), anyUserType(1)),
    suspensions: anySuspensions,
  })
  .map(({ modules, types, suspensions }) => ({
    ...emptyPortal('p1'),
    modules,
    userTypes: Object.fromEntries(types.map((one) => [one.id, one])),
    suspensions,
  }));

/** A whole portal with up to nine records and its members. */
export const anyWorld: fc.Arbitrary<World> = fc
  .record({
    portal: anyPortal,
    records: fc.tuple(...places),
    users: fc.tuple(anyMember(0), anyMember(1), anyMember(2)),
  })
  .map(({ portal, records, users }) => ({ portal, records: keyed(portal, records), members: [...users, ...staff] }));

/** A world, one of its records, and other fields or another life for it. */
export const anyWorldAndChange: fc.Arbitrary<{ world: World; before: RecordState; after: RecordState }> =
  anyWorld.chain((world) =>
    fc.constantFrom(...world.records).chain((before) =>
      fc
        .record({ fields: anyFieldsOf(before.module as Kind), deleted: fc.boolean(), restricted: fc.boolean() })
        .map((change) => ({
          world,
          before,
          after: { ...before, ...change },
        })),
    ),
  );
