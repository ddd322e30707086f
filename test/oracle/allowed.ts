import type { Command } from './commands.ts';
import { judgeSettings } from './allowed-settings.ts';
import type { Expected } from './expected.ts';
import { firstLayout, see, shownOn, view } from './see.ts';
import type { Field, Member, Role, Row, Seen, State, Value } from './shapes.ts';

type Fields = Readonly<Record<string, Value>>;

const rights: Readonly<Record<string, readonly Role[]>> = {
  configure: ['administrator', 'portal-manager'],
  members: ['administrator', 'portal-manager'],
  staff: ['administrator'],
  delete: ['administrator', 'sales'],
  import: ['administrator', 'portal-manager', 'sales'],
};

const needed: Partial<Record<Command['name'], string>> = {
  'define-module': 'configure',
  'define-field': 'configure',
  'define-layout': 'configure',
  'define-path': 'configure',
  'create-user-type': 'configure',
  'configure-user-type': 'configure',
  'delete-user-type': 'configure',
  'save-draft': 'configure',
  'apply-draft': 'configure',
  'schedule-draft': 'configure',
  'revert-user-type': 'configure',
  'add-staff': 'staff',
  'add-member': 'members',
  'move-member': 'members',
  'move-members': 'members',
};

const holds = (member: Member, right: string): boolean =>
  member.kind === 'staff' && member.roles.some((role) => rights[right]?.includes(role));

const texts = new Set(['text', 'long-text', 'email', 'phone', 'url', 'choice', 'date', 'datetime', 'lookup']);
const numbers = new Set(['integer', 'decimal', 'money', 'percent']);

/** Only the kind of a value is judged here: the finer formats are the domain's own tests' business. */
function fits(field: Field, value: Value): boolean {
  if (value === null) return !field.required;
  if (texts.has(field.type)) return typeof value === 'string';
  if (numbers.has(field.type)) return typeof value === 'number';
  return field.type === 'boolean' ? typeof value === 'boolean' : Array.isArray(value);
}

/** A lookup may be set only to what the member sees; what it already holds is no change. */
function reachable(state: State, member: Member, field: Field, value: Value, held: Value): boolean {
  if (field.type !== 'lookup' || value === null || value === held) return true;
  const row = typeof value === 'string' ? state.rows.get(value) : undefined;
  return row !== undefined && row.module === field.module && see(state, member, row) !== null;
}

function judgeValues(state: State, member: Member, module: string, set: Fields, held: Fields): Expected | null {
  const fields = state.modules[module]?.fields ?? {};
  const all = Object.entries(set).flatMap(([name, value]) =>
    fields[name] ? [{ field: fields[name], name, value }] : [],
  );
  const fitting = all.every(({ field, value }) => fits(field, value));
  const lookups = all.every(({ field, name, value }) => reachable(state, member, field, value, held[name] ?? null));
  // Which of these two comes first is not said.
  if (!fitting) return lookups ? 'invalid' : 'refused';
  if (!lookups) return 'unknown-record';
  // Art. 18: whatever names it is refused, also as what the lookup already holds; to portal users it is not there.
  const named = all.filter(
    ({ field, name, value }) => field.type === 'lookup' && (member.kind === 'staff' || value !== held[name]),
  );
  return named.some(({ value }) => state.rows.get(String(value))?.restricted) ? 'restricted' : null;
}

const same = (a: Value | undefined, b: Value | undefined): boolean =>
  JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

const conflicting = (seen: Seen, set: Fields, base: Fields | undefined): boolean =>
  Object.entries(set).some(
    ([name, mine]) =>
      base !== undefined && name in base && !same(base[name], seen.fields[name]) && !same(mine, seen.fields[name]),
  );

function judgeUpdate(
  state: State,
  member: Member,
  input: Extract<Command, { name: 'update-record' }>['input'],
): Expected {
  const row = state.rows.get(input.id);
  const seen = row?.module === input.module ? see(state, member, row) : null;
  if (seen === null) return 'not-found';
  const names = Object.keys(input.set);
  // Art. 18: no command but those of the restriction; which refusal comes first is told for the others only.
  if (row?.restricted) return names.every((name) => name in seen.fields) ? 'restricted' : 'refused';
  if (![...names, ...Object.keys(input.base ?? {})].every((name) => name in seen.fields)) return 'unknown-field';
  if (!names.every((name) => seen.may.edit.includes(name))) return 'forbidden';
  if (input.layout !== undefined && member.kind !== 'staff') return 'refused';
  return (
    judgeValues(state, member, input.module, input.set, seen.fields) ??
    (conflicting(seen, input.set, input.base) ? 'conflict' : 'applied')
  );
}

type Create = Extract<Command, { name: 'create-record' }>['input'];

const missing = (state: State, input: Create, layout: string): boolean =>
  (state.modules[input.module]?.layouts[layout] ?? []).some(
    (name) => state.modules[input.module]?.fields[name]?.required === true && (input.fields[name] ?? null) === null,
  );

function judgeCreateRight(state: State, member: Member, input: Create, layout: string): Expected | null {
  const names = Object.keys(input.fields);
  const known = state.modules[input.module];
  if (member.kind === 'staff') return names.every((name) => known && name in known.fields) ? null : 'unknown-field';
  const tab = state.userTypes[member.userType]?.tabs[input.module];
  if (tab === undefined) return 'not-found';
  const visible = shownOn(state, input.module, tab, layout);
  if (visible === undefined) return 'refused';
  if (!names.every((name) => visible.includes(name))) return 'unknown-field';
  return tab.create !== null && names.every((name) => tab.create?.includes(name)) ? null : 'forbidden';
}

function judgeCreate(state: State, member: Member, input: Create): Expected {
  const module = state.modules[input.module];
  if (module === undefined) return 'not-found';
  const layout = input.layout ?? firstLayout(state, member.id, input.module);
  const refused = judgeCreateRight(state, member, input, layout);
  if (refused !== null) return refused;
  if (missing(state, input, layout)) return 'invalid';
  return judgeValues(state, member, input.module, input.fields, {}) ?? 'applied';
}

const tied = (state: State, id: string): boolean =>
  Object.values(state.members).some(
    (one) => one.kind === 'portal-user' && one.status === 'active' && one.record === id,
  );

function judgeDelete(state: State, member: Member, module: string, row: Row | undefined): Expected {
  const seen = row?.module === module ? see(state, member, row) : null;
  if (row === undefined || seen === null) return 'not-found';
  if (row.restricted) return 'refused';
  if (!seen.may.delete) return 'forbidden';
  return tied(state, row.id) ? 'not-possible' : 'applied';
}

function judgeRestore(member: Member, module: string, row: Row | undefined): Expected | null {
  if (row === undefined || row.module !== module) return 'not-found';
  if (member.kind !== 'staff' || row.converted) return 'refused';
  return row.deleted ? 'applied' : null;
}

/** Ending, pausing, removing: of portal users by who manages members, of staff by who manages staff. */
function judgeOnMember(state: State, member: Member, name: Command['name'], id: string): Expected | null {
  if (name === 'end-sessions' && id === member.id) return 'applied';
  if (member.kind !== 'staff') return 'refused';
  const target = state.members[id];
  if (target === undefined) return 'refused';
  return holds(member, target.kind === 'staff' ? 'staff' : 'members') ? null : 'refused';
}

/** The outcome the rules demand of a command by a member at a state. */
export function allowed(state: State, by: string, command: Command): Expected | null {
  const member = state.members[by];
  if (member === undefined || member.status !== 'active') return 'refused';
  switch (command.name) {
    case 'update-record':
      return judgeUpdate(state, member, command.input);
    case 'create-record':
      return judgeCreate(state, member, command.input);
    case 'delete-record':
      return judgeDelete(state, member, command.input.module, state.rows.get(command.input.id));
    case 'restore-record':
      return judgeRestore(member, command.input.module, state.rows.get(command.input.id));
    case 'import-records':
      if (!holds(member, 'import')) return 'refused';
      return command.input.module in state.modules ? 'applied' : 'not-found';
    case 'deactivate-member':
    case 'reactivate-member':
    case 'remove-member':
    case 'end-sessions':
      return judgeOnMember(state, member, command.name, command.input.member);
    case 'file-data-request':
      return member.kind === 'portal-user' && state.compliance ? 'applied' : 'refused';
    default: {
      const held = needed[command.name];
      if (member.kind !== 'staff' || (held !== undefined && !holds(member, held))) return 'refused';
      return member.roles.includes('administrator') ? judgeSettings(state, command) : null;
    }
  }
}

/** The members who see at least one record of a module: for choosing who acts in a history. */
export const onlookers = (state: State, module: string): readonly string[] =>
  Object.keys(state.members).filter((id) => view(state, id, module).size > 0);
