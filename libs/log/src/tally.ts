import type { Scope } from '@genkan/access/ability';
import { whereSql } from '@genkan/access/where';
import { heldKeys } from './held-keys.ts';
import type { RecordState } from '@genkan/domain/records';
import { meets } from '@genkan/access/criteria';

/** The keys of members who hold the same ones, before and after; none: they meet nothing there. */
export type KeyGroup = { readonly before: readonly string[]; readonly after: readonly string[] };
export type TallyRequest = {
  readonly module: string;
  /** What is shown at all, before and after; their keys do not count. Null: nothing. */
  readonly before: Scope | null;
  readonly after: Scope | null;
  readonly groups: readonly KeyGroup[];
};
/** Of one group (its place in the request) and layout: how many records are met before, after, and both times. */
export type TallyRow = {
  readonly group: number;
  readonly layout: string;
  readonly before: number;
  readonly after: number;
  readonly both: number;
};
/** What a statement answers: of all records, and of those met by keys; the last two: shown on the other side as well. */
export type TallyFound = {
  readonly totals: readonly (readonly [layout: string, before: number, after: number, both: number])[];
  readonly met: readonly (readonly [
    group: number,
    layout: string,
    before: number,
    after: number,
    both: number,
    metBefore: number,
    metAfter: number,
  ])[];
};

const shown = (scope: Scope | null, record: RecordState): boolean =>
  scope !== null &&
  !record.deleted &&
  (scope.withRestricted || !record.restricted) &&
  scope.layouts.includes(record.layout) &&
  meets(scope.criteria, record.fields);

/** As plainly as it can be said. */
export function tallyInMemory(records: readonly RecordState[], request: TallyRequest): readonly TallyRow[] {
  return request.groups.flatMap((keys, group) => {
    const rows = new Map<string, { before: number; after: number; both: number }>();
    for (const record of records) {
      const held = heldKeys(record);
      const before = shown(request.before, record) && held.some((key) => keys.before.includes(key));
      const after = shown(request.after, record) && held.some((key) => keys.after.includes(key));
      const row = rows.get(record.layout) ?? { before: 0, after: 0, both: 0 };
      row.before += Number(before);
      row.after += Number(after);
      row.both += Number(before && after);
      rows.set(record.layout, row);
    }
    return [...rows]
      .filter(([, row]) => row.before + row.after > 0)
      .map(([layout, row]) => ({ group, layout, ...row }));
  });
}

type Bind = (value: unknown) => string;

/** Shown before and after, over every record of the module: asked once, whatever the number of groups. */
function flaggedSql(portal: string, { module, before, after }: TallyRequest, bind: Bind): string {
  const flag = (scope: Scope | null) => (scope ? `(${whereSql(portal, { ...scope, keys: ['*'] }, bind)})` : 'false');
  return `select r.id, r.layout, ${flag(before)} as b, ${flag(after)} as a from record r
    where r.portal = ${bind(portal)} and r.module = ${bind(module)}`;
}

/** Groups that meet everything are counted by arithmetic; the others by the keys they hold, each record once. */
export function tallyBody(portal: string, request: TallyRequest, bind: Bind): string {
  const given = request.groups.flatMap(({ before, after }, grp) => {
    const keys = new Set([...before, ...after].filter((key) => key !== '*'));
    const [allBefore, allAfter] = [before.includes('*'), after.includes('*')];
    if (allBefore && allAfter) return [];
    return [...keys].map((key) => ({
      grp,
      key,
      b: !allBefore && before.includes(key),
      a: !allAfter && after.includes(key),
    }));
  });
  const counts = (b: string, a: string) =>
    `count(*) filter (where ${b}), count(*) filter (where ${a}), count(*) filter (where ${b} and ${a})`;
  return `'found', (with f as materialized (${flaggedSql(portal, request, bind)}),
    g as materialized (select * from jsonb_to_recordset(${bind(JSON.stringify(given))}::text::jsonb) as x(grp int, key text, b boolean, a boolean)),
    k as (select g.grp, k.record as id, g.b, g.a from g join record_key k
        on k.portal = ${bind(portal)} and k.module = ${bind(request.module)} and k.key = g.key
      union all select g.grp, substr(g.key, 2), g.b, g.a from g where g.key like '=%'),
    met as (select grp, id, bool_or(b) as b, bool_or(a) as a from k group by grp, id)
    select json_build_object(
      'totals', (select coalesce(json_agg(json_build_array(t.layout, t.n1, t.n2, t.n3)), '[]') from (select layout, ${counts('b', 'a')} from f group by layout) t(layout, n1, n2, n3)),
      'met', (select coalesce(json_agg(json_build_array(t.grp, t.layout, t.n1, t.n2, t.n3, t.n4, t.n5)), '[]') from (select met.grp, f.layout, ${counts('(met.b and f.b)', '(met.a and f.a)')},
        count(*) filter (where met.b and f.b and f.a), count(*) filter (where met.a and f.a and f.b)
        from met join f on f.id = met.id group by met.grp, f.layout) t(grp, layout, n1, n2, n3, n4, n5))))`;
}

/** The rows of each group: who meets everything on one side meets there what is shown at all. */
export function tallyRows({ groups }: TallyRequest, { totals, met }: TallyFound): readonly TallyRow[] {
  const byGroup = new Map<number, TallyFound['met'][number][]>();
  for (const row of met) byGroup.set(row[0], [...(byGroup.get(row[0]) ?? []), row]);
  return groups.flatMap(({ before, after }, group) => {
    const [allBefore, allAfter] = [before.includes('*'), after.includes('*')];
    const own = new Map((byGroup.get(group) ?? []).map((row) => [row[1], row] as const));
    const layouts = new Set([...own.keys(), ...(allBefore || allAfter ? totals.map(([layout]) => layout) : [])]);
    return [...layouts].sort().flatMap((layout): TallyRow[] => {
      const [, , b = 0, a = 0, both = 0, metBefore = 0, metAfter = 0] = own.get(layout) ?? [];
      const [, allB = 0, allA = 0, allBoth = 0] = totals.find(([name]) => name === layout) ?? [];
      const row = {
        group,
        layout,
        before: allBefore ? allB : b,
        after: allAfter ? allA : a,
        both: allBefore ? (allAfter ? allBoth : metAfter) : allAfter ? metBefore : both,
      };
      return row.before + row.after > 0 ? [row] : [];
    });
  });
}
