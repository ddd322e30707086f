import {
  changeMember,
  changeRow,
  endSessions,
  moduleOf,
  portalUsersOf,
  told,
  withMade,
  withMember,
  withModule,
  withTabs,
} from './changing.ts';
import type { Acked, Command } from './commands.ts';
import { convertLead, convertLeads } from './converted.ts';
import { applyDraft, revert, saveDraft } from './drafted.ts';
import { externalKey, resolved, type ImportRow } from './externals.ts';
import { foldPrivacy } from './privacy.ts';
import { present } from './see.ts';
import { isSame } from './suspended.ts';
import type { Field, Module, State, Suspended, UserType } from './shapes.ts';

const noConversion = { mapping: { Contacts: {}, Accounts: {}, Deals: {} }, lookups: {}, rules: {} };

/** The portal before its first acknowledged command: what its founding left behind, the default user type included. */
export const founded = (
  modules: State['modules'],
  administrator: string,
  defaultType: UserType | null = null,
): State => ({
  sequence: 0,
  modules,
  userTypes: defaultType === null ? {} : { [defaultType.id]: defaultType },
  members: {
    [administrator]: { kind: 'staff', id: administrator, status: 'active', sessionsEnded: 0, roles: ['administrator'] },
  },
  rows: new Map(),
  externals: {},
  suspended: [],
  defaultType: defaultType?.id ?? null,
  compliance: false,
  conversion: noConversion,
  drafts: {},
  setups: defaultType === null ? {} : { [defaultType.id]: [{ from: 0, tabs: defaultType.tabs }] },
  licence: null,
});

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

/** One suspension of this end fewer: it counts again when the last one is gone. */
function lift(state: State, lifted: Suspended): State {
  const at = state.suspended.findIndex((one) => isSame(one, lifted));
  if (at < 0) throw new Error(`The oracle knows no suspension of ${JSON.stringify(lifted)}.`);
  return { ...state, suspended: state.suspended.toSpliced(at, 1) };
}

const withExternal = (state: State, module: string, externalId: string | undefined, id: string): State =>
  externalId === undefined
    ? state
    : { ...state, externals: { ...state.externals, [externalKey(module, externalId)]: id } };

/** One row is one creation or one change, as the answer says; a refused or unchanged one is nothing. */
function importRow(state: State, acked: Acked, module: string, row: ImportRow, told: unknown): State {
  const { outcome, id = '' } = told as { outcome: string; id?: string };
  const { externalId, layout: named } = row;
  const layout = named === undefined ? {} : { layout: named };
  const fields = resolved(state.externals, state.modules[module], row.fields);
  if (outcome === 'created') {
    const made = { ...acked, result: { id } };
    return step(state, made, { name: 'create-record', input: { module, ...layout, fields, externalId } });
  }
  if (outcome !== 'updated') return state;
  return step(state, acked, { name: 'update-record', input: { module, id, ...layout, set: fields } });
}

/** A type with users is deleted by moving them; those that were removed belong to no type any more. */
function deleteUserType(
  state: State,
  { userType, moveTo }: { readonly userType: string; readonly moveTo?: string },
): State {
  const users = portalUsersOf(state, (one) => one.userType === userType);
  const moved = users.reduce((now, { id }) => changeMember(now, id, moveTo ? { userType: moveTo } : {}), state);
  const left = Object.entries(state.userTypes).filter(([id]) => id !== userType);
  return { ...moved, userTypes: Object.fromEntries(left) };
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
      return withTabs(state, acked.sequence, userType, tabs, name);
    }
    case 'delete-user-type':
      return deleteUserType(state, command.input);
    case 'save-draft':
      return saveDraft(state, told(acked, 'draft'), command.input);
    case 'apply-draft':
      return applyDraft(state, acked.sequence, command.input.draft);
    case 'schedule-draft':
      return state;
    case 'revert-user-type':
      return revert(state, acked.sequence, command.input);
    case 'set-plan': {
      const { terms } = command.input;
      const seats = state.licence?.seats ?? 0;
      return { ...state, licence: terms ? { maxUserTypes: terms.maxUserTypes, seats } : null };
    }
    case 'buy-seats':
      return { ...state, licence: state.licence && { ...state.licence, seats: command.input.seats } };
    case 'configure-conversion': {
      const { mapping, lookups, rules } = command.input;
      return { ...state, conversion: { mapping, lookups, rules } };
    }
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
    case 'move-members': {
      const { members, userType } = command.input;
      const rows = acked.result['rows'] as readonly { outcome: string }[];
      const moved = members.filter((_, at) => rows[at]?.outcome === 'moved');
      return moved.reduce((now, id) => changeMember(now, id, { userType }), state);
    }
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
      const made = { id, module, by: acked.by, createdBy: acked.by, layout, fields };
      return withMade(withExternal(state, module, externalId, id), made);
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
    case 'convert-lead':
      return convertLead(state, acked, command.input);
    case 'convert-leads':
      return convertLeads(state, acked, command.input);
    default:
      return foldPrivacy(state, acked, command);
  }
}

/** The portal after one more acknowledged command. */
export const fold = (state: State, acked: Acked): State => ({
  ...step(state, acked, acked.command),
  sequence: acked.sequence,
});
