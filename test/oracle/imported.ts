import { allowed } from './allowed.ts';
import type { Acked, Command } from './commands.ts';
import { agrees, type Expected } from './expected.ts';
import { externalKey, nobody, resolved, type ImportRow } from './externals.ts';
import { fold } from './fold.ts';
import { present } from './see.ts';
import type { Row, State, Value } from './shapes.ts';

type Input = Extract<Command, { name: 'import-records' }>['input'];
export type Told = {
  readonly outcome: string;
  readonly code?: string;
  readonly field?: string;
  readonly id?: string;
};

/** What must come of a row: what is done, or by which code nothing is; null: refused by a code the rules leave open. */
type Foreseen = { readonly outcome: 'created' | 'updated' | 'unchanged' } | { readonly refused: Expected | null };

const inOrder = (fields: Row['fields']): string => JSON.stringify(Object.entries(present(fields)).sort());
const changes = (row: Row, layout: string | undefined, set: Readonly<Record<string, Value>>): boolean =>
  (layout ?? row.layout) !== row.layout || inOrder({ ...row.fields, ...set }) !== inOrder(row.fields);

/**
 * "A CRM that lives elsewhere is fed by external id: create-or-update": a row is the very command it would be if it were
 * sent alone, and is refused as that would be. "Lookup to a row that is not there yet: refused row." A deleted record
 * keeps its external id, because restore must bring it back; so its row is neither updated nor made anew, by a code of
 * which nothing is said.
 */
function foresee(state: State, by: string, module: string, row: ImportRow): Foreseen {
  const fields = resolved(state.externals, state.modules[module], row.fields);
  const layout = row.layout === undefined ? {} : { layout: row.layout };
  const id = state.externals[externalKey(module, row.externalId)];
  const held = id === undefined ? undefined : state.rows.get(id);
  const alone: Command =
    id === undefined
      ? { name: 'create-record', input: { module, ...layout, fields } }
      : { name: 'update-record', input: { module, id, ...layout, set: fields } };
  const expected = allowed(state, by, alone);
  if (held?.deleted) return { refused: 'refused' };
  // Whether an unknown column or an unknown record is told first is not said.
  if (expected !== 'unknown-record' && Object.values(fields).includes(nobody)) return { refused: 'refused' };
  if (expected !== 'applied') return { refused: expected };
  if (held === undefined) return { outcome: 'created' };
  return { outcome: changes(held, row.layout, fields) ? 'updated' : 'unchanged' };
}

/** "Refused (code, column)": the column is one of the row's own. */
function isRight(foreseen: Foreseen, row: ImportRow, told: Told | undefined): boolean {
  if ('outcome' in foreseen) return told?.outcome === foreseen.outcome;
  if (told?.outcome !== 'refused' || told.code === undefined || !agrees(foreseen.refused, told.code)) return false;
  return told.field === undefined || told.code === 'invalid' || told.field in row.fields;
}

/** In words, the first row whose answer is not what must come of it after those before it; null: there is none. */
export function surpriseOf(state: State, by: string, input: Input, told: readonly Told[]): string | null {
  if (told.length !== input.rows.length) return `${told.length} answers to ${input.rows.length} rows`;
  let now = state;
  for (const [at, row] of input.rows.entries()) {
    const foreseen = foresee(now, by, input.module, row);
    const answer = told[at];
    if (!isRight(foreseen, row, answer))
      return `row ${at} was ${answer?.outcome} (${answer?.code}, ${answer?.field}), not ${JSON.stringify(foreseen)}`;
    const one: Acked = {
      sequence: state.sequence,
      by,
      command: { name: 'import-records', input: { ...input, rows: [row] } },
      result: { rows: [answer] },
    };
    now = fold(now, one);
  }
  return null;
}
