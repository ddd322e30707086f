import type { Criteria } from '@genkan/domain/criteria';
import type { Value } from '@genkan/domain/fields';
import { compareText } from '@genkan/access/compare-text';
import { meets } from '@genkan/access/criteria';
import { heldKeys } from './held-keys.ts';
import { masked, maskedFields } from './masked.ts';
import type { PageRequest, StoredRecord } from './portal-log.ts';
import { compareValues } from './value-order.ts';

/** The records a request meets: key, layout, the tab's criteria on stored values, the reader's own on what he sees. */
export function matching(records: readonly StoredRecord[], request: PageRequest): readonly StoredRecord[] {
  const { scope, where, visible } = request;
  const keys = new Set(scope.keys);
  return records.filter(
    (record) =>
      heldKeys(record).some((key) => keys.has(key)) &&
      scope.layouts.includes(record.layout) &&
      (scope.withRestricted || !record.restricted) &&
      meets(scope.criteria, record.fields) &&
      meetsMasked(where, record, visible),
  );
}

const meetsMasked = (where: Criteria | null, record: StoredRecord, visible: PageRequest['visible']): boolean =>
  where === null || meets(where, maskedFields(record, visible));

/** In order, beginning behind `after`, at most `limit`. */
export function pageOf(records: readonly StoredRecord[], request: PageRequest) {
  const { after, limit } = request;
  const sorted = matching(records, request)
    .map((record) => ({ record, place: placeOf(record, request) }))
    .filter(({ place }) => after === null || comparePlaces(place, after, request) > 0)
    .sort((a, b) => comparePlaces(a.place, b.place, request));
  return { rows: sorted.slice(0, limit).map(({ record }) => record), more: sorted.length > limit };
}

type Place = { readonly values: readonly unknown[]; readonly id: string };

const placeOf = (record: StoredRecord, { orderBy, visible }: PageRequest): Place => ({
  values: orderBy.map(([field]) => masked(record, field, visible)),
  id: record.id,
});

function comparePlaces(a: Place, b: Place, { orderBy }: PageRequest): number {
  for (const [i, [, direction]] of orderBy.entries()) {
    const difference = compareValues((a.values[i] ?? null) as Value, (b.values[i] ?? null) as Value);
    if (difference !== 0) return direction === 'asc' ? difference : -difference;
  }
  return compareText(a.id, b.id);
}
