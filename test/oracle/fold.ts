import type { Acked, Command } from './commands.ts';
import { firstLayout, present } from './see.ts';
import type { Field, Member, Module, PortalUser, Row, State } from './shapes.ts';

/** The portal before its first acknowledged command: what its founding left behind. */
export const founded = (modules: State['modules'], administrator: string): State => ({
  sequence: 0,
  modules,
  userTypes: {},
  members: {
    [administrator]: { kind: 'staff', id: administrator, status: 'active', sessionsEnded: 0, roles: ['administrator'] },
  },
  rows: new Map(),
});

const told = (acked: Acked, name: string): string => {
  const id = acked.result[name];
  if (typeof id !== 'string') throw new Error(`The answer to ${acked.command.name} holds no ${name}.`);
  return id;
};

const withModule = (state: State, module: Module): State => ({
  ...state,
  modules: { ...state.modules, [module.name]: module },
});

const moduleOf = (state: State, name: string): Module => {
  const module = state.modules[name];
  if (module === undefined) throw new Error(`The oracle knows no module ${name}.`);
  return module;
};

const withField = (module: Module, field: Field, layouts: readonly string[]): Module => ({
  ...module,
  fields: { ...module.fields, [field.name]: field },
  layouts: Object.fromEntries(
    Object.entries(module.layouts).map(([name, fields]) => [
      name,
      layouts.includes(name) && !fields.includes(field.name) ? [...fields, field.name] : fields,
    ]),
  ),
});

const withMember = (state: State, member: Member): State => ({
  ...state,
  members: { ...state.members, [member.id]: member },
});

function changeMember(state: State, id: string, change: Partial<PortalUser>): State {
  const member = state.members[id];
  if (member === undefined) throw new Error(`The oracle knows no member ${id}.`);
  return withMember(state, { ...member, ...change } as Member);
}

/** Every way of losing access ends the sessions that stand. */
const endSessions = (state: State, id: string, change: Partial<PortalUser> = {}): State =>
  changeMember(state, id, { ...change, sessionsEnded: (state.members[id]?.sessionsEnded ?? 0) + 1 });

const withRow = (state: State, row: Row): State => ({ ...state, rows: new Map(state.rows).set(row.id, row) });

function changeRow(state: State, id: string, change: (row: Row) => Row): State {
  const row = state.rows.get(id);
  if (row === undefined) throw new Error(`The oracle knows no record ${id}.`);
  return withRow(state, change(row));
}

/** What the fields of a layout begin with where nothing is given. */
const defaults = (module: Module, layout: string): Row['fields'] =>
  Object.fromEntries((module.layouts[layout] ?? []).map((name) => [name, module.fields[name]?.default ?? null]));

function step(state: State, acked: Acked, command: Command): State {
  switch (command.name) {
    case 'define-module': {
      const { name } = command.input;
      return withModule(state, { name, fields: {}, layouts: { Standard: [] }, paths: {} });
    }
    case 'define-field': {
      const module = moduleOf(state, command.input.module);
      const field = { ...command.input.field, required: command.input.field.required ?? false };
      return withModule(state, withField(module, field, command.input.layouts ?? Object.keys(module.layouts)));
    }
    case 'define-layout': {
      const module = moduleOf(state, command.input.module);
      const { name, fields } = command.input.layout;
      return withModule(state, { ...module, layouts: { ...module.layouts, [name]: fields } });
    }
    case 'define-path':
      return state;
    case 'complete-path': {
      const module = moduleOf(state, command.input.module);
      const { path } = command.input;
      return withModule(state, { ...module, paths: { ...module.paths, [path]: path.split('.') } });
    }
    case 'create-user-type': {
      const id = told(acked, 'userType');
      return {
        ...state,
        userTypes: { ...state.userTypes, [id]: { id, name: command.input.name, base: command.input.base, tabs: {} } },
      };
    }
    case 'configure-user-type': {
      const { userType, tabs, name } = command.input;
      const before = state.userTypes[userType];
      if (before === undefined) throw new Error(`The oracle knows no user type ${userType}.`);
      const after = { ...before, name: name ?? before.name, tabs };
      return { ...state, userTypes: { ...state.userTypes, [userType]: after } };
    }
    case 'delete-user-type':
      return {
        ...state,
        userTypes: Object.fromEntries(Object.entries(state.userTypes).filter(([id]) => id !== command.input.userType)),
      };
    case 'add-staff': {
      const id = told(acked, 'member');
      return withMember(state, { kind: 'staff', id, status: 'active', sessionsEnded: 0, roles: command.input.roles });
    }
    case 'add-member': {
      const { userType, record } = command.input;
      const id = told(acked, 'member');
      const module = state.userTypes[userType]?.base ?? 'Contacts';
      return withMember(state, {
        kind: 'portal-user',
        id,
        status: 'active',
        sessionsEnded: 0,
        userType,
        module,
        record,
      });
    }
    case 'move-member':
      return changeMember(state, command.input.member, { userType: command.input.userType });
    case 'deactivate-member':
      return endSessions(state, command.input.member, { status: 'inactive' });
    case 'reactivate-member':
      return changeMember(state, command.input.member, { status: 'active' });
    case 'remove-member':
      return endSessions(state, command.input.member, { status: 'removed' });
    case 'end-sessions':
      return endSessions(state, command.input.member);
    case 'create-record': {
      const { module, layout, fields } = command.input;
      const id = told(acked, 'id');
      const chosen = layout ?? firstLayout(state, acked.by, module);
      return withRow(state, {
        id,
        module,
        layout: chosen,
        fields: present({ ...defaults(moduleOf(state, module), chosen), ...fields }),
        createdBy: acked.by,
        deleted: false,
      });
    }
    case 'update-record': {
      const { id, set, layout } = command.input;
      return changeRow(state, id, (row) => ({
        ...row,
        layout: layout ?? row.layout,
        fields: present({ ...row.fields, ...set }),
      }));
    }
    case 'delete-record':
      return changeRow(state, command.input.id, (row) => ({ ...row, deleted: true }));
    case 'restore-record':
      return changeRow(state, command.input.id, (row) => ({ ...row, deleted: false }));
    default:
      return command satisfies never;
  }
}

/** The portal after one more acknowledged command. */
export const fold = (state: State, acked: Acked): State => ({
  ...step(state, acked, acked.command),
  sequence: acked.sequence,
});
