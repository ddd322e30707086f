import type { RecordState } from '@genkan/domain/records';
import type { SqlConnection } from './sql-connection.ts';
import { answer, answers } from './sql-read.ts';
import type { RecordRow } from './sql-rows.ts';
import { recordColumns, recordState } from './sql-rows.ts';
import type { StoredChange } from './stored-change.ts';
import { undone } from './stored-change.ts';

export type ChangeRow = StoredChange & { readonly sequence: number; readonly ordinal: number };
export const changeColumns = 'c.sequence, c.ordinal, c.kind, c.module, c.id, c.before, c.after';

/**
 * `lateral ... offset 0`: each row is looked up by its key, whatever the statistics of a young table say. Where nothing came
 * later, no change is looked for.
 */
const recordsAtText = `with asked as materialized (select distinct * from unnest($2::text[], $3::text[]) q(module, id))
  select 'now', row_to_json(n) from (select ${recordColumns} from asked a
    cross join lateral (select r.* from record r where r.portal = $1 and r.module = a.module and r.id = a.id offset 0) r) n
  union all select 'change', row_to_json(n) from (select ${changeColumns} from asked a
    cross join lateral (select c.* from change c
      where c.portal = $1 and c.kind = 'record' and c.module = a.module and c.id = a.id and c.sequence > $4::bigint offset 0) c
    where exists (select from portal_head h where h.portal = $1 and h.head > $4::bigint)) n`;

export async function readRecordsAt(
  connection: SqlConnection,
  portal: string,
  ids: readonly { module: string; id: string }[],
  sequence: number,
): Promise<ReadonlyMap<string, RecordState | null>> {
  const values = [portal, ids.map(({ module }) => module), ids.map(({ id }) => id), sequence];
  const found = await answers(connection, { name: 'records-at', text: recordsAtText, values, portal });
  const states = new Map<string, RecordState | null>(
    found.of<RecordRow>('now').map((row) => [row.id, recordState(row)]),
  );
  for (const row of found.of<ChangeRow>('change').toSorted(newestFirst)) {
    if (row.id !== null) states.set(row.id, undone(row, states.get(row.id) ?? null));
  }
  return new Map(ids.map(({ id }) => [id, states.get(id) ?? null]));
}
export const newestFirst = (a: ChangeRow, b: ChangeRow): number => b.sequence - a.sequence || b.ordinal - a.ordinal;

const head = `'head', coalesce((select h.head from portal_head h where h.portal = $1), 0)`;

const leftText = `select json_build_object(${head}, 'ids', array(select distinct p.record from unnest($3::text[]) q(key)
  cross join lateral (select p.record from record_key_past p
    where p.portal = $1 and p.module = $2 and p.key = q.key and p.sequence > $4::bigint offset 0) p order by p.record))`;

/** Everything: the changes since. By key: the rows that hold it. No index on a record's sequence, which every write would move. */
const changedText = `select json_build_object(${head}, 'ids', array(select distinct r.id from (
    select c.id from change c where '*' = any($3::text[]) and c.portal = $1 and c.sequence > $4::bigint and c.kind = 'record' and c.module = $2
    union all select k.record from unnest($3::text[]) q(key) cross join lateral (select k.record from record_key k
      where k.portal = $1 and k.module = $2 and k.key = q.key offset 0) k
    union all select substr(q.key, 2) from unnest($3::text[]) q(key) where q.key like '=%') met(id)
  cross join lateral (select r.id from record r where r.portal = $1 and r.module = $2 and r.id = met.id
    and r.sequence > $4::bigint and not r.deleted offset 0) r order by r.id))`;

type Ids = { head: number; ids: readonly string[] };

export const readLeft = (
  connection: SqlConnection,
  portal: string,
  module: string,
  keys: readonly string[],
  since: number,
) => answer<Ids>(connection, { name: 'left', text: leftText, values: [portal, module, keys, since], portal });

export const readChanged = (
  connection: SqlConnection,
  portal: string,
  module: string,
  keys: readonly string[],
  since: number,
) => answer<Ids>(connection, { name: 'changed', text: changedText, values: [portal, module, keys, since], portal });
