import type { RecordState } from '@genkan/domain/records';
import type { Ability, MemberKeys } from './ability.ts';
import { maskOf } from './mask.ts';

/** Why a record is not seen: the first of what `view` asks that it fails. */
export type Unseen = 'no-tab' | 'no-reach' | 'deleted' | 'restricted' | 'layout' | 'criteria';

/** Null exactly when `view` shows it. For people who ask why; nothing is decided here. */
export function whyUnseen(ability: Ability, keys: MemberKeys, record: RecordState): Unseen | null {
  const tab = ability.tabs.get(record.module);
  if (!tab) return 'no-tab';
  if (maskOf(keys, record) === 0) return 'no-reach';
  if (record.deleted) return 'deleted';
  if (!tab.shapes.has(record.layout)) return 'layout';
  if (!tab.meetsCriteria(record.fields)) return 'criteria';
  return record.restricted && ability.kind !== 'staff' ? 'restricted' : null;
}
