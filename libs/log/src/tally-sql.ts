import type { Scope } from '@genkan/access/ability';
import { shownSql } from '@genkan/access/where';
import type { TallyRequest } from './tally.ts';

type Bind = (value: unknown) => string;
type Flags = readonly [before: boolean, after: boolean];

/** Records that hold the same ones of the keys asked for, are on the same layout and shown at the same times: so many. */
export type AlikeRecords = readonly [keys: readonly string[], layout: string, ...flags: Flags, count: number];
/** A record somebody is met by as himself (`=`). */
export type OwnRecord = readonly [id: string, keys: readonly string[], layout: string, ...flags: Flags];
export type TallyFound = { readonly alike: readonly AlikeRecords[]; readonly own: readonly OwnRecord[] };

/** Up to so many keys their records are looked up; beyond, one walk over the module costs less. */
const mostLookups = 500;

const kindOf = (key: string): string => (key.startsWith('+') ? '+' : (key.split(':', 1)[0] ?? key));
const sqlKind = `case when k like '+%' then '+' else split_part(k, ':', 1) end`;

/**
 * What the groups are counted from. The work is one look at each record, however many groups and members there are: records
 * are counted by the keys they hold, and only keys of the kinds asked for part them. The empty list is believed to hold a
 * hundred rows: else the planner, which knows nothing of a young table, would sort every record on disk.
 */
export function tallyBody(portal: string, request: TallyRequest, bind: Bind): string {
  const { module, before, after, groups } = request;
  const all = new Set(groups.flatMap((group) => [...group.before, ...group.after]));
  const stored = [...all].filter((key) => key !== '*' && !key.startsWith('='));
  const own = [...all].filter((key) => key.startsWith('=')).map((key) => key.slice(1));
  const kinds = bind([...new Set(stored.map(kindOf))]);
  const flag = (scope: Scope | null) => (scope ? `(${shownSql(scope, bind)})` : 'false');
  const place = `r.portal = ${bind(portal)} and r.module = ${bind(module)}`;
  const shown = `r.id, r.keys, r.layout, ${flag(before)} as b, ${flag(after)} as a`;
  const lookedUp = (ids: string) =>
    `select ${shown} from (${ids}) m(id) cross join lateral (select r.* from record r where ${place} and r.id = m.id offset 0) r`;
  const byKeys =
    () => `select distinct k.record from unnest(${bind(stored)}::text[]) q(key) cross join lateral (select k.record
    from record_key k where k.portal = ${bind(portal)} and k.module = ${bind(module)} and k.key = q.key offset 0) k`;
  const walked = all.has('*') || stored.length > mostLookups;
  const records = walked ? `select ${shown} from record r where ${place}` : lookedUp(byKeys());
  const asked = `array(select k from unnest(x.keys) k where ${sqlKind} = any(${kinds}::text[]))`;
  return `'found', json_build_object(
    'alike', (select coalesce(json_agg(json_build_array(c.keys, c.layout, c.b, c.a, c.n)), '[]') from (
      select ${asked} as keys, x.layout, x.b, x.a, sum(x.n) as n from (
        select s.keys, s.layout, s.b, s.a, count(*) as n from (
          ${records}
          union all select * from jsonb_to_recordset('[]') as none(id text, keys text[], layout text, b boolean, a boolean)) s
        where s.b or s.a group by s.keys, s.layout, s.b, s.a) x
      group by 1, 2, 3, 4) c),
    'own', (select coalesce(json_agg(json_build_array(x.id, ${asked}, x.layout, x.b, x.a)), '[]')
      from (${lookedUp(`select unnest(${bind(own)}::text[])`)}) x where x.b or x.a))`;
}
