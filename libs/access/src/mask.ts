import type { RecordState } from '@genkan/domain/records';
import type { MemberKeys } from './ability.ts';

/** The two keys every record has without storing them. */
const implicit = (key: string, id: string): boolean =>
  key === '*' || (key.charCodeAt(0) === 61 && key.length === id.length + 1 && key.endsWith(id));

/** The reaches by which a member meets a record, as bits: the union over the keys both hold. 0: they do not meet. */
export function maskOf(keys: MemberKeys, record: RecordState): number {
  const held = keys.get(record.module);
  if (!held) return 0;
  let mask = 0;
  for (const [key, bits] of held) if (implicit(key, record.id)) mask |= bits;
  for (const key of record.keys) mask |= held.get(key) ?? 0;
  return mask;
}
