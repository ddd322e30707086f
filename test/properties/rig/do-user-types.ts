import { shownOn } from '../../oracle/see.ts';
import type { Criteria, Reach, Tab, Tabs } from '../../oracle/shapes.ts';
import { applied, configured, one, portalUsers, type Doing } from './doing.ts';
import { fresh, lookups, startingTabs, texts } from './ground.ts';
import type { World } from './world.ts';

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

export const hide: Mend = (tab, pick) => {
  const field = one([...new Set(Object.values(tab.layouts).flat())], pick);
  if (field === undefined) return null;
  const layouts = Object.entries(tab.layouts).map(
    ([name, fields]) => [name, fields.filter((f) => f !== field)] as const,
  );
  return within({ ...tab, layouts: Object.fromEntries(layouts) });
};
export const show: Mend = (tab, pick, _starting, all) => {
  const [name, fields] = one(Object.entries(tab.layouts), pick) ?? [];
  const field = one(
    all.filter((hidden) => !fields?.includes(hidden)),
    pick,
  );
  if (field === undefined || name === undefined || !fields) return null;
  return { ...tab, layouts: { ...tab.layouts, [name]: [...fields, field] } };
};
export const viewOnly: Mend = (tab, pick) => {
  const field = one([...new Set(tab.reaches.flatMap(({ edit }) => edit))], pick);
  if (field === undefined) return null;
  return {
    ...tab,
    reaches: tab.reaches.map((reach): Reach => ({ ...reach, edit: reach.edit.filter((f) => f !== field) })),
  };
};
export const editable: Mend = (tab, pick) => {
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
export const layouts: Mend = (tab, pick) => {
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
export const criteria: Mend = (tab, pick) => ({ ...tab, criteria: conditions(pick) });
export const dropReach: Mend = (tab, pick) =>
  tab.reaches.length === 0 ? null : { ...tab, reaches: tab.reaches.filter((_, n) => n !== pick % tab.reaches.length) };
export const addReach: Mend = (tab, pick, starting) => {
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

/** Only what stands on a layout now can be ticked there. */
const onLayouts = (world: World, module: string, tab: Tab): Tab => {
  const layouts = Object.keys(tab.layouts).map((name) => [name, shownOn(world.now, module, tab, name) ?? []] as const);
  return within({ ...tab, layouts: Object.fromEntries(layouts) });
};
export const settable = (world: World, tabs: Tabs): Tabs =>
  Object.fromEntries(Object.entries(tabs).map(([module, tab]) => [module, onLayouts(world, module, tab)]));

export async function configure(world: World, userType: string, wanted: Tabs): Promise<boolean> {
  const input = { userType, tabs: settable(world, wanted) };
  return applied((await world.send(world.administrator, { name: 'configure-user-type', input })).code);
}

export const mend =
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

export const toggleTab: Doing = async (world, { a, b }) => {
  const type = one(configured(world), a);
  const module = one(Object.keys(texts), b);
  const starting = module === undefined || !type ? undefined : startingTab(module, type.base);
  if (!type || module === undefined || !starting) return false;
  if (!(module in type.tabs)) return configure(world, type.id, { ...type.tabs, [module]: starting });
  if (Object.keys(type.tabs).length < 2) return false;
  return configure(world, type.id, Object.fromEntries(Object.entries(type.tabs).filter(([name]) => name !== module)));
};

export const userTypes: Doing = async (world, { a, b }) => {
  const unused = Object.values(world.now.userTypes).filter(
    ({ id }) =>
      (a % 9 === 0 || id !== world.now.defaultType) &&
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
  const base = one(['Agents', 'Contacts', 'Leads'], a) ?? 'Contacts';
  const made = await world.send(world.administrator, { name: 'create-user-type', input: { name: fresh(), base } });
  if (!applied(made.code)) return false;
  return configure(world, String(made.result['userType']), one(startingTabs[base] ?? [], b) ?? {});
};

/** A user type with users goes by moving them, to one that may have to be made first. */
export const migrateUserType: Doing = async (world, { a, b }) => {
  const used = new Set(portalUsers(world).map(({ userType }) => userType));
  const type = one(
    configured(world).filter(({ id }) => used.has(id)),
    a,
  );
  if (!type) return false;
  const others = () =>
    Object.values(world.now.userTypes).filter(({ id, base }) => id !== type.id && base === type.base);
  if (others().length === 0 || b % 3 === 0) {
    const input = { name: fresh(), base: type.base };
    const made = await world.send(world.administrator, { name: 'create-user-type', input });
    const tabs = one(startingTabs[type.base] ?? [], b);
    if (applied(made.code) && tabs) await configure(world, String(made.result['userType']), tabs);
  }
  const to = b % 7 === 0 ? one(Object.values(world.now.userTypes), b) : one(others(), b);
  const input = { userType: type.id, ...(b % 11 === 0 || !to ? {} : { moveTo: to.id }) };
  return applied((await world.send(world.administrator, { name: 'delete-user-type', input })).code);
};
