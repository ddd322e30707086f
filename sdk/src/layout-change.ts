import type { Change, Value } from './contract.ts';
import type { Held, Row } from './held.ts';

/** A change of one record, named by its id. */
export type RecordChange = Extract<Change, { readonly id: string }>;
/** What a change of rights does at once to all records held of a layout. */
export type LayoutChange = Exclude<Change, RecordChange>;
/** Nothing of the kind can follow from what is held. */
export type LayoutFault = 'keep-of-hidden' | 'column-of-absent' | 'column-of-held';

/**
 * The rows a layout change names as they are after it, or why it cannot be. Not `strict`: pages are still to come and
 * are read newer, so that what does not fit is passed over.
 */
export function afterLayoutChange(
  change: LayoutChange,
  rows: ReadonlyMap<string, Held>,
  strict: boolean,
): readonly Held[] | LayoutFault {
  switch (change.op) {
    case 'keep-fields':
      return kept(change, rows, strict);
    case 'recode':
      return recoded(change, rows);
    case 'column':
      return widened(change, rows, strict);
    default:
      return change satisfies never;
  }
}

type Of<Op extends LayoutChange['op']> = Extract<LayoutChange, { readonly op: Op }>;

function kept({ layout, fields }: Of<'keep-fields'>, rows: ReadonlyMap<string, Held>, strict: boolean) {
  const after: Held[] = [];
  for (const held of rows.values()) {
    if (held.layout !== layout) continue;
    const row = sameNames(fields, held.row) ? held.row : arranged(fields, held.row);
    if (row) after.push({ layout, may: held.may, row });
    else if (strict) return 'keep-of-hidden';
  }
  return after;
}

function recoded({ layout, codes }: Of<'recode'>, rows: ReadonlyMap<string, Held>) {
  const now = new Map(codes);
  const after: Held[] = [];
  for (const held of rows.values()) {
    const may = held.layout === layout ? now.get(held.may) : undefined;
    if (may !== undefined) after.push({ ...held, may });
  }
  return after;
}

function widened(change: Of<'column'>, rows: ReadonlyMap<string, Held>, strict: boolean) {
  const { layout, order, fields, ids, values } = change;
  const after: Held[] = [];
  for (const [place, id] of ids.entries()) {
    const held = rows.get(id);
    const fault = held?.layout !== layout ? 'column-of-absent' : holdsAny(held.row, fields) ? 'column-of-held' : null;
    const row = held && !fault ? arranged(order, held.row, cells(fields, values, place)) : null;
    if (row) after.push({ layout, may: held?.may ?? 0, row });
    else if (strict) return fault ?? 'column-of-absent';
  }
  return after;
}

const holdsAny = (row: Row, fields: readonly string[]): boolean =>
  fields.some((field) => field !== 'id' && field in row);

function cells(fields: readonly string[], values: readonly (readonly Value[])[], place: number) {
  const made: Record<string, Value | undefined> = {};
  for (const [at, field] of fields.entries()) made[field] = values[at]?.[place];
  return made;
}

/** The row is just that already: what the card took away is confirmed. */
function sameNames(fields: readonly string[], row: Row): boolean {
  const names = fields.filter((name) => name !== 'id');
  return Object.keys(row).every((name, place) => name === (names[place] ?? 'id'));
}

/** A row of just these fields in this order, each from what is new or else from what was; null: one is nowhere. */
function arranged(
  names: readonly string[],
  was: Row,
  fresh: Readonly<Record<string, Value | undefined>> = {},
): Row | null {
  const row: Record<string, Value> = {};
  for (const name of names) {
    const value = name in fresh ? fresh[name] : was[name];
    if (value === undefined) return null;
    if (name !== 'id') row[name] = value;
  }
  return { ...row, id: was.id };
}
