import { isManaged, nothing, seenByPerson } from './managed.ts';
import { meets } from './meets.ts';
import type { Member, PortalUser, Reach, Rights, Role, Row, Seen, Sees, State, Tab, Value } from './shapes.ts';

/** Null and absent are one: only what holds a value is kept. */
export const present = (fields: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

/** The layout of a record that is made without naming one: `Standard`, or the first by name, among those granted. */
export function firstLayout(state: State, by: string, module: string): string {
  const others = Object.keys(state.modules[module]?.layouts ?? {}).filter((name) => name !== 'Standard');
  const names = ['Standard', ...others.sort()];
  const member = state.members[by];
  const granted = member?.kind === 'portal-user' ? state.userTypes[member.userType]?.tabs[module]?.layouts : undefined;
  return names.find((name) => granted === undefined || name in granted) ?? 'Standard';
}

/** Where a chain of lookups ends, walked anew each time. A deleted record ends the walk: it leads nowhere. */
export function walk(state: State, from: Row, steps: readonly string[]): string | null {
  let here: Row = from;
  for (const step of steps) {
    const field = state.modules[here.module]?.fields[step];
    const id = here.fields[step];
    const next = typeof id === 'string' ? state.rows.get(id) : undefined;
    if (field?.type !== 'lookup' || next === undefined || next.deleted || next.module !== field.module) return null;
    here = next;
  }
  return here.id;
}

/** A single lookup is a path by itself; a longer one only once it was declared. */
const stepsOf = (state: State, module: string, path: string): readonly string[] | null => {
  const steps = path.split('.');
  return steps.length === 1 ? steps : (state.modules[module]?.paths[path] ?? null);
};

function related(state: State, member: PortalUser, row: Row, path: string, own: readonly string[]): boolean {
  const mine = state.rows.get(member.record);
  const steps = stepsOf(state, row.module, path);
  if (mine === undefined || mine.deleted || steps === null) return false;
  const end = walk(state, row, steps);
  if (end === null || end !== walk(state, mine, own)) return false;
  return !state.suspended.some((one) => one.module === row.module && one.path === path && one.end === end);
}

function met(state: State, member: PortalUser, row: Row, reach: Reach): boolean {
  switch (reach.kind) {
    case 'self':
      return row.id === member.record;
    case 'created':
      return row.createdBy === member.id;
    case 'all':
      return true;
    case 'related':
      return related(state, member, row, reach.path, reach.own);
    default:
      return reach satisfies never;
  }
}

const union = (all: readonly Rights[]): Seen['may'] => ({
  edit: [...new Set(all.flatMap(({ edit }) => edit))].sort(),
  delete: all.some((one) => one.delete),
  copy: all.some((one) => one.copy),
  restore: false,
});

const fieldsOf = (row: Row, names: readonly string[]): Seen['fields'] =>
  Object.fromEntries(names.map((name) => [name, row.fields[name] ?? null]));

/** S0-64, S0-65: fields are ticked per layout, so that what is not on the layout any more is not shown, ticked or not. */
export function shownOn(state: State, module: string, tab: Tab, layout: string): readonly string[] | undefined {
  const onLayout = state.modules[module]?.layouts[layout] ?? [];
  return tab.layouts[layout]?.filter((name) => onLayout.includes(name));
}

function seenByPortalUser(state: State, member: PortalUser, tab: Tab, row: Row): Seen | null {
  const names = shownOn(state, row.module, tab, row.layout);
  if (names === undefined || !meets(tab.criteria, row.fields)) return null;
  const reaches = tab.reaches.filter((reach) => met(state, member, row, reach));
  if (reaches.length === 0) return null;
  const may = union(reaches);
  return {
    layout: row.layout,
    fields: fieldsOf(row, names),
    may: { ...may, edit: may.edit.filter((f) => names.includes(f)) },
  };
}

const deletes: readonly Role[] = ['administrator', 'sales'];

function seenByStaff(state: State, roles: readonly Role[], row: Row): Seen {
  const names = Object.keys(state.modules[row.module]?.fields ?? {});
  if (row.restricted || isManaged(row.module))
    return { layout: row.layout, fields: fieldsOf(row, names), may: nothing };
  const mayDelete = roles.some((role) => deletes.includes(role));
  const may = { edit: [...names].sort(), delete: mayDelete, copy: true, restore: true };
  return { layout: row.layout, fields: fieldsOf(row, names), may };
}

/** Of the staff only the privacy officer, a right of the administrator's, reads what persons ask for. */
const mayRead = (state: State, member: Member): boolean =>
  state.compliance && (member.kind === 'portal-user' || member.roles.includes('administrator'));

/** One record as one member sees it at this state, from first principles; null: it does not exist for the member. */
export function see(state: State, member: Member, row: Row): Seen | null {
  if (member.status !== 'active' || row.deleted) return null;
  if (isManaged(row.module) && !mayRead(state, member)) return null;
  if (member.kind === 'staff') return seenByStaff(state, member.roles, row);
  if (isManaged(row.module)) return seenByPerson(state, member, row);
  const tab = state.userTypes[member.userType]?.tabs[row.module];
  return tab === undefined || row.restricted ? null : seenByPortalUser(state, member, tab, row);
}

/** Every record of a module a member sees. Slow on purpose: no key, no cache, no index. */
export function view(state: State, memberId: string, module: string): Sees {
  const member = state.members[memberId];
  const sees = new Map<string, Seen>();
  if (member === undefined) return sees;
  for (const row of state.rows.values()) {
    const seen = row.module === module ? see(state, member, row) : null;
    if (seen !== null) sees.set(row.id, seen);
  }
  return sees;
}
