import { chainsOf, type Chain } from '@genkan/access/paths';
import type { RecordChange, SettingChange } from '@genkan/domain/changes';
import type { Portal } from '@genkan/domain/portal';
import type { RecordState } from '@genkan/domain/records';
import type { WorkingSet } from './working-set.ts';

type Suspended = { readonly module: string; readonly key: string };

/** Where a chain ends when it is walked on from this record, which stands before `step`; null: nowhere. */
function endFrom(chain: Chain, step: number, record: RecordState | null, working: WorkingSet): string | null {
  let at = record;
  for (let next = step; next < chain.steps.length; next += 1) {
    const id = at && !at.deleted ? at.fields[chain.steps[next] ?? ''] : null;
    if (typeof id !== 'string' || id === '') return null;
    at = working.record(chain.modules[next + 1] ?? '', id);
  }
  return at && !at.deleted ? `${chain.name}:${at.id}` : null;
}

/** Keys that records behind this one had by passing through it, or have now. */
function keysThrough({ before, after }: RecordChange, working: WorkingSet): readonly Suspended[] {
  const module = (after ?? before)?.module;
  return [...chainsOf(working.portal)].flatMap(([start, chains]) =>
    [...chains.values()].flatMap((chain) =>
      chain.modules.flatMap((passed, step) => {
        if (step === 0 || passed !== module) return [];
        const [old, now] = [endFrom(chain, step, before, working), endFrom(chain, step, after, working)];
        return old === now ? [] : [old, now].filter((key) => key !== null).map((key) => ({ module: start, key }));
      }),
    ),
  );
}

/**
 * The keys that count as absent until a job has re-keyed what lies behind a moved record. The row's id names that
 * record and is new for each move: a job lifts what it found when it began, and nothing that came after.
 */
export function suspensionsFor(change: RecordChange, working: WorkingSet, newId: () => string): SettingChange[] {
  const row = change.after ?? change.before;
  if (!row) return [];
  return keysThrough(change, working).map((after) => ({
    kind: 'setting',
    part: 'suspension',
    id: `${row.module}/${row.id}/${newId()}`,
    before: null,
    after,
  }));
}

/** The suspensions of a portal by the record that moved. */
export function suspendedBehind({ suspensions }: Portal): readonly { module: string; id: string; rows: string[] }[] {
  const behind = new Map<string, { module: string; id: string; rows: string[] }>();
  for (const row of Object.keys(suspensions)) {
    const [module = '', id = ''] = row.split('/');
    const found = behind.get(`${module}/${id}`) ?? { module, id, rows: [] };
    found.rows.push(row);
    behind.set(`${module}/${id}`, found);
  }
  return [...behind.values()];
}
