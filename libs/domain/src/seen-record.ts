import type { Known } from './known.ts';
import type { Module } from './modules.ts';
import type { Portal } from './portal.ts';
import type { RecordState } from './records.ts';
import type { Sight, View } from './sight.ts';
import { Rejected } from './rejected.ts';

/** A record the member sees, or `not-found`: hidden, deleted and never made are the same (law 7). */
export function seenRecord(
  portal: Portal,
  known: Known,
  sight: Sight,
  name: string,
  id: string,
): { module: Module; record: RecordState; view: View } {
  const module = portal.modules[name];
  const record = module === undefined ? null : known.record(name, id);
  const view = record === null ? null : sight.view(record);
  if (module === undefined || record === null || view === null) throw new Rejected('not-found');
  return { module, record, view };
}
