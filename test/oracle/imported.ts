import { allowed } from './allowed.ts';
import type { Acked, Command } from './commands.ts';
import { externalKey, resolved, type ImportRow } from './externals.ts';
import { fold } from './fold.ts';
import { present } from './see.ts';
import type { Row, State, Value } from './shapes.ts';

type Input = Extract<Command, { name: 'import-records' }>['input'];
type Outcome = 'created' | 'updated' | 'unchanged' | 'refused';
export type Told = { readonly outcome: string; readonly code?: string; readonly id?: string };

const changes = (row: Row, layout: string | undefined, set: Readonly<Record<string, Value>>): boolean =>
  (layout !== undefined && layout !== row.layout) ||
  JSON.stringify(Object.entries(present({ ...row.fields, ...set })).sort()) !==
    JSON.stringify(Object.entries(row.fields).sort());

/** What must come of one row, judged as if it had been sent alone: create or update by its external id. */
function outcomeOf(state: State, by: string, module: string, row: ImportRow): Outcome {
  const fields = resolved(state.externals, state.modules[module], row.fields);
  if (fields === null) return 'refused';
  const layout = row.layout === undefined ? {} : { layout: row.layout };
  const id = state.externals[externalKey(module, row.externalId)];
  if (id === undefined) {
    const made = allowed(state, by, { name: 'create-record', input: { module, ...layout, fields } });
    return made === 'applied' ? 'created' : 'refused';
  }
  const held = state.rows.get(id);
  const update: Command = { name: 'update-record', input: { module, id, ...layout, set: fields } };
  if (held === undefined || held.deleted || allowed(state, by, update) !== 'applied') return 'refused';
  return changes(held, row.layout, fields) ? 'updated' : 'unchanged';
}

/** In words, the first row whose answer is not what must come of it after those before it; null: there is none. */
export function surpriseOf(state: State, by: string, input: Input, told: readonly Told[]): string | null {
  if (told.length !== input.rows.length) return `${told.length} answers to ${input.rows.length} rows`;
  let now = state;
  for (const [at, row] of input.rows.entries()) {
    const expected = outcomeOf(now, by, input.module, row);
    const answer = told[at];
    if (answer?.outcome !== expected) return `row ${at} was ${answer?.outcome} (${answer?.code}), not ${expected}`;
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
