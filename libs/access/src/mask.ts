import type { RecordState } from '@genkan/domain/records';
import type { MemberKeys } from './ability.ts';

/** The reaches by which a member meets a record, as bits: the union over the keys both hold. 0: they do not meet. */
export function maskOf(keys: MemberKeys, record: RecordState): number {
  const held = keys.get(record.module);
  if (!held) return 0;
  let mask = (held.get('*') ?? 0) | (held.get(`=${record.id}`) ?? 0);
  for (const key of record.keys) mask |= held.get(key) ?? 0;
  return mask;
}
