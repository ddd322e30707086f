import { someTime, type Seen, type Sees, type Value } from './shapes.ts';

/** The wire as the oracle reads it; written down from the protocol's description, not imported. */
export type WireRow = {
  readonly id: string;
  readonly layout: string;
  readonly fields: Readonly<Record<string, Value>>;
  readonly may: number;
};
type OfRecord =
  | ({ readonly op: 'put'; readonly module: string } & WireRow)
  | {
      readonly op: 'patch';
      readonly module: string;
      readonly id: string;
      readonly fields?: Readonly<Record<string, Value>>;
      readonly may?: number;
    }
  | { readonly op: 'remove'; readonly module: string; readonly id: string };
/** What a change of rights does to every record held of a layout. */
type OfLayout = { readonly module: string; readonly layout: string } & (
  | { readonly op: 'keep-fields'; readonly fields: readonly string[] }
  | { readonly op: 'recode'; readonly codes: readonly (readonly [number, number])[] }
  | {
      readonly op: 'column';
      readonly order: readonly string[];
      readonly fields: readonly string[];
      readonly ids: readonly string[];
      readonly values: readonly (readonly Value[])[];
    }
);
export type WireChange = OfRecord | OfLayout;
export type Frame = {
  readonly token: string;
  readonly changes: readonly WireChange[];
  readonly answers: readonly unknown[];
};
export type Snapshot = {
  readonly module: string;
  readonly rows: readonly WireRow[];
  readonly more: boolean;
  readonly token: string;
};

/** What a client holds of one module. `complete`: every page has come, from now on each frame vouches for its token. */
export type Held = { readonly complete: boolean; readonly rows: ReadonlyMap<string, WireRow> };
export type Replica = Readonly<Record<string, Held>>;
export type Step = { readonly replica: Replica; readonly faults: readonly string[] };

const nothing: Held = { complete: false, rows: new Map() };
const same = (a: Value | undefined, b: Value | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);
const names = (row: WireRow): string => Object.keys(row.fields).sort().join();

/** A record already held may be put again only when a patch cannot say it: another layout, or other visible fields. */
const needless = (held: WireRow, now: WireRow): boolean => held.layout === now.layout && names(held) === names(now);

type Patch = Extract<OfRecord, { op: 'patch' }>;

/** Everything a patch names must differ from what is held: an empty patch tells that something hidden changed (SEC-4). */
function faultOfPatch(held: WireRow, patch: Patch): string | null {
  const fields = Object.entries(patch.fields ?? {});
  if (fields.length === 0 && patch.may === undefined) return 'an empty patch';
  const unseen = fields.find(([name]) => !(name in held.fields));
  if (unseen) return `a patch of ${unseen[0]}, which is not held`;
  const idle = fields.find(([name, value]) => same(held.fields[name], value));
  if (idle) return `a patch of ${idle[0]} to the value it has`;
  return patch.may !== undefined && patch.may === held.may ? 'a patch of rights that did not change' : null;
}

const onLayout = (held: Held, layout: string): readonly WireRow[] =>
  [...held.rows.values()].filter((row) => row.layout === layout);

/** A layout is named only if something of it is held, and only where that says something new of all it names. */
function faultOfLayout(held: Held, change: OfLayout): string | null {
  const rows = onLayout(held, change.layout);
  if (rows.length === 0) return `a ${change.op} of ${change.layout}, of which nothing is held`;
  if (change.op === 'recode') {
    const idle = change.codes.some(([from, to]) => from === to || !rows.some(({ may }) => may === from));
    return idle ? 'a recode of rights that nothing held has, or to the same' : null;
  }
  if (change.op === 'keep-fields') {
    const [most] = rows.map((row) => Object.keys(row.fields));
    if (rows.some((row) => change.fields.some((name) => !(name in row.fields)))) return 'a keep of a field not held';
    return most?.length === change.fields.length ? 'a keep of all there is' : null;
  }
  return faultOfColumn(held, change);
}

function faultOfColumn(held: Held, { layout, order, fields, ids, values }: Extract<OfLayout, { op: 'column' }>) {
  for (const id of ids) {
    const row = held.rows.get(id);
    if (row?.layout !== layout) return `a column for ${id}, which is not held on ${layout}`;
    if (fields.some((name) => name in row.fields)) return `a column for ${id} of a field it has`;
    if ([...Object.keys(row.fields), ...fields].sort().join() !== [...order].sort().join()) return `a torn ${id}`;
  }
  const whole = values.length === fields.length && values.every((column) => column.length === ids.length);
  return whole && fields.length > 0 && ids.length > 0 ? null : 'a column with holes';
}

/** I3, I11, I13: what a frame may do to what is held; null when all is well. */
function faultOf(held: Held, change: OfRecord): string | null {
  const row = held.rows.get(change.id);
  if (!held.complete) return null;
  if (change.op === 'put') return row && needless(row, change) ? `a put of ${change.id}, which is held` : null;
  if (row === undefined) return `a ${change.op} of ${change.id}, which is not held`;
  return change.op === 'patch' ? faultOfPatch(row, change) : null;
}

const without = (rows: ReadonlyMap<string, WireRow>, id: string): Map<string, WireRow> => {
  const left = new Map(rows);
  left.delete(id);
  return left;
};

const pick = (row: WireRow, names: readonly string[]): WireRow => ({
  ...row,
  fields: Object.fromEntries(names.map((name) => [name, row.fields[name] ?? null])),
});

/** One record of those a layout change names, as it is after it. */
function turned(row: WireRow, change: OfLayout): WireRow {
  if (row.layout !== change.layout) return row;
  if (change.op === 'keep-fields') return pick(row, change.fields);
  if (change.op === 'recode') return { ...row, may: change.codes.find(([from]) => from === row.may)?.[1] ?? row.may };
  const place = change.ids.indexOf(row.id);
  if (place < 0) return row;
  const gained = change.fields.map((name, column) => [name, change.values[column]?.[place] ?? null] as const);
  return pick({ ...row, fields: { ...row.fields, ...Object.fromEntries(gained) } }, change.order);
}

function apply(rows: ReadonlyMap<string, WireRow>, change: OfRecord): ReadonlyMap<string, WireRow> {
  if (change.op === 'remove') return without(rows, change.id);
  if (change.op === 'put') {
    const { id, layout, fields, may } = change;
    return new Map(rows).set(id, { id, layout, fields, may });
  }
  const row = rows.get(change.id);
  if (row === undefined) return rows;
  const patched = { ...row, fields: { ...row.fields, ...change.fields }, may: change.may ?? row.may };
  return new Map(rows).set(change.id, patched);
}

/** A module's replica is void until its next complete snapshot; null voids everything. */
export const voided = (replica: Replica, module: string | null): Replica =>
  Object.fromEntries(
    Object.entries(replica).map(([name, held]) => [name, module === null || module === name ? nothing : held]),
  );

/** One frame, in order, with every breach of the discipline it commits. */
export function applyFrame(replica: Replica, frame: Frame): Step {
  const faults: string[] = [];
  const next: Record<string, Held> = { ...replica };
  const mentioned = new Set<string>();
  for (const change of frame.changes) {
    const held = next[change.module];
    if (held === undefined) {
      faults.push(`a ${change.op} in ${change.module}, to which nobody subscribed`);
      continue;
    }
    for (const id of 'id' in change ? [change.id] : 'ids' in change ? change.ids : []) {
      if (mentioned.has(id)) faults.push(`${id} named twice in one frame`);
      mentioned.add(id);
    }
    const fault = 'id' in change ? faultOf(held, change) : held.complete ? faultOfLayout(held, change) : null;
    if (fault !== null) faults.push(fault);
    const rows =
      'id' in change
        ? apply(held.rows, change)
        : new Map([...held.rows].map(([id, row]) => [id, turned(row, change)] as const));
    next[change.module] = { ...held, rows };
  }
  return { replica: next, faults };
}

/** One page of a first picture. */
export function applySnapshot(replica: Replica, page: Snapshot): Step {
  const held = replica[page.module] ?? nothing;
  const faults = held.complete ? [`a page of ${page.module}, which is complete`] : [];
  const rows = new Map([...held.rows, ...page.rows.map((row) => [row.id, row] as const)]);
  return { replica: { ...replica, [page.module]: { complete: !page.more, rows } }, faults };
}

/** The table of the session's ability: bit n of `may` stands for rights[n]. */
export type RightsTable = readonly {
  readonly edit: readonly string[];
  readonly delete: boolean;
  readonly copy: boolean;
  readonly restore: boolean;
}[];

export function spelledOut(may: number, table: RightsTable): Seen['may'] {
  const met = table.filter((_, bit) => (may & (1 << bit)) !== 0);
  return {
    edit: [...new Set(met.flatMap(({ edit }) => edit))].sort(),
    delete: met.some((one) => one.delete),
    copy: met.some((one) => one.copy),
    restore: met.some((one) => one.restore),
  };
}

const sorted = (value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([k, v]) => [k, sorted(v)]),
      )
    : value;
const text = (value: unknown): string => JSON.stringify(sorted(value));

/** Most rows are quickly seen to be the same; only where they seem to differ are they spelled out. */
const sameFields = (held: WireRow['fields'], seen: Seen['fields']): boolean => {
  const names = Object.keys(seen);
  return names.length === Object.keys(held).length && names.every((name) => held[name] === seen[name]);
};

const time = /^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/;
/** What the clock decides is right whatever it says. */
const timeless = (held: WireRow['fields'], seen: Seen['fields']): WireRow['fields'] =>
  Object.fromEntries(
    Object.entries(held).map(([name, value]) =>
      seen[name] === someTime && typeof value === 'string' && time.test(value) ? [name, someTime] : [name, value],
    ),
  );

/** In words, how what is held differs from what the oracle says is seen: layout, fields, and (given the table) rights. */
export function differences(held: ReadonlyMap<string, WireRow>, sees: Sees, table?: RightsTable): readonly string[] {
  const found: string[] = [];
  for (const [id, seen] of sees) {
    const row = held.get(id);
    if (row === undefined) found.push(`${id} is missing: ${text(seen.fields)}`);
    else if (row.layout !== seen.layout) found.push(`${id} has layout ${row.layout}, not ${seen.layout}`);
    else if (!sameFields(row.fields, seen.fields) && text(timeless(row.fields, seen.fields)) !== text(seen.fields))
      found.push(`${id} holds ${text(row.fields)}, not ${text(seen.fields)}`);
    else if (table) {
      const told = spelledOut(row.may, table);
      const may = { ...told, edit: told.edit.filter((name) => name in seen.fields) };
      if (text(may) !== text(seen.may)) found.push(`${id} may ${text(may)}, not ${text(seen.may)}`);
    }
  }
  for (const id of held.keys()) if (!sees.has(id)) found.push(`${id} is held and not seen`);
  return found;
}
