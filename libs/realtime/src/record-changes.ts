import type { RecordChange } from '@genkan/domain/changes';
import type { RecordState } from '@genkan/domain/records';
import type { Entry } from '@genkan/log/portal-log';

/** A record's way through some entries: as it was before the first of them that changed it, and after the last. */
export type NetChange = {
  readonly id: string;
  readonly before: RecordState | null;
  readonly after: RecordState | null;
};

const none: readonly RecordChange[] = [];
const byModule = new WeakMap<Entry, ReadonlyMap<string | undefined, readonly RecordChange[]>>();
const moduleOf = ({ before, after }: RecordChange): string | undefined => (after ?? before)?.module;

/**
 * What an entry did to the records of a module, sorted once: a thousand sessions ask it of an entry that moved
 * thousands of members.
 */
function recordChanges(entry: Entry, module: string): readonly RecordChange[] {
  let sorted = byModule.get(entry);
  if (!sorted) {
    const records = entry.changes.filter((change): change is RecordChange => change.kind === 'record');
    byModule.set(entry, (sorted = Map.groupBy(records, moduleOf)));
  }
  return sorted.get(module) ?? none;
}

/** The net of the records of a module over entries, by id. */
export function netChanges(entries: readonly Entry[], module: string): Map<string, NetChange> {
  const net = new Map<string, NetChange>();
  for (const entry of entries) {
    for (const { before, after } of recordChanges(entry, module)) {
      const id = (after ?? before)?.id;
      if (id === undefined) continue;
      const earlier = net.get(id);
      net.set(id, { id, before: earlier ? earlier.before : before, after });
    }
  }
  return net;
}
