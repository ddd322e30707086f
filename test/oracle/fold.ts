import type { Acked, Command } from './commands.ts';
import { externalKey, resolved, type ImportRow } from './externals.ts';
import { firstLayout, present } from './see.ts';
import { isSame, suspendedBy } from './suspended.ts';
import type { Field, Member, Module, PortalUser, Row, State, Suspended } from './shapes.ts';

/** The portal before its first acknowledged command: what its founding left behind. */
export const founded = (modules: State['modules'], administrator: string): State => ({
  sequence: 0,
  modules,
  userTypes: {},
  members: {
    [administrator]: { kind: 'staff', id: administrator, status: 'active', sessionsEnded: 0, roles: ['administrator'] },
  },
  rows: new Map(),
  externals: {},
  suspended: [],
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
  const changed = withRow(state, change(row));
  return { ...changed, suspended: [...state.suspended, ...suspendedBy(state, changed, id)] };
}

/** One suspension of this end fewer: it counts again when the last one is gone. */
function lift(state: State, lifted: Suspended): State {
  const at = state.suspended.findIndex((one) => isSame(one, lifted));
  if (at < 0) throw new Error(`The oracle knows no suspension of ${JSON.stringify(lifted)}.`);
  return { ...state, suspended: state.suspended.toSpliced(at, 1) };
}

/** What the fields of a layout begin with where nothing is given. */
const defaults = (module: Module, layout: string): Row['fields'] =>
  Object.fromEntries((module.layouts[layout] ?? []).map((name) => [name, module.fields[name]?.default ?? null]));

const withExternal = (state: State, module: string, externalId: string | undefined, id: string): State =>
  externalId === undefined
    ? state
    : { ...state, externals: { ...state.externals, [externalKey(module, externalId)]: id } };

/** One row is one creation or one change, as the answer says; a refused or unchanged one is nothing. */
function importRow(state: State, acked: Acked, module: string, row: ImportRow, told: unknown): State {
  const { outcome, id = '' } = told as { outcome: string; id?: string };
  const { externalId, layout: named } = row;
  const layout = named === undefined ? {} : { layout: named };
  const fields = resolved(state.externals, state.modules[module], row.fields) ?? {};
  if (outcome === 'created') {
    const made = { ...acked, result: { id } };
    return step(state, made, { name: 'create-record', input: { module, ...layout, fields, externalId } });
  }
  if (outcome !== 'updated') return state;
  return step(state, acked, { name: 'update-record', input: { module, id, ...layout, set: fields } });
}

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
    case 'lift-suspension':
      return lift(state, command.input);
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
      const { module, layout, fields, externalId } = command.input;
      const id = told(acked, 'id');
      const chosen = layout ?? firstLayout(state, acked.by, module);
      return withRow(withExternal(state, module, externalId, id), {
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
    case 'import-records': {
      const { module, rows } = command.input;
      const told = acked.result['rows'] as readonly unknown[];
      return rows.reduce((now, row, at) => importRow(now, acked, module, row, told[at]), state);
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
