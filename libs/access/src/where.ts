import type { Ability, MemberKeys, Scope } from './ability.ts';
import { criteriaSql, storedValue, type Bind } from './criteria-sql.ts';

/**
 * Which records of a module a member can meet, or null: none, and the module need not be read. The reach `all` makes
 * every other key needless.
 */
export function scopeOf(ability: Ability, keys: MemberKeys, module: string): Scope | null {
  const tab = ability.tabs.get(module);
  const held = keys.get(module);
  if (!tab || !held || held.size === 0) return null;
  const names = held.has('*') ? ['*'] : [...held.keys()].sort();
  const withRestricted = ability.kind === 'staff';
  return { module, keys: names, layouts: [...tab.layouts.keys()], withRestricted, criteria: tab.criteria };
}

/** Only what is printed is bound: a parameter that stands nowhere has no type. */
function keySources(portal: string, { module, keys }: Scope, bind: Bind): readonly string[] {
  const ids = keys.flatMap((key) => (key.startsWith('=') ? [key.slice(1)] : []));
  const stored = keys.filter((key) => !key.startsWith('='));
  const byKey = () =>
    `select k.record from record_key k where k.portal = ${bind(portal)} and k.module = ${bind(module)} and k.key = any(${bind(stored)}::text[])`;
  return [...(stored.length > 0 ? [byKey()] : []), ...(ids.length > 0 ? [`select unnest(${bind(ids)}::text[])`] : [])];
}

/**
 * Met by `*`, by its own id, or by a stored key. The ids are gathered first, as one array: a join would let the planner
 * walk the keys anew for every record while the statistics of a young table say that there is only one.
 */
function met(portal: string, scope: Scope, bind: Bind): string {
  if (scope.keys.includes('*')) return 'true';
  const sources = keySources(portal, scope, bind);
  return sources.length > 0 ? `r.id = any(array(${sources.join(' union all ')}))` : 'false';
}

/** What of a module is shown at all, whoever it is met by. */
export const shownSql = ({ withRestricted, layouts, criteria }: Scope, bind: Bind): string =>
  [
    'not r.deleted',
    ...(withRestricted ? [] : ['not r.restricted']),
    `r.layout = any(${bind(layouts)}::text[])`,
    criteriaSql(criteria, bind, storedValue(bind, 'r.fields')),
  ].join(' and ');

/**
 * A scope as an SQL condition over `record r` (portal, module, id, layout, fields jsonb, deleted, restricted) and
 * `record_key (portal, module, key, record)`: the same records as `view` shows (law 5). Every value is bound.
 */
export function whereSql(portal: string, scope: Scope, bind: Bind): string {
  const place = [`r.portal = ${bind(portal)}`, `r.module = ${bind(scope.module)}`];
  return [...place, shownSql(scope, bind), met(portal, scope, bind)].join(' and ');
}
