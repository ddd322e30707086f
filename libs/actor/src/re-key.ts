import { dependentQuestions, dependents, keyQuestions, keysOf } from '@genkan/access/keys';
import type { Change, RecordChange, SettingChange } from '@genkan/domain/changes';
import type { Question } from '@genkan/domain/known';
import type { RecordState } from '@genkan/domain/records';
import { Missing, missingFrom } from './missing.ts';
import { recordKey } from './row-cache.ts';
import { suspensionsFor } from './suspensions.ts';
import type { WorkingSet } from './working-set.ts';

/** What lies behind is re-keyed in the same entry up to here; above, its keys are suspended and a job does it (DECISIONS). */
export const mostDependents = 1_000;

/**
 * Lays a command's changes on the working set with the keys they bring: one change a record, each with the keys it now
 * has, and behind them the records whose paths pass through it, re-keyed in the same entry . Answers
 * what the entry holds.
 */
export function layWithKeys(
  changes: readonly Change[],
  working: WorkingSet,
  newId: () => string,
  most = mostDependents,
): readonly Change[] {
  for (const change of changes) working.apply(change);
  const records = netRecords(changes);
  const moved = [...records.values()].filter((change) => movesKeys(change, working));
  if (moved.length === 0) return ordered(records, changes, []);
  each(moved, (change) => void records.set(placeOf(change), { ...change, after: reKeyed(change.after, working) }));
  const { behind, suspensions } = whatLiesBehind(moved, working, newId, most);
  each(
    behind.filter(({ module, id }) => !records.has(recordKey(module, id))),
    ({ module, id }) => {
      const before = working.record(module, id);
      const after = reKeyed(before, working);
      if (after !== before) records.set(recordKey(module, id), { kind: 'record', before, after });
    },
  );
  return ordered(records, changes, suspensions);
}

const ordered = (
  records: ReadonlyMap<string, RecordChange>,
  changes: readonly Change[],
  suspensions: readonly SettingChange[],
): readonly Change[] => [
  ...[...records.values()].filter(({ before, after }) => !isNamedOnly(before, after) || before?.keys !== after?.keys),
  ...changes.filter((change) => change.kind !== 'record'),
  ...suspensions,
];

type Named = { readonly module: string; readonly id: string };

function whatLiesBehind(
  moved: readonly RecordChange[],
  working: WorkingSet,
  newId: () => string,
  most: number,
): { readonly behind: readonly Named[]; readonly suspensions: readonly SettingChange[] } {
  const behind: Named[] = [];
  const suspensions: SettingChange[] = [];
  each(moved, (change) => {
    const found = asking(
      working,
      () => dependents(working.portal, change, working),
      () => dependentQuestions(working.portal, change, working),
    );
    if (behind.length + found.length <= most) behind.push(...found);
    else suspensions.push(...suspensionsFor(change, working, newId));
  });
  for (const suspension of suspensions) working.apply(suspension);
  return { behind, suspensions };
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

/** A row that a command names as changed without changing it asks for its keys to be derived again (`rekey-records`). */
const isNamedOnly = (before: RecordState | null, after: RecordState | null): boolean =>
  before !== null &&
  after !== null &&
  before.fields === after.fields &&
  before.layout === after.layout &&
  before.deleted === after.deleted &&
  before.restricted === after.restricted;

/** Keys follow from lookups, and the dead key from being deleted: any other change leaves every key as it was. */
function movesKeys({ before, after }: RecordChange, working: WorkingSet): boolean {
  if (!before || !after || before.deleted !== after.deleted || before.fields === after.fields) return true;
  const fields = working.portal.modules[after.module]?.fields ?? {};
  for (const name of Object.keys(after.fields)) {
    if (after.fields[name] !== before.fields[name] && fields[name]?.type === 'lookup') return true;
  }
  for (const name of Object.keys(before.fields)) {
    if (!Object.hasOwn(after.fields, name) && fields[name]?.type === 'lookup') return true;
  }
  return false;
}

/** The record with the keys it has now, laid on the working set; the same value when they are the same. */
function reKeyed(record: RecordState | null, working: WorkingSet): RecordState | null {
  if (!record) return record;
  const { portal } = working;
  const keys = asking(
    working,
    () => keysOf(portal, record, working),
    () => keyQuestions(portal, record, working),
  );
  if (keys.length === record.keys.length && keys.every((key, at) => key === record.keys[at])) return record;
  const after = { ...record, keys };
  working.apply({ kind: 'record', before: record, after });
  return after;
}

/** Walks; where something is missing, all that the walk can name by now is missing at once. */
function asking<Answer>(working: WorkingSet, walk: () => Answer, questions: () => readonly Question[]): Answer {
  try {
    return walk();
  } catch (error) {
    const first = missingFrom(error);
    if (!first) throw error;
    throw new Missing([...first, ...questions().filter((question) => !working.knows(question))]);
  }
}

/** Does it for each, and only then says what all of them are missing: one read for a whole import. */
function each<Item>(items: readonly Item[], act: (item: Item) => void): void {
  const missing: Question[] = [];
  for (const item of items) {
    try {
      act(item);
    } catch (error) {
      const questions = missingFrom(error);
      if (!questions) throw error;
      missing.push(...questions);
    }
  }
  if (missing.length > 0) throw new Missing(missing);
}
