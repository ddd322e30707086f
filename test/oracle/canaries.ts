import { see, shownOn, view } from './see.ts';
import type { Member, Row, Seen, State, Value } from './shapes.ts';

/**
 * Every value a history writes is a canary: a text that occurs nowhere else, so that its mere presence in a packet's
 * bytes says which value leaked. `cy`, nine digits, `z`.
 */
export const canary = (n: number): string => `cy${String(n).padStart(9, '0')}z`;
const pattern = /cy[0-9]{9}z/g;
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;

/** Names of modules and fields are canaries too: begin them with a canary. */
export const canariesIn = (bytes: string): readonly string[] => bytes.match(pattern) ?? [];
export const idsIn = (bytes: string): readonly string[] => bytes.match(uuid) ?? [];

const textsOf = (value: Value): readonly string[] =>
  typeof value === 'string' ? [value] : Array.isArray(value) ? (value as readonly string[]) : [];

const contentOf = (id: string, seen: Seen): readonly string[] => [
  id,
  ...Object.values(seen.fields)
    .flatMap(textsOf)
    .flatMap((text) => [...canariesIn(text), ...idsIn(text), text]),
];

const rules = (state: State, member: Member | undefined): readonly string[] => {
  if (member?.kind === 'staff') {
    return [JSON.stringify(state.modules), ...Object.keys(state.members), ...Object.keys(state.userTypes)];
  }
  const type = member && state.userTypes[member.userType];
  const own =
    type &&
    Object.entries(type.tabs).flatMap(([module, tab]) => [
      module,
      ...Object.keys(tab.layouts).flatMap((layout) => [layout, ...(shownOn(state, module, tab, layout) ?? [])]),
    ]);
  return [...(own ?? []), ...(type ? [type.id, type.name] : []), ...(member ? [member.id] : [])];
};

/** Of the states asked for of late; a history keeps every state it has, and these sets would fill the memory. */
const cache = new Map<State, Map<string, ReadonlySet<string>>>();
const cached = 50;

function collect(state: State, memberId: string): ReadonlySet<string> {
  const all = Object.keys(state.modules).flatMap((module) => [...view(state, memberId, module)]);
  const known = rules(state, state.members[memberId]).flatMap((text) => [...canariesIn(text), ...idsIn(text)]);
  return new Set([...known, ...all.flatMap(([id, seen]) => contentOf(id, seen))]);
}

/**
 * All a member may be sent at this state: ids of seen records and current values of seen fields, and the names in the
 * rules that apply to him. Staff who see every record know every id.
 */
export function permitted(state: State, memberId: string): ReadonlySet<string> {
  const held = cache.get(state) ?? new Map<string, ReadonlySet<string>>();
  cache.set(state, held);
  if (cache.size > cached) for (const oldest of [...cache.keys()].slice(0, cached / 2)) cache.delete(oldest);
  const found = held.get(memberId) ?? collect(state, memberId);
  held.set(memberId, found);
  return found;
}

const known = (state: State, id: string): boolean => state.rows.has(id) || id in state.members || id in state.userTypes;

/**
 * LK1, LK3: each canary and each id of the portal in a packet that is no current value of the receiver's view at its
 * sequence. `excused` is what the receiver sent himself or held before; `newest` tells which ids are the portal's.
 */
export function leaksOf(
  bytes: string,
  state: State,
  memberId: string,
  excused: ReadonlySet<string>,
  newest: State = state,
): readonly string[] {
  const may = permitted(state, memberId);
  const ids = idsIn(bytes).filter((id) => known(newest, id));
  return [...new Set([...canariesIn(bytes), ...ids])].filter((found) => !may.has(found) && !excused.has(found));
}

/** Where a canary stands now, and who sees it: for a message that can be acted on. */
export function whereabouts(state: State, found: string): string {
  const holds = (row: Row): boolean =>
    row.id === found ||
    Object.values(row.fields)
      .flatMap(textsOf)
      .some((t) => t.includes(found));
  const row = [...state.rows.values()].find(holds);
  if (row === undefined) return `${found} is no present value`;
  const eyes = Object.values(state.members).filter((one: Member) => see(state, one, row) !== null);
  return `${found} stands in ${row.module} ${row.id}, seen by ${eyes.map(({ id }) => id).join(', ') || 'nobody'}`;
}
