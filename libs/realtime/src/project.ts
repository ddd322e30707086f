import type { Ability } from '@genkan/access/ability';
import { view } from '@genkan/access/view';
import type { Value } from '@genkan/domain/fields';
import type { RecordState } from '@genkan/domain/records';
import type { View } from '@genkan/domain/sight';

/** A record as somebody met it at a sequence: by these rights, through these reaches. */
export type Met = { readonly ability: Ability; readonly record: RecordState | null; readonly mask: number };

export type ViewChange =
  | { readonly op: 'put'; readonly view: View }
  | { readonly op: 'patch'; readonly view: View; readonly fields: readonly string[]; readonly may: boolean }
  | { readonly op: 'remove'; readonly id: string };

/** What an audience must be told: the difference between what it saw then and what it may see now (law 5). */
export const project = (then: Met, now: Met): ViewChange | null =>
  difference(view(then.ability, then.record, then.mask), view(now.ability, now.record, now.mask));

/** The difference of two views of one record, never decided on keys. Null: nothing visible changed (law 7). */
export function difference(seen: View | null, shown: View | null): ViewChange | null {
  if (!shown) return seen && { op: 'remove', id: seen.id };
  if (!seen || seen.layout !== shown.layout || !sameNames(seen.fields, shown.fields)) return { op: 'put', view: shown };
  const fields = changedFields(seen.fields, shown.fields);
  const may = seen.may !== shown.may;
  return fields.length > 0 || may ? { op: 'patch', view: shown, fields, may } : null;
}

type Fields = Readonly<Record<string, Value>>;

/** The names, in order of `now`, whose values differ; a name that is missing on one side counts as null. */
export function changedFields(then: Fields, now: Fields): string[] {
  const names: string[] = [];
  for (const name in now) if (!sameValue(then[name] ?? null, now[name] ?? null)) names.push(name);
  for (const name in then) if (!(name in now) && then[name] !== null) names.push(name);
  return names;
}

function sameNames(a: Fields, b: Fields): boolean {
  let more = 0;
  for (const name in a) {
    if (!(name in b)) return false;
    more++;
  }
  for (const _ in b) more--;
  return more === 0;
}

function sameValue(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  return a.every((item, place) => item === b[place]);
}
