import type { RecordState } from '@genkan/domain/records';
import { restrictedCode, type View } from '@genkan/domain/sight';
import type { Ability } from './ability.ts';

/**
 * What an ability shows of a record met by these reaches, or null: then it does not exist (law 7). Snapshot, frame,
 * page, count, export and mail all come from here (law 5). A deleted record has no view for anybody; a restricted one for
 * staff only, flagged, and nothing may be done with it (GDPR 18).
 */
export function view(ability: Ability, record: RecordState | null, mask: number): View | null {
  if (record === null || record.deleted || mask === 0) return null;
  const tab = ability.tabs.get(record.module);
  const shape = tab?.shapes.get(record.layout);
  if (!tab || !shape || !tab.meetsCriteria(record.fields)) return null;
  if (record.restricted && ability.kind !== 'staff') return null;
  const may = record.restricted ? restrictedCode : shape.by(mask).may;
  return { id: record.id, layout: record.layout, fields: shape.show(record.fields), may };
}
