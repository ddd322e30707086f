import type { RecordState } from '@genkan/domain/records';
import type { Entry } from '@genkan/log/portal-log';

/** A record's way through some entries: as it was before the first of them that changed it, and after the last. */
export type NetChange = {
  readonly id: string;
  readonly before: RecordState | null;
  readonly after: RecordState | null;
};

/** The net of the records of a module over entries, by id. */
export function netChanges(entries: readonly Entry[], module: string): Map<string, NetChange> {
  const net = new Map<string, NetChange>();
  for (const { changes } of entries) {
    for (const change of changes) {
      if (change.kind !== 'record') continue;
      const row = change.after ?? change.before;
      if (row?.module !== module) continue;
      const earlier = net.get(row.id);
      net.set(row.id, { id: row.id, before: earlier ? earlier.before : change.before, after: change.after });
    }
  }
  return net;
}
