import type { Value } from '@genkan/domain/fields';
import type { View } from '@genkan/domain/sight';
import { difference } from '@genkan/realtime/project';

/** `before` is left out where the field was not seen. */
export type ToldField = { readonly before?: Value; readonly after: Value };
export type ToldChange = {
  readonly op: 'put' | 'patch' | 'remove';
  readonly layout: string;
  readonly fields: Readonly<Record<string, ToldField>>;
};

const sameValue = (a: Value, b: Value): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * What a change meant to somebody: the difference of two views, as a frame would tell it (law 5), in the fields that he
 * sees now (law 9). Which hidden fields changed with it makes no difference to it (law 7). Null: nothing to tell.
 */
export function toldChange(seen: View | null, shown: View | null, visible: ReadonlySet<string>): ToldChange | null {
  const change = difference(seen, shown);
  if (!change) return null;
  if (!shown) return { op: 'remove', layout: seen?.layout ?? '', fields: {} };
  const fields: Record<string, ToldField> = {};
  for (const [name, after] of Object.entries(shown.fields)) {
    if (!visible.has(name)) continue;
    const before = seen && Object.hasOwn(seen.fields, name) ? seen.fields[name] : undefined;
    if (before === undefined) fields[name] = { after };
    else if (!sameValue(before, after)) fields[name] = { before, after };
  }
  const op = change.op === 'patch' ? 'patch' : 'put';
  return op === 'patch' && Object.keys(fields).length === 0 ? null : { op, layout: shown.layout, fields };
}
