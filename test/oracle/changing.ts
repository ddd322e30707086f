import type { Acked } from './commands.ts';
import { firstLayout, present } from './see.ts';
import { suspendedBy } from './suspended.ts';
import type { Member, Module, PortalUser, Row, State, Tabs } from './shapes.ts';

/** An id that an answer must hold. */
export const told = (acked: Acked, name: string): string => {
  const id = acked.result[name];
  if (typeof id !== 'string') throw new Error(`The answer to ${acked.command.name} holds no ${name}.`);
  return id;
};

export const withModule = (state: State, module: Module): State => ({
  ...state,
  modules: { ...state.modules, [module.name]: module },
});

export const moduleOf = (state: State, name: string): Module => {
  const module = state.modules[name];
  if (module === undefined) throw new Error(`The oracle knows no module ${name}.`);
  return module;
};

export const withMember = (state: State, member: Member): State => ({
  ...state,
  members: { ...state.members, [member.id]: member },
});

export function changeMember(state: State, id: string, change: Partial<PortalUser>): State {
  const member = state.members[id];
  if (member === undefined) throw new Error(`The oracle knows no member ${id}.`);
  return withMember(state, { ...member, ...change } as Member);
}

/** Every way of losing access ends the sessions that stand. */
export const endSessions = (state: State, id: string, change: Partial<PortalUser> = {}): State =>
  changeMember(state, id, { ...change, sessionsEnded: (state.members[id]?.sessionsEnded ?? 0) + 1 });

export const withRow = (state: State, row: Row): State => ({ ...state, rows: new Map(state.rows).set(row.id, row) });

export function changeRow(state: State, id: string, change: (row: Row) => Row): State {
  const row = state.rows.get(id);
  if (row === undefined) throw new Error(`The oracle knows no record ${id}.`);
  const changed = withRow(state, change(row));
  return { ...changed, suspended: [...state.suspended, ...suspendedBy(state, changed, id)] };
}

/** What the fields of a layout begin with where nothing is given. */
const defaults = (module: Module, layout: string): Row['fields'] =>
  Object.fromEntries((module.layouts[layout] ?? []).map((name) => [name, module.fields[name]?.default ?? null]));

type Made = Pick<Row, 'id' | 'module' | 'createdBy'> & {
  readonly by: string;
  readonly layout?: string | undefined;
  readonly fields: Row['fields'];
};

/** A record made by a member: on the layout named, or the first he has, with what its fields begin with. */
export function withMade(state: State, { by, layout, fields, ...rest }: Made): State {
  const chosen = layout ?? firstLayout(state, by, rest.module);
  const all = present({ ...defaults(moduleOf(state, rest.module), chosen), ...fields });
  return withRow(state, { ...rest, layout: chosen, fields: all, deleted: false });
}

/** From this sequence on a user type is set up so. */
export function withTabs(state: State, from: number, userType: string, tabs: Tabs, name?: string): State {
  const before = state.userTypes[userType];
  if (before === undefined) throw new Error(`The oracle knows no user type ${userType}.`);
  const after = { ...before, name: name ?? before.name, tabs };
  return {
    ...state,
    userTypes: { ...state.userTypes, [userType]: after },
    setups: { ...state.setups, [userType]: [...(state.setups[userType] ?? []), { from, tabs }] },
  };
}

/** Every portal user who was not removed and is tied to a record, or is of a user type. */
export const portalUsersOf = (state: State, wanted: (one: PortalUser) => boolean): readonly PortalUser[] =>
  Object.values(state.members).filter(
    (one): one is PortalUser => one.kind === 'portal-user' && one.status !== 'removed' && wanted(one),
  );
