import { dependentQuestions, dependents, keyQuestions, keysOf } from '@genkan/access/keys';
import type { Change, RecordChange } from '@genkan/domain/changes';
import type { Question } from '@genkan/domain/known';
import type { RecordState } from '@genkan/domain/records';
import { Missing, missingFrom } from './missing.ts';
import { recordKey } from './row-cache.ts';
import type { WorkingSet } from './working-set.ts';

/**
 * Lays a command's changes on the working set with the keys they bring: one change a record, each with the keys it now
 * has, and behind them the records whose paths pass through it, re-keyed in the same entry (ARCHITECTURE 6). Answers
 * what the entry holds.
 */
export function layWithKeys(changes: readonly Change[], working: WorkingSet): readonly Change[] {
  for (const change of changes) working.apply(change);
  const records = netRecords(changes);
  const moved = [...records.values()].filter((change) => movesKeys(change, working));
  for (const change of moved) records.set(placeOf(change), { ...change, after: reKeyed(change.after, working) });
  for (const change of moved) {
    for (const { module, id } of askOr(working, () => dependents(working.portal, change, working), change)) {
      const place = recordKey(module, id);
      if (records.has(place)) continue;
      const before = working.record(module, id);
      const after = reKeyed(before, working);
      if (after !== before) records.set(place, { kind: 'record', before, after });
    }
  }
  return [...records.values(), ...changes.filter((change) => change.kind !== 'record')];
}

const placeOf = ({ before, after }: RecordChange): string => {
  const row = after ?? before;
  return row ? recordKey(row.module, row.id) : '';
};

/** One change a record: from before the first to after the last. */
function netRecords(changes: readonly Change[]): Map<string, RecordChange> {
  const net = new Map<string, RecordChange>();
  for (const change of changes) {
    if (change.kind !== 'record') continue;
    const place = placeOf(change);
    const earlier = net.get(place);
    net.set(place, earlier ? { ...change, before: earlier.before } : change);
  }
  return net;
}

/** Keys follow from lookups, and the dead key from being deleted: any other change leaves every key as it was. */
function movesKeys({ before, after }: RecordChange, working: WorkingSet): boolean {
  if (!before || !after || before.deleted !== after.deleted) return true;
  const fields = working.portal.modules[after.module]?.fields ?? {};
  for (const name of Object.keys(after.fields)) {
    if (after.fields[name] !== before.fields[name] && fields[name]?.type === 'lookup') return true;
  }
  for (const name of Object.keys(before.fields)) {
    if (!(name in after.fields) && fields[name]?.type === 'lookup') return true;
  }
  return false;
}

/** The record with the keys it has now, laid on the working set; the same value when they are the same. */
export function reKeyed<Row extends RecordState | null>(record: Row, working: WorkingSet): Row {
  if (!record) return record;
  let keys: readonly string[];
  try {
    keys = keysOf(working.portal, record, working);
  } catch (error) {
    throw more(error, () => keyQuestions(working.portal, record, working), working);
  }
  if (keys.length === record.keys.length && keys.every((key, at) => key === record.keys[at])) return record;
  const after = { ...record, keys };
  working.apply({ kind: 'record', before: record, after });
  return after;
}

function askOr<Answer>(working: WorkingSet, walk: () => Answer, change: RecordChange): Answer {
  try {
    return walk();
  } catch (error) {
    throw more(error, () => dependentQuestions(working.portal, change, working), working);
  }
}

/** Instead of the first question that had no answer: all that this walk can name by now. */
function more(error: unknown, questions: () => readonly Question[], working: WorkingSet): unknown {
  const first = missingFrom(error);
  if (!first) return error;
  return new Missing([...first, ...questions().filter((question) => !working.knows(question))]);
}
