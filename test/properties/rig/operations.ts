import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Command } from '../../oracle/commands.ts';
import type { Criteria, Member, PortalUser, Reach, Row, Tab, Tabs, Value } from '../../oracle/shapes.ts';
import { view } from '../../oracle/see.ts';
import { brief, fresh, lookups, startingTabs, texts } from './ground.ts';
import type { World } from './world.ts';

/** One step of a history: what to do, and three picks that are read against the portal as it then stands. */
export type Operation = { readonly kind: Kind; readonly a: number; readonly b: number; readonly c: number };
/** True when there was something to do it to. */
type Doing = (world: World, picks: Operation) => Promise<boolean>;

const one = <T>(all: readonly T[], pick: number): T | undefined => all[pick % Math.max(all.length, 1)];
const applied = (code: string): boolean => code === 'applied';
const rows = (world: World, wanted: (row: Row) => boolean): readonly Row[] =>
  [...world.now.rows.values()].filter(wanted);
const alive = (world: World): readonly Row[] => rows(world, ({ deleted, module }) => !deleted && module in texts);
const portalUsers = (world: World, status: Member['status'] = 'active') =>
  world.members('portal-user', status) as PortalUser[];
const staff = (world: World, pick: number): string => one(world.members('staff'), pick)?.id ?? world.administrator;
const door = (pick: number): 'http' | 'socket' => (pick % 2 === 0 ? 'socket' : 'http');

const configured = (world: World) =>
  Object.values(world.now.userTypes).filter(({ tabs }) => Object.keys(tabs).length > 0);

// ---- records ----

const targetsOf = (world: World, module: string): readonly Row[] =>
  rows(world, (row) => !row.deleted && row.module === module);

function lookupsOf(world: World, module: string, pick: number): Record<string, Value> {
  const [, field, target] =
    one(
      lookups.filter(([of]) => of === module),
      pick,
    ) ?? [];
  const row = target === undefined ? undefined : one(targetsOf(world, target), pick);
  return field === undefined || !row ? {} : { [field]: row.id };
}

const createByStaff: Doing = async (world, { a, b, c }) => {
  const module = one(Object.keys(texts), a) ?? 'Deals';
  const fields = Object.fromEntries((texts[module] ?? []).map((name) => [name, fresh()]));
  const amount = module === 'Deals' ? { Amount: c % 50 } : {};
  const layout = module === 'Deals' && b % 4 === 0 ? { layout: 'Brief' } : {};
  const input = { module, ...layout, fields: { ...fields, ...amount, ...lookupsOf(world, module, b) } };
  return applied((await world.send(staff(world, c), { name: 'create-record', input }, door(c))).code);
};

const createByPortalUser: Doing = async (world, { a, b, c }) => {
  const member = one(portalUsers(world), a);
  const tab = member && world.now.userTypes[member.userType]?.tabs['Deals'];
  if (!member || !tab) return false;
  const contact = b % 3 === 0 ? one(targetsOf(world, 'Contacts'), c) : undefined;
  const fields = {
    Name: fresh(),
    NextStep: fresh(),
    ...(b % 2 ? { Amount: c % 50 } : {}),
    ...(contact && { Contact: contact.id }),
  };
  await world.send(member.id, { name: 'create-record', input: { module: 'Deals', fields } }, door(b));
  return true;
};

const updateByStaff: Doing = async (world, { a, b, c }) => {
  const row = one(alive(world), a);
  const field = row && one(texts[row.module] ?? [], b);
  if (!row || field === undefined) return false;
  const value = row.module === 'Deals' && c % 3 === 0 ? { Amount: c % 60 } : { [field]: fresh() };
  const input = { module: row.module, id: row.id, set: value };
  return applied((await world.send(staff(world, c), { name: 'update-record', input }, door(c))).code);
};

/** Half of the time among what the member sees, half of the time anything: then the answer must not tell. */
const updateByPortalUser: Doing = async (world, { a, b, c }) => {
  const member = one(portalUsers(world), a);
  if (!member) return false;
  const seen = Object.keys(texts).flatMap((module) => [...view(world.now, member.id, module).keys()]);
  const id =
    b % 2 === 0
      ? one(seen, b)
      : one(
          rows(world, () => true),
          b,
        )?.id;
  const row = id === undefined ? undefined : world.now.rows.get(id);
  if (!row) return false;
  const may = view(world.now, member.id, row.module).get(row.id)?.may.edit ?? [];
  const field =
    one(c % 4 > 0 && may.length > 0 ? may : Object.keys(world.now.modules[row.module]?.fields ?? {}), c) ?? 'Name';
  const shape = world.now.modules[row.module]?.fields[field];
  const target = shape?.type === 'lookup' ? (one(targetsOf(world, shape.module ?? ''), b)?.id ?? null) : null;
  const numeric = ['money', 'integer', 'decimal', 'percent'].includes(shape?.type ?? '');
  const value = shape?.type === 'lookup' ? target : numeric ? c % 70 : fresh();
  const input = { module: row.module, id: row.id, set: { [field]: value } };
  await world.send(member.id, { name: 'update-record', input }, door(c));
  return true;
};

const relinkOne = async (world: World, all: typeof lookups, { a, b, c }: Operation): Promise<boolean> => {
  const [module, field, target] = one(all, a) ?? [];
  const row = module === undefined ? undefined : one(targetsOf(world, module), b);
  if (!row || field === undefined || target === undefined) return false;
  const to = c % 5 === 0 ? null : (one(targetsOf(world, target), c)?.id ?? null);
  const input = { module: row.module, id: row.id, set: { [field]: to } };
  return applied((await world.send(staff(world, a), { name: 'update-record', input }, door(b))).code);
};
const relink: Doing = (world, picks) => relinkOne(world, lookups, picks);
/** What deals lead through: agents and accounts. */
const relinkInPath: Doing = (world, picks) =>
  relinkOne(
    world,
    lookups.filter(
      ([of, field]) => (of === 'Agents' && field === 'Manager') || (of === 'Accounts' && field === 'Contact'),
    ),
    picks,
  );

const moveOwnRecord: Doing = async (world, { a, b, c }) => {
  const member = one(portalUsers(world), a);
  const [, field, target] =
    one(
      lookups.filter(([of]) => of === member?.module),
      b,
    ) ?? [];
  if (!member || field === undefined || target === undefined) return false;
  const to = c % 6 === 0 ? null : (one(targetsOf(world, target), c)?.id ?? null);
  const input = { module: member.module, id: member.record, set: { [field]: to } };
  return applied((await world.send(staff(world, b), { name: 'update-record', input }, door(a))).code);
};

const moveLayout: Doing = async (world, { a, b }) => {
  const row = one(targetsOf(world, 'Deals'), a);
  if (!row) return false;
  const layout = row.layout === 'Standard' ? 'Brief' : 'Standard';
  const input = { module: 'Deals', id: row.id, set: b % 2 ? { NextStep: fresh() } : {}, layout };
  return applied((await world.send(staff(world, b), { name: 'update-record', input })).code);
};

const remove: Doing = async (world, { a, b, c }) => {
  const tied = new Set(portalUsers(world).map(({ record }) => record));
  const row = one(
    alive(world).filter(({ id }) => b % 5 === 0 || !tied.has(id)),
    a,
  );
  const by = b % 3 === 0 ? one(portalUsers(world), c)?.id : staff(world, c);
  if (!row || by === undefined) return false;
  return applied(
    (await world.send(by, { name: 'delete-record', input: { module: row.module, id: row.id } }, door(b))).code,
  );
};

const restore: Doing = async (world, { a, b }) => {
  const gone = (): Row | undefined =>
    one(
      rows(world, ({ deleted }) => deleted),
      a,
    );
  if (!gone()) await remove(world, { kind: 'delete', a, b: 1, c: b });
  const row = gone();
  if (!row) return false;
  const input = { module: row.module, id: row.id };
  return applied((await world.send(staff(world, b), { name: 'restore-record', input })).code);
};

// ---- what user types may ----

type Mend = (tab: Tab, pick: number, starting: Tab, allFields: readonly string[]) => Tab | null;

const within = (tab: Tab): Tab => {
  const seen = new Set(Object.values(tab.layouts).flat());
  const everywhere = (field: string) => Object.values(tab.layouts).every((fields) => fields.includes(field));
  const reaches = tab.reaches.map((reach): Reach => ({
    ...reach,
    edit: reach.edit.filter((field) => seen.has(field)),
  }));
  const create = tab.create?.every(everywhere) || tab.create === null ? tab.create : tab.create.filter(everywhere);
  return { ...tab, reaches, create: create?.includes('Name') ? create : null };
};

const hide: Mend = (tab, pick) => {
  const field = one([...new Set(Object.values(tab.layouts).flat())], pick);
  if (field === undefined) return null;
  const layouts = Object.entries(tab.layouts).map(
    ([name, fields]) => [name, fields.filter((f) => f !== field)] as const,
  );
  return within({ ...tab, layouts: Object.fromEntries(layouts) });
};
const show: Mend = (tab, pick, _starting, all) => {
  const [name, fields] = one(Object.entries(tab.layouts), pick) ?? [];
  const field = one(
    all.filter((hidden) => !fields?.includes(hidden) && (name !== 'Brief' || brief.includes(hidden))),
    pick,
  );
  if (field === undefined || name === undefined || !fields) return null;
  return { ...tab, layouts: { ...tab.layouts, [name]: [...fields, field] } };
};
const viewOnly: Mend = (tab, pick) => {
  const field = one([...new Set(tab.reaches.flatMap(({ edit }) => edit))], pick);
  if (field === undefined) return null;
  return {
    ...tab,
    reaches: tab.reaches.map((reach): Reach => ({ ...reach, edit: reach.edit.filter((f) => f !== field) })),
  };
};
const editable: Mend = (tab, pick) => {
  const field = one([...new Set(Object.values(tab.layouts).flat())], pick);
  if (field === undefined || tab.reaches.length === 0) return null;
  const at = pick % tab.reaches.length;
  return {
    ...tab,
    reaches: tab.reaches.map((reach, n): Reach =>
      n === at ? { ...reach, edit: [...new Set([...reach.edit, field])] } : reach,
    ),
  };
};
const layouts: Mend = (tab, pick) => {
  const names = Object.keys(tab.layouts);
  if (names.includes('Brief') && names.length > 1)
    return within({ ...tab, layouts: { Standard: tab.layouts['Standard'] ?? [] } });
  return within({ ...tab, layouts: { ...tab.layouts, Brief: pick % 2 ? ['Name'] : ['Name', 'Amount'] } });
};
const conditions = (pick: number): Criteria | null =>
  [
    null,
    { field: 'Amount', is: 'less', value: pick % 70 },
    {
      and: [
        { field: 'Amount', is: 'not-empty' },
        { field: 'NextStep', is: 'not-empty' },
      ],
    },
    {
      or: [
        { field: 'Amount', is: 'empty' },
        { field: 'Amount', is: 'at-least', value: pick % 40 },
      ],
    },
    { field: 'Contact', is: pick % 2 ? 'empty' : 'not-empty' },
  ][pick % 5] ?? null;
const criteria: Mend = (tab, pick) => ({ ...tab, criteria: conditions(pick) });
const dropReach: Mend = (tab, pick) =>
  tab.reaches.length === 0 ? null : { ...tab, reaches: tab.reaches.filter((_, n) => n !== pick % tab.reaches.length) };
const addReach: Mend = (tab, pick, starting) => {
  const extra: Reach[] = [
    { kind: 'created', edit: [], delete: true, copy: false },
    { kind: 'all', edit: [], delete: false, copy: false },
  ];
  const missing = [...starting.reaches, ...extra].filter(
    (reach) =>
      !tab.reaches.some(
        (r) =>
          JSON.stringify([r.kind, 'path' in r && r.path]) ===
          JSON.stringify([reach.kind, 'path' in reach && reach.path]),
      ),
  );
  const reach = one(missing, pick);
  return reach ? within({ ...tab, reaches: [...tab.reaches, reach] }) : null;
};

const startingTab = (module: string, base: string): Tab | undefined =>
  startingTabs[base]?.map((tabs) => tabs[module]).find((tab) => tab !== undefined);

async function configure(world: World, userType: string, tabs: Tabs): Promise<boolean> {
  return applied(
    (await world.send(world.administrator, { name: 'configure-user-type', input: { userType, tabs } })).code,
  );
}

const mend =
  (how: Mend, wanted?: string): Doing =>
  async (world, { a, b, c }) => {
    const type = one(configured(world), a);
    const module =
      type &&
      one(
        Object.keys(type.tabs).filter((name) => wanted === undefined || name === wanted),
        b,
      );
    const tab = module === undefined ? undefined : type?.tabs[module];
    const starting = module === undefined || !type ? undefined : startingTab(module, type.base);
    if (!type || module === undefined || !tab || !starting) return false;
    const mended = how(
      tab,
      c,
      starting,
      Object.keys(world.now.modules[module]?.fields ?? {}).filter((f) => known(world, module).includes(f)),
    );
    return mended !== null && configure(world, type.id, { ...type.tabs, [module]: mended });
  };
/** Fields that hold something: the played ones, the lookups, and whatever the history defined. */
const known = (world: World, module: string): readonly string[] => [
  ...(texts[module] ?? []),
  ...lookups.filter(([of]) => of === module).map(([, field]) => field),
  ...Object.keys(world.now.modules[module]?.fields ?? {}).filter((name) => name.startsWith('cy')),
];

const toggleTab: Doing = async (world, { a, b }) => {
  const type = one(configured(world), a);
  const module = one(Object.keys(texts), b);
  const starting = module === undefined || !type ? undefined : startingTab(module, type.base);
  if (!type || module === undefined || !starting) return false;
  if (!(module in type.tabs)) return configure(world, type.id, { ...type.tabs, [module]: starting });
  if (Object.keys(type.tabs).length < 2) return false;
  return configure(world, type.id, Object.fromEntries(Object.entries(type.tabs).filter(([name]) => name !== module)));
};

const userTypes: Doing = async (world, { a, b }) => {
  const unused = Object.values(world.now.userTypes).filter(
    ({ id }) =>
      !Object.values(world.now.members).some(
        (one) => one.kind === 'portal-user' && one.userType === id && one.status !== 'removed',
      ),
  );
  const type = one(unused, a);
  if (type && b % 2) {
    return applied(
      (await world.send(world.administrator, { name: 'delete-user-type', input: { userType: type.id } })).code,
    );
  }
  const base = a % 2 ? 'Agents' : 'Contacts';
  const made = await world.send(world.administrator, { name: 'create-user-type', input: { name: fresh(), base } });
  if (!applied(made.code)) return false;
  return configure(world, String(made.result['userType']), one(startingTabs[base] ?? [], b) ?? {});
};

// ---- members ----

const addMember: Doing = async (world, { a, b }) => {
  const type = one(Object.values(world.now.userTypes), a);
  const record = type && one(targetsOf(world, type.base), b);
  if (!type || !record) return false;
  const input = { userType: type.id, record: record.id, email: `${fresh()}@example.com` };
  const made = await world.send(world.administrator, { name: 'add-member', input });
  if (applied(made.code)) await world.connect(String(made.result['member']));
  return applied(made.code);
};

const moveMember: Doing = async (world, { a, b }) => {
  const member = one(portalUsers(world), a);
  const others = Object.values(world.now.userTypes).filter(
    ({ id, base }) => id !== member?.userType && base === member?.module,
  );
  const to = one(others, b);
  if (!member || !to) return false;
  return applied(
    (await world.send(world.administrator, { name: 'move-member', input: { member: member.id, userType: to.id } }))
      .code,
  );
};

const ending =
  (name: 'deactivate-member' | 'remove-member' | 'end-sessions'): Doing =>
  async (world, { a }) => {
    const member = one(portalUsers(world), a);
    if (!member || (name === 'remove-member' && portalUsers(world).length < 5)) return false;
    const { watch } = world.person(member.id);
    if (watch) watch.mayEnd = true;
    const { code } = await world.send(world.administrator, { name, input: { member: member.id } });
    world.signedOut(member.id);
    return applied(code);
  };

const reactivate: Doing = async (world, { a }) => {
  const member = one(portalUsers(world, 'inactive'), a);
  if (!member) return false;
  const { code } = await world.send(world.administrator, { name: 'reactivate-member', input: { member: member.id } });
  if (applied(code)) await world.connect(member.id);
  return applied(code);
};

// ---- configuration ----

const defineField: Doing = async (world, { a, b }) => {
  const module = one(Object.keys(texts), a) ?? 'Deals';
  const name = fresh();
  const field =
    b % 3 === 0 ? { name, label: name, type: 'lookup', module: 'Contacts' } : { name, label: name, type: 'text' };
  return applied((await world.send(world.administrator, { name: 'define-field', input: { module, field } })).code);
};
const defineModule: Doing = async (world) => {
  const name = fresh();
  return applied((await world.send(world.administrator, { name: 'define-module', input: { name, label: name } })).code);
};
const candidates: readonly (readonly [string, readonly string[]])[] = [
  ['Deals', ['Agent', 'Account']],
  ['Deals', ['Contact', 'Account']],
  ['Deals', ['Account', 'Parent', 'Contact']],
  ['Agents', ['Manager', 'Account']],
  ['Contacts', ['ReportsTo', 'Account']],
  ['Accounts', ['Contact', 'ReportsTo']],
];
/** Base module -> where a path ends -> the lookups by which one's own record leads there. */
const ownTo: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  Contacts: { Contacts: [], Accounts: ['Account'] },
  Agents: { Agents: [], Accounts: ['Account'], Contacts: ['Manager'] },
};
const definePath: Doing = async (world, { a, b }) => {
  const open = candidates.filter(([module, steps]) => !world.now.modules[module]?.paths[steps.join('.')]);
  const [module, steps] = one(open, a) ?? [];
  if (module === undefined || !steps) return false;
  const done = await world.definePath(module, steps);
  const type = one(
    configured(world).filter(({ tabs }) => module in tabs),
    b,
  );
  const tab = type?.tabs[module];
  const own = type && ownTo[type.base]?.[lookups.find(([, field]) => field === steps.at(-1))?.[2] ?? ''];
  if (type && tab && own) {
    const reach: Reach = { kind: 'related', path: steps.join('.'), own, edit: [], delete: false, copy: false };
    await configure(world, type.id, {
      ...type.tabs,
      [module]: { ...tab, reaches: [...tab.reaches, reach].slice(-16) },
    });
  }
  return applied(done.code);
};

// ---- connections ----

const connected = (world: World, paused = false): readonly string[] =>
  [...world.people.values()]
    .filter(({ watch }) => watch && !watch.socket.closed && watch.socket.paused === paused)
    .map(({ id }) => id);
const away = (world: World): readonly string[] =>
  [...world.members('portal-user'), ...world.members('staff')]
    .map(({ id }) => id)
    .filter((id) => !world.person(id).watch);

const connect: Doing = async (world, { a }) => {
  const id = one(away(world), a);
  if (id === undefined) return false;
  await world.connect(id);
  return true;
};
const disconnect: Doing = async (world, { a }) => {
  const id = one(connected(world), a);
  if (id === undefined) return false;
  world.leave(id);
  return true;
};
const resume =
  (old: boolean): Doing =>
  async (world, { a, b }) => {
    const id = one(
      [...away(world), ...(old ? connected(world) : [])].filter((one) => world.person(one).kept.length > 0),
      a,
    );
    const places = id === undefined ? [] : world.person(id).kept;
    const kept = old ? one(places, b) : places.at(-1);
    if (id === undefined || !kept) return false;
    await world.connect(id, kept);
    return true;
  };
const pause: Doing = async (world, { a }) => {
  const id = one(connected(world), a);
  world.person(id ?? '').watch?.socket.pause();
  return Promise.resolve(id !== undefined);
};
/** If nobody is behind, somebody gets behind first: by an update that is not read. */
const goOn: Doing = async (world, picks) => {
  if (connected(world, true).length === 0) {
    await pause(world, picks);
    await updateByStaff(world, picks);
  }
  const id = one(connected(world, true), picks.a);
  world.person(id ?? '').watch?.socket.resume();
  return id !== undefined;
};

// ---- the same again, and at once ----

const repeat: Doing = async (world, { a, b }) => {
  const active = new Set([...world.members('portal-user'), ...world.members('staff')].map(({ id }) => id));
  const sent = one(world.commands.filter(({ by }) => active.has(by)).slice(-40), a);
  if (!sent) return false;
  const other: Command = { name: 'create-record', input: { module: 'Deals', fields: { Name: fresh() } } };
  const command = b % 4 === 0 ? other : sent.command;
  const again = await world.doors.command(await world.token(sent.by), command, sent.id);
  const expected = b % 4 === 0 ? 'key-reused' : sent.code;
  if (again.code !== expected)
    world.fault(`the repeat of ${JSON.stringify(sent.command)} came to ${again.code}, not ${expected}`);
  else if (b % 4 > 0 && applied(again.code) && !again.replayed)
    world.fault(`a repeat was run again: ${JSON.stringify(sent.command)}`);
  return true;
};

/** The same field of the same record, on the same base, by two or three at once: one of them at most. */
const conflict: Doing = async (world, { a, b, c }) => {
  const row = one(alive(world), a);
  const field = row && one(texts[row.module] ?? [], b);
  if (!row || field === undefined) return false;
  const base = { [field]: row.fields[field] ?? null };
  const updates = Array.from({ length: 2 + (c % 2) }, (_, n) => ({
    by: staff(world, c + n),
    command: {
      name: 'update-record',
      input: { module: row.module, id: row.id, set: { [field]: fresh() }, base },
    } as const,
  }));
  const codes = (await world.race(updates)).map(({ code }) => code);
  if (codes.filter(applied).length !== 1) world.fault(`${codes.join()} for updates of one field on one base`);
  return true;
};

/** An update based on what nobody holds any more: the answer must be a conflict, and hold what the sender may see. */
const staleBase: Doing = async (world, { a, b, c }) => {
  const member = b % 2 ? one(portalUsers(world), c) : one(world.members('staff'), c);
  const seen = Object.keys(texts).flatMap((module) => (member ? [...view(world.now, member.id, module)] : []));
  const [id, { may }] = one(
    seen.filter(([, one]) => one.may.edit.length > 0),
    a,
  ) ?? ['', { may: { edit: [] } }];
  const row = world.now.rows.get(id);
  const field = one(
    (texts[row?.module ?? ''] ?? []).filter((name) => may.edit.some((one) => one === name)),
    b,
  );
  if (!member || !row || field === undefined) return false;
  const input = { module: row.module, id, set: { [field]: fresh() }, base: { [field]: fresh() } };
  return (await world.send(member.id, { name: 'update-record', input }, door(c))).code === 'conflict';
};

const burst: Doing = async (world, { a, b, c }) => {
  const wanted = Array.from({ length: 5 }, (_, n) => one(alive(world), a + n * 3));
  const all = wanted.flatMap((row, n) => {
    const field = row && one(texts[row.module] ?? [], b + n);
    if (!row || field === undefined) return [];
    const input = { module: row.module, id: row.id, set: { [field]: fresh() } };
    return [
      {
        by: n % 2 ? staff(world, c + n) : (one(portalUsers(world), c + n)?.id ?? world.administrator),
        command: { name: 'update-record', input } as const,
      },
    ];
  });
  await world.race(all);
  return all.length > 0;
};

const rest: Doing = async (world, { a }) => {
  await world.quiet([200, 3, 7][a % 3] ?? 200);
  return true;
};

/** What a stranger may try: ids that exist nowhere. */
const nowhere: Doing = async (world, { a, b }) => {
  const member = one(portalUsers(world), a);
  if (!member) return false;
  const command: Command =
    b % 2
      ? { name: 'delete-record', input: { module: 'Deals', id: randomUUID() } }
      : { name: 'configure-user-type', input: { userType: member.userType, tabs: {} } };
  await world.send(member.id, command, door(b));
  return true;
};

export const doings = {
  'create-by-staff': createByStaff,
  'create-by-portal-user': createByPortalUser,
  'update-by-staff': updateByStaff,
  'update-by-portal-user': updateByPortalUser,
  relink,
  'relink-in-path': relinkInPath,
  'move-own-record': moveOwnRecord,
  'move-layout': moveLayout,
  delete: remove,
  restore,
  'hide-field': mend(hide),
  'show-field': mend(show),
  'view-only-field': mend(viewOnly),
  'editable-field': mend(editable),
  layouts: mend(layouts, 'Deals'),
  criteria: mend(criteria, 'Deals'),
  'drop-reach': mend(dropReach),
  'add-reach': mend(addReach),
  'toggle-tab': toggleTab,
  'user-types': userTypes,
  'add-member': addMember,
  'move-member': moveMember,
  'deactivate-member': ending('deactivate-member'),
  'remove-member': ending('remove-member'),
  'end-sessions': ending('end-sessions'),
  'reactivate-member': reactivate,
  'define-field': defineField,
  'define-module': defineModule,
  'define-path': definePath,
  connect,
  disconnect,
  resume: resume(false),
  'resume-from-old-cursor': resume(true),
  'stop-reading': pause,
  'read-again': goOn,
  repeat,
  conflict,
  'stale-base': staleBase,
  burst,
  nowhere,
  rest,
  nothing: () => Promise.resolve(false),
} as const satisfies Readonly<Record<string, Doing>>;
export type Kind = keyof typeof doings;
export const kinds = Object.keys(doings) as readonly Kind[];

const pick = fc.nat(9999);
const operationOf = (kind: Kind): fc.Arbitrary<Operation> =>
  fc.noShrink(fc.record({ kind: fc.constant(kind), a: pick, b: pick, c: pick }));
/** A failing history shrinks by operations becoming nothing, one after another. */
const nothing: fc.Arbitrary<Operation> = fc.constant({ kind: 'nothing', a: 0, b: 0, c: 0 });
const played = kinds.filter((kind) => kind !== 'nothing');
const any = fc.oneof(
  { withCrossShrink: true },
  { arbitrary: nothing, weight: 1 },
  ...played.map((kind) => ({ arbitrary: operationOf(kind), weight: 100 })),
);
const rights: readonly Kind[] = ['hide-field', 'drop-reach', 'criteria', 'add-reach', 'toggle-tab'];
const oneOf = (all: readonly Kind[]) =>
  fc.oneof(
    { withCrossShrink: true },
    { arbitrary: nothing, weight: 1 },
    ...all.map((kind) => ({ arbitrary: operationOf(kind), weight: 100 })),
  );

/** Thirty to eighty operations with at least two disconnects and two changes of rights. */
export const historyOf: fc.Arbitrary<readonly Operation[]> = fc
  .tuple(
    fc.array(any, { minLength: 26, maxLength: 76, size: 'max' }),
    fc.tuple(oneOf(['disconnect']), oneOf(['disconnect']), oneOf(rights), oneOf(rights)),
    fc.noShrink(fc.array(fc.nat(9999), { minLength: 4, maxLength: 4 })),
  )
  .map(([free, needed, places]) =>
    needed.reduce<Operation[]>(
      (all, operation, n) => all.toSpliced((places[n] ?? 0) % (all.length + 1), 0, operation),
      free,
    ),
  );
