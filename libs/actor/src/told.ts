import type { Rejected } from '@genkan/domain/rejected';
import { type FieldConflict, rejections } from '@genkan/domain/rejected';
import type { Sight, View } from '@genkan/domain/sight';
import type { Receipt } from '@genkan/log/portal-log';
import type { Admitted } from './admit.ts';
import type { Outcome } from './answer.ts';
import type { WorkingSet } from './working-set.ts';

type Result = Readonly<Record<string, unknown>>;

/** The record that a record command is about, as far as its input names one. */
function targetOf({ command, parsed }: Admitted): { module: string; id?: string } | null {
  return command.permission.kind === 'record' && parsed.ok ? command.permission.target(parsed.input) : null;
}

function viewOf(module: string, id: string, sight: Sight, working: WorkingSet): View | null {
  const record = working.record(module, id);
  return record && sight.view(record);
}

/** A result names a new record only to somebody who may see it now that it stands (DECISIONS, create). */
export function toldResult(item: Admitted, result: Result, sight: Sight, working: WorkingSet): Result {
  const target = targetOf(item);
  if (!target || typeof result['id'] !== 'string' || result['id'] === target.id) return result;
  if (viewOf(target.module, result['id'], sight, working)) return result;
  return Object.fromEntries(Object.entries(result).filter(([name]) => name !== 'id'));
}

/** The names a receipt keeps of a refusal, so that its details can be told again. Never values. */
export const fieldsOf = (refused: Rejected): readonly string[] => [
  ...new Set([...refused.conflicts.map(({ field }) => field), ...refused.issues.map(({ path }) => path)]),
];

const valuesIn = (input: unknown, name: string): Result => {
  const values = typeof input === 'object' && input !== null ? Object.entries(input) : [];
  const found: unknown = values.find(([key]) => key === name)?.[1];
  return typeof found === 'object' && found !== null ? Object.fromEntries(Object.entries(found)) : {};
};

/** The conflict as it stands now, in the member's present view; a field he no longer sees is left out (law 9). */
function presentConflicts(
  item: Admitted,
  fields: readonly string[],
  sight: Sight,
  working: WorkingSet,
): FieldConflict[] {
  const target = targetOf(item);
  if (!target || target.id === undefined || !item.parsed.ok) return [];
  const view = viewOf(target.module, target.id, sight, working);
  const base = valuesIn(item.parsed.input, 'base');
  const mine = valuesIn(item.parsed.input, 'set');
  return fields
    .filter((field) => view && Object.hasOwn(view.fields, field))
    .map((field) => ({ field, base: base[field], mine: mine[field], theirs: view?.fields[field] }));
}

/** The answer to a repeat: the same outcome, rendered under present rights; nothing is decided again (law 1). */
export function toldAgain(item: Admitted, receipt: Receipt, sight: Sight, working: WorkingSet): Outcome {
  const common = { commandId: receipt.commandId, sequence: receipt.sequence, replayed: true };
  const { outcome, fields } = receipt;
  if (outcome === 'applied') {
    return { ...common, status: 'applied', result: toldResult(item, receipt.result, sight, working) };
  }
  const { message } = rejections[outcome];
  const parsed = item.parsed.ok ? [] : item.parsed.issues;
  const conflicts = outcome === 'conflict' ? presentConflicts(item, fields, sight, working) : [];
  const named = outcome === 'conflict' ? [] : fields.map((path) => ({ path, message }));
  return {
    ...common,
    status: 'rejected',
    code: outcome,
    message,
    issues: parsed.length > 0 ? parsed : named,
    conflicts,
  };
}
