import { maskOf } from '@genkan/access/mask';
import type { RecordState } from '@genkan/domain/records';
import type { View } from '@genkan/domain/sight';
import type { Place } from '@genkan/protocol/messages';
import { seenBy } from './acquaintance.ts';
import type { Spot } from './presence-board.ts';
import type { Rules } from './rules.ts';

const shows = (view: View, field: string): boolean => Object.hasOwn(view.fields, field);

function mayEdit({ ability, keys }: Rules, record: RecordState, field: string): boolean {
  const shape = ability.tabs.get(record.module)?.shapes.get(record.layout);
  return shape?.by(maskOf(keys, record)).rights.edit.has(field) ?? false;
}

/** Why one may not be there; null: one may. A hidden field answers like one that never was (SEC-3). */
export function mayPlace(
  rules: Rules | null,
  record: RecordState | null,
  at: Place | null,
): 'not-found' | 'unknown-field' | 'forbidden' | null {
  const seen = rules && seenBy(rules, record);
  if (!rules || !record || !seen) return 'not-found';
  const named = [at?.viewing, at?.editing].filter((field) => field !== undefined);
  if (named.some((field) => !shows(seen, field))) return 'unknown-field';
  return at?.editing === undefined || mayEdit(rules, record, at.editing) ? null : 'forbidden';
}

/**
 * Where somebody is, as far as both he and whoever is told may see it now: a field either does not see is left out, and
 * so is one he may no longer edit. Null: he does not see the record.
 */
export function shownPlace(theirs: Rules, record: RecordState | null, mine: View, at: Spot): Place | null {
  const seen = seenBy(theirs, record);
  if (!record || !seen) return null;
  const both = (field: string | null): field is string => field !== null && shows(seen, field) && shows(mine, field);
  const editing = both(at.editing) && mayEdit(theirs, record, at.editing) ? { editing: at.editing } : {};
  return { ...(both(at.viewing) && { viewing: at.viewing }), ...editing };
}
