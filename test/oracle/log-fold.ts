import { isManaged } from './managed.ts';
import { present } from './see.ts';
import { someTime, type Member, type Row, type State } from './shapes.ts';

/** What an entry of the log says of one thing: how it was and how it is. Written down from the log's description. */
export type LogChange =
  | { readonly kind: 'record' | 'member'; readonly before: Thing | null; readonly after: Thing | null }
  | {
      readonly kind: 'setting';
      readonly part: string;
      readonly id: string;
      readonly before: unknown;
      readonly after: unknown;
    }
  | { readonly kind: 'claim'; readonly scope: string; readonly value: string; readonly holder: string | null };
export type LogEntry = { readonly sequence: number; readonly changes: readonly LogChange[] };
type Thing = { readonly id: string };

/** What the log adds up to: each thing by its name, such as `record/<id>`, `setting/<part>/<id>`, `claim/<scope>/<value>`. */
export type Stored = ReadonlyMap<string, unknown>;

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const all = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, one]) => [name, sorted(one)]));
};
export const text = (value: unknown): string => JSON.stringify(sorted(value ?? null));

/** Parts of the settings that every portal begins with: the first change of them begins where nothing stood in the log. */
const begun = new Set(['privacy', 'conversion']);

const nameOf = (change: LogChange): string => {
  if (change.kind === 'setting') return `setting/${change.part}/${change.id}`;
  if (change.kind === 'claim') return `claim/${change.scope}/${change.value}`;
  return `${change.kind}/${(change.after ?? change.before)?.id ?? ''}`;
};

/** I1, I9: the entries stand without a hole, and each change begins where the one before it ended. */
export function foldLog(entries: readonly LogEntry[]): { readonly stored: Stored; readonly faults: readonly string[] } {
  const stored = new Map<string, unknown>();
  const faults: string[] = [];
  for (const [at, { sequence, changes }] of entries.entries()) {
    if (sequence !== at + 1) faults.push(`entry ${at + 1} of the log has the sequence ${sequence}`);
    for (const change of changes) {
      const name = nameOf(change);
      const first = change.kind === 'setting' && begun.has(change.part) && !stored.has(name);
      if (change.kind !== 'claim' && !first && text(stored.get(name)) !== text(change.before))
        faults.push(`${name} @${sequence} was ${text(change.before)}, and had become ${text(stored.get(name))}`);
      const after = change.kind === 'claim' ? change.holder : change.after;
      if (after === null) stored.delete(name);
      else stored.set(name, after);
    }
  }
  return { stored, faults };
}

/** The things of a kind, by what follows it in their names. */
export const ofKind = (stored: Stored, kind: string): ReadonlyMap<string, unknown> =>
  new Map(
    [...stored].flatMap(([name, value]) => (name.startsWith(`${kind}/`) ? [[name.slice(kind.length + 1), value]] : [])),
  );

const timeless = (fields: Row['fields'], expected: Row['fields']): Row['fields'] =>
  Object.fromEntries(
    Object.entries(present(fields)).map(([name, value]) => [name, expected[name] === someTime ? someTime : value]),
  );

/** A record as both sides know it. Who made what the house keeps itself is not said. */
const ofRow = (row: Row, expected: Row): unknown => ({
  module: row.module,
  layout: row.layout,
  fields: timeless(row.fields, expected.fields),
  deleted: row.deleted,
  restricted: row.restricted ?? false,
  createdBy: isManaged(row.module) ? null : row.createdBy,
});

const ofMember = (one: Member): unknown =>
  one.kind === 'staff'
    ? [one.kind, one.status, one.roles]
    : [one.kind, one.status, one.userType, one.module, one.record];

type Compared = readonly [name: string, log: unknown, oracle: unknown];

function compared(stored: Stored, state: State): readonly Compared[] {
  const [rows, members] = [ofKind(stored, 'record'), ofKind(stored, 'member')];
  const [types, modules] = [ofKind(stored, 'setting/user-type'), ofKind(stored, 'setting/module')];
  const externals = [...stored].filter(([name]) => name.startsWith('claim/external:'));
  const layouts = (module: unknown): unknown =>
    Object.values((module as { layouts: Record<string, { name: string; fields: string[] }> }).layouts).map(
      ({ name, fields }) => [name, fields],
    );
  return [
    ['the records', [...rows.keys()].sort(), [...state.rows.keys()].sort()],
    ['the members', [...members.keys()].sort(), Object.keys(state.members).sort()],
    ['the user types', [...types.keys()].sort(), Object.keys(state.userTypes).sort()],
    ['the drafts', [...ofKind(stored, 'setting/draft').keys()].sort(), Object.keys(state.drafts).sort()],
    [
      'the external ids',
      Object.fromEntries(externals.map(([name, id]) => [name.slice('claim/external:'.length), id])),
      state.externals,
    ],
    ...[...state.rows.values()].map((row): Compared => {
      const held = rows.get(row.id) as Row | undefined;
      return [`record ${row.id}`, held && ofRow(held, row), ofRow(row, row)];
    }),
    ...Object.values(state.members).map((one): Compared => {
      const held = members.get(one.id) as Member | undefined;
      return [`member ${one.id}`, held && ofMember(held), ofMember(one)];
    }),
    ...Object.values(state.userTypes).map(({ id, base, tabs }): Compared => {
      const held = types.get(id) as { base: string; tabs: unknown } | undefined;
      return [`user type ${id}`, held && [held.base, held.tabs], [base, tabs]];
    }),
    ...Object.values(state.modules)
      .filter(({ name }) => modules.has(name) && !isManaged(name))
      .map(({ name, layouts: expected }): Compared => {
        const inOrder = Object.entries(expected).sort(([a], [b]) => (a < b ? -1 : 1));
        const held = layouts(modules.get(name)) as [string, string[]][];
        return [`the layouts of ${name}`, held.sort(([a], [b]) => (a < b ? -1 : 1)), inOrder];
      }),
  ];
}

/** I9: in words, how what the log adds up to is not what the acknowledged commands add up to. */
export const unlike = (stored: Stored, state: State): readonly string[] =>
  compared(stored, state).flatMap(([name, log, oracle]) =>
    text(log) === text(oracle) ? [] : [`${name} of the log: ${text(log)}, not ${text(oracle)}`],
  );
