import type { Ability, MemberKeys } from '@genkan/access/ability';
import { maskOf } from '@genkan/access/mask';
import { view } from '@genkan/access/view';
import type { RecordState } from '@genkan/domain/records';
import { Rejected } from '@genkan/domain/rejected';
import type { View } from '@genkan/domain/sight';
import { everyPage } from '@genkan/log/every-page';
import type { PortalLog } from '@genkan/log/portal-log';

/** A member's eyes at one moment. */
export type Eyes = { readonly ability: Ability; readonly keys: MemberKeys };
export type Rows = ReadonlyMap<string, RecordState>;
type Counted = { readonly gained: number; readonly lost: number };
/** What one person gains and loses in one module: records, and values of fields (hidden and shown differ). */
export type ModuleChange = { readonly module: string; readonly records: Counted; readonly values: Counted };

const mostRows = 50_000;

/** Every record of a module that any of these eyes may meet, as it stands at this head. */
export async function rowsFor(
  log: PortalLog,
  portal: string,
  head: number,
  module: string,
  eyes: readonly Eyes[],
): Promise<Rows> {
  const keys = [...new Set(eyes.flatMap((one) => [...(one.keys.get(module)?.keys() ?? [])]))];
  const layouts = [...new Set(eyes.flatMap((one) => [...(one.ability.tabs.get(module)?.layouts.keys() ?? [])]))];
  const found = new Map<string, RecordState>();
  if (keys.length === 0) return found;
  const scope = { module, keys: keys.includes('*') ? ['*'] : keys, layouts, criteria: null, withRestricted: false };
  for await (const page of everyPage(log, portal, scope)) {
    if (page.head !== head) throw new Rejected('behind');
    for (const row of page.rows) found.set(row.id, row);
    if (found.size > mostRows) throw new Rejected('limit-reached');
  }
  return found;
}

/** Rows by the keys they are met by; `=` and `*` are met without an index. */
export function byKey(rows: Rows): ReadonlyMap<string, readonly RecordState[]> {
  const found = new Map<string, RecordState[]>();
  for (const row of rows.values()) {
    for (const key of row.keys) {
      const there = found.get(key);
      if (there) there.push(row);
      else found.set(key, [row]);
    }
  }
  return found;
}

export type Indexed = { readonly rows: Rows; readonly keyed: ReadonlyMap<string, readonly RecordState[]> };

function seen({ ability, keys }: Eyes, module: string, { rows, keyed }: Indexed): ReadonlyMap<string, View> {
  const views = new Map<string, View>();
  for (const key of keys.get(module)?.keys() ?? []) {
    const own = rows.get(key.slice(1));
    const met = key === '*' ? rows.values() : key.startsWith('=') ? (own ? [own] : []) : (keyed.get(key) ?? []);
    for (const row of met) {
      const shown = views.has(row.id) ? null : view(ability, row, maskOf(keys, row));
      if (shown) views.set(row.id, shown);
    }
  }
  return views;
}

/** By the one engine: the views before and after, and how they differ. Null: not at all. */
export function changeIn(module: string, then: Eyes, now: Eyes, before: Indexed, after: Indexed): ModuleChange | null {
  const [old, fresh] = [seen(then, module, before), seen(now, module, after)];
  const missing = (from: ReadonlyMap<string, View>, there: ReadonlyMap<string, View>): Counted['gained'] =>
    [...from.keys()].filter((id) => !there.has(id)).length;
  const values = (from: ReadonlyMap<string, View>, there: ReadonlyMap<string, View>): number =>
    [...from].reduce((sum, [id, { fields }]) => {
      const others = there.get(id)?.fields ?? {};
      return sum + Object.keys(fields).filter((name) => !Object.hasOwn(others, name)).length;
    }, 0);
  const records = { gained: missing(fresh, old), lost: missing(old, fresh) };
  const change = { module, records, values: { gained: values(fresh, old), lost: values(old, fresh) } };
  const all = [records.gained, records.lost, change.values.gained, change.values.lost];
  return all.some((count) => count > 0) ? change : null;
}
