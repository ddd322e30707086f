import type { Change, RecordChange } from '@genkan/domain/changes';
import type { RecordState } from '@genkan/domain/records';
import type { Value } from '@genkan/domain/fields';

/** Named values of a row: `owner`, `fields.Amount`. A name is the smallest thing that can be scrubbed. */
export type Parts = { readonly [name: string]: unknown };
/** A change as it is stored: of a record only what differs, of other rows all. `before` null: it was not there. */
export type StoredChange = {
  readonly kind: Change['kind'];
  /** A record's module, a setting's part, a claim's scope. */
  readonly module: string | null;
  readonly id: string | null;
  readonly before: Parts | null;
  readonly after: Parts | null;
};

export function stored(change: Change): StoredChange {
  switch (change.kind) {
    case 'record':
      return storedRecord(change);
    case 'member':
      return {
        kind: 'member',
        module: null,
        id: (change.after ?? change.before)?.id ?? null,
        before: change.before,
        after: change.after,
      };
    case 'setting':
      return {
        kind: 'setting',
        module: change.part,
        id: change.id,
        before: whole(change.before),
        after: whole(change.after),
      };
    case 'claim':
      return {
        kind: 'claim',
        module: change.scope,
        id: null,
        before: null,
        after: { value: change.value, holder: change.holder },
      };
    default:
      return change satisfies never;
  }
}

const whole = (value: unknown): Parts | null => (value === null ? null : { value });

/** The change as it was made. A record's needs its row after it, the others stand whole in the log. */
export function restored(change: StoredChange, before: RecordState | null, after: RecordState | null): Change {
  if (change.kind === 'record') return { kind: 'record', before, after };
  // What `stored` wrote comes back as it was: the shapes below are its own.
  if (change.kind === 'member') return { kind: 'member', before: change.before, after: change.after } as Change;
  if (change.kind === 'claim') return { kind: 'claim', scope: change.module, ...change.after } as Change;
  const [was, is] = [change.before?.['value'] ?? null, change.after?.['value'] ?? null];
  return { kind: 'setting', part: change.module, id: change.id, before: was, after: is } as Change;
}

const plain = ['layout', 'createdBy', 'owner', 'deleted', 'keys'] as const;
/** `restricted` came later: a row that never was does not say so, and reads and hashes as it did before (law 11). */
const named = [...plain, 'restricted'] as const;

function storedRecord({ before, after }: RecordChange): StoredChange {
  const row = after ?? before;
  const [was, is] =
    before !== null && after !== null ? differing(before, after) : [before && partsOf(before), after && partsOf(after)];
  return { kind: 'record', module: row?.module ?? null, id: row?.id ?? null, before: was, after: is };
}

function partsOf(record: RecordState): Parts {
  const parts: Record<string, unknown> = {};
  for (const name of plain) parts[name] = record[name];
  if (record.restricted) parts['restricted'] = true;
  for (const [name, value] of Object.entries(record.fields)) parts[`fields.${name}`] = value;
  return parts;
}

function differing(before: RecordState, after: RecordState): [Parts, Parts] {
  const was: Record<string, unknown> = {};
  const is: Record<string, unknown> = {};
  for (const name of named) {
    if (same(before[name], after[name])) continue;
    was[name] = before[name];
    is[name] = after[name];
  }
  for (const name of changedFields(before, after)) {
    if (name in before.fields) was[`fields.${name}`] = before.fields[name];
    if (name in after.fields) is[`fields.${name}`] = after.fields[name];
  }
  return [was, is];
}

/** Names of the fields that were set, altered or taken away. */
export function changedFields(before: RecordState, after: RecordState): readonly string[] {
  if (before.fields === after.fields) return [];
  const altered = Object.keys(after.fields).filter(
    (name) => !(name in before.fields) || !same(before.fields[name], after.fields[name]),
  );
  return [...altered, ...Object.keys(before.fields).filter((name) => !(name in after.fields))];
}

/** Values of a row: one that stays the same is neither stored nor sent. */
export const same = (a: unknown, b: unknown): boolean =>
  a === b || (Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => item === b[i]));

/** The record before a change, from the record after it. */
export const undone = (change: StoredChange, after: RecordState | null): RecordState | null =>
  turned(change, after, change.after, change.before);

/** The record after a change, from the record before it. */
export const redone = (change: StoredChange, before: RecordState | null): RecordState | null =>
  turned(change, before, change.before, change.after);

function turned(change: StoredChange, row: RecordState | null, from: Parts | null, to: Parts | null) {
  if (to === null) return null;
  const parts: Record<string, unknown> = row === null ? {} : { ...partsOf(row) };
  for (const name of Object.keys(from ?? {})) delete parts[name];
  return recordFrom(change, { ...parts, ...to });
}

function recordFrom({ module, id }: StoredChange, parts: Parts): RecordState {
  const fields = Object.entries(parts).filter(([name]) => name.startsWith('fields.'));
  // `storedRecord` wrote these parts; nobody else writes them.
  return {
    id,
    module,
    ...Object.fromEntries(plain.map((name) => [name, parts[name]])),
    restricted: parts['restricted'] ?? false,
    fields: Object.fromEntries(fields.map(([name, value]) => [name.slice('fields.'.length), value as Value])),
  } as RecordState;
}
