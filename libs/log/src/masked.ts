import type { Value } from '@genkan/domain/fields';
import type { RecordState } from '@genkan/domain/records';
import type { PageRequest } from './portal-log.ts';

/** The value of a field as a reader may use it to filter, order or add up: null where his layout hides it (SEC-3). */
export function masked(record: RecordState, field: string, visible: PageRequest['visible']): Value {
  if (visible !== null && visible.get(record.layout)?.has(field) !== true) return null;
  return record.fields[field] ?? null;
}

/** The fields of a record as that reader may use them. */
export function maskedFields(record: RecordState, visible: PageRequest['visible']): Readonly<Record<string, Value>> {
  if (visible === null) return record.fields;
  const seen = visible.get(record.layout);
  return Object.fromEntries(Object.entries(record.fields).filter(([name]) => seen?.has(name) === true));
}
