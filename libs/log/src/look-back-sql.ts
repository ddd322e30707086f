import type { Change } from '@genkan/domain/changes';
import type { RecordState } from '@genkan/domain/records';
import { changeColumns, newestFirst, type ChangeRow } from './past-sql.ts';
import type { Entry, LookBack, LookedFor } from './portal-log.ts';
import type { SqlConnection } from './sql-connection.ts';
import { answers } from './sql-read.ts';
import { entryOf, recordColumns, recordState, type EntryRow, type RecordRow } from './sql-rows.ts';
import { restored, undone } from './stored-change.ts';

/** $1 portal, $2 before, $3 limit, $4 the sender or null, $5 and $6 the record. */
const sent = `($4::text is null or exists (select from entry e where e.portal = $1 and e.sequence = c.sequence and e.member = $4))`;
const ofKind = (kind: string) => `(select distinct c.sequence from change c
  where c.portal = $1 and c.kind = '${kind}' and c.sequence < $2::bigint and ${sent}
  order by c.sequence desc limit $3::int)`;
const entriesThat = (fit: string) => `select e.sequence from entry e
  where e.portal = $1 and e.sequence < $2::bigint and ${fit} order by e.sequence desc limit $3::int`;
/** Every entry has its receipt, and these stand by their senders. */
const receiptsThat = (fit: string) => `select r.sequence from receipt r
  where r.portal = $1 and r.actor = $4 and r.sequence < $2::bigint and ${fit} order by r.sequence desc limit $3::int`;
const refused = `outcome <> 'applied'`;

/** The sequences looked for, each by the index that holds them. */
const sequences = {
  all: entriesThat('$4::text is null'),
  refused: entriesThat(`$4::text is null and e.${refused}`),
  'all by one': receiptsThat('true'),
  'refused by one': receiptsThat(`r.${refused}`),
  rights: `select sequence from (${ofKind('setting')} union ${ofKind('member')}) both_kinds order by sequence desc limit $3::int`,
  record: `select distinct c.sequence from change c
    where c.portal = $1 and c.kind = 'record' and c.module = $5 and c.id = $6 and c.sequence < $2::bigint and ${sent}
    order by c.sequence desc limit $3::int`,
} as const;
type Way = keyof typeof sequences;

const wayOf = ({ of, member }: LookBack): Way =>
  member !== undefined && (of === 'all' || of === 'refused') ? `${of} by one` : of;

const told: Readonly<Record<LookedFor['of'], string>> = {
  all: 'true',
  refused: 'true',
  rights: `c.kind in ('setting', 'member')`,
  record: `c.kind = 'record' and c.module = $5 and c.id = $6`,
};

/** `later`: all that happened to the records of these entries from then on, to be undone from how they are now. */
const backText = (
  way: Way,
  of: LookedFor['of'],
) => `with given as (select $5::text, $6::text), s as materialized (${sequences[way]}),
  c as materialized (select ${changeColumns} from s
    cross join lateral (select c.* from change c where c.portal = $1 and c.sequence = s.sequence and ${told[of]} offset 0) c),
  touched as materialized (select module, id, min(sequence) as first from c where kind = 'record' group by module, id)
  select 'entry', row_to_json(n) from (select e.sequence, e.command, e.command_id, e.member, e.at, e.outcome from s
    cross join lateral (select e.* from entry e where e.portal = $1 and e.sequence = s.sequence offset 0) e) n
  union all select 'change', row_to_json(c) from c where c.kind <> 'record'
  union all select 'now', row_to_json(n) from (select ${recordColumns} from touched t
    cross join lateral (select r.* from record r where r.portal = $1 and r.module = t.module and r.id = t.id offset 0) r) n
  union all select 'later', row_to_json(n) from (select ${changeColumns} from touched t
    cross join lateral (select c.* from change c where c.portal = $1 and c.kind = 'record' and c.module = t.module
      and c.id = t.id and c.sequence >= t.first offset 0) c) n`;

type Placed = { readonly sequence: number; readonly ordinal: number; readonly change: Change };

/** Each change of a record with its row before and after it, found from how the record is now. */
function wholeChanges(now: readonly RecordRow[], later: readonly ChangeRow[]): readonly Placed[] {
  const rows = new Map<string, RecordState | null>(now.map((row) => [row.id, recordState(row)]));
  return later.toSorted(newestFirst).map((row) => {
    const after = rows.get(row.id ?? '') ?? null;
    const before = undone(row, after);
    rows.set(row.id ?? '', before);
    return { sequence: row.sequence, ordinal: row.ordinal, change: { kind: 'record', before, after } };
  });
}

export async function readBack(connection: SqlConnection, portal: string, asked: LookBack): Promise<readonly Entry[]> {
  const { module, id } = asked.of === 'record' ? asked : { module: null, id: null };
  const values = [portal, asked.before, asked.limit, asked.member ?? null, module, id];
  const way = wayOf(asked);
  const text = backText(way, asked.of);
  const found = await answers(connection, { name: `look back, ${way}`, text, values, portal });
  const others = found.of<ChangeRow>('change').map((row): Placed => ({ ...row, change: restored(row, null, null) }));
  const placed = [...others, ...wholeChanges(found.of<RecordRow>('now'), found.of<ChangeRow>('later'))];
  const byEntry = Map.groupBy(placed, ({ sequence }) => sequence);
  const entries = found.of<EntryRow>('entry').toSorted((a, b) => b.sequence - a.sequence);
  return entries.map((row) => {
    const own = (byEntry.get(row.sequence) ?? []).toSorted((a, b) => a.ordinal - b.ordinal);
    return entryOf(
      portal,
      row,
      own.map(({ change }) => change),
    );
  });
}
