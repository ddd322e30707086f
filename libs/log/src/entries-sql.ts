import type { RecordState } from '@genkan/domain/records';
import { changeColumns, readRecordsAt, type ChangeRow } from './past-sql.ts';
import type { Entry, HeldRows } from './portal-log.ts';
import type { SqlConnection } from './sql-connection.ts';
import { answers } from './sql-read.ts';
import type { EntryRow, RecordRow } from './sql-rows.ts';
import { entryOf, recordColumns, recordState } from './sql-rows.ts';
import { redone, restored, undone } from './stored-change.ts';

/**
 * Entries with their changes, and of the rows these changed such as no later entry has moved on: the work is that of the
 * page, however far it lies behind the head. `lateral ... offset 0`: each row is looked up by its key, whatever the
 * statistics of a young table say.
 */
const entriesText = `with e as materialized (
    select sequence, command, command_id, member, at, outcome from entry
    where portal = $1 and sequence > $2::bigint order by sequence limit $3::int),
  upto as materialized (select max(sequence) as last from e),
  c as materialized (select ${changeColumns} from upto join change c on c.portal = $1 and c.sequence > $2::bigint and c.sequence <= upto.last),
  touched as materialized (select distinct module, id from c where kind = 'record')
  select 'entry', row_to_json(e) from e
  union all select 'change', row_to_json(c) from c
  union all select 'now', row_to_json(n) from (select ${recordColumns} from upto cross join touched t
    cross join lateral (select r.* from record r where r.portal = $1 and r.module = t.module and r.id = t.id
      and r.sequence <= upto.last offset 0) r) n`;

type Rows = ReadonlyMap<string, RecordState | null>;
type Place = { readonly module: string; readonly id: string };

/**
 * Whole rows, made going forward from those before the first entry: as the reader holds them, as they are now with these
 * entries undone, or (changed by later entries too, and not held) as they were, by a read of their own. Who holds the
 * rows he met reads every change once, however far behind he is.
 */
export async function readEntries(
  connection: SqlConnection,
  portal: string,
  after: number,
  limit: number,
  held: HeldRows = () => undefined,
): Promise<readonly Entry[]> {
  const values = [portal, after, limit];
  const found = await answers(connection, { name: 'entries', text: entriesText, values, portal });
  const changes = found.of<ChangeRow>('change').toSorted((a, b) => a.sequence - b.sequence || a.ordinal - b.ordinal);
  const { known, missing } = rowsBefore(changes, found.of<RecordRow>('now'), held);
  const older = missing.length === 0 ? [] : await readRecordsAt(connection, portal, missing, after);
  const made = redo(changes, new Map([...known, ...older]));
  const entries = found.of<EntryRow>('entry').toSorted((a, b) => a.sequence - b.sequence);
  return entries.map((row): Entry => entryOf(portal, row, made.get(row.sequence) ?? []));
}

/** The changed rows as they were before the first change, as far as they are known without another read. */
function rowsBefore(changes: readonly ChangeRow[], now: readonly RecordRow[], held: HeldRows) {
  const present = new Map(now.map((row) => [row.id, recordState(row)]));
  const known = new Map<string, RecordState | null>();
  const missing: Place[] = [];
  for (const [id, own] of changesByRecord(changes)) {
    const module = own[0]?.module ?? '';
    const row = held(module, id);
    const last = present.get(id) ?? (own.at(-1)?.after === null ? null : undefined);
    if (row !== undefined) known.set(id, row);
    else if (own[0]?.before === null) known.set(id, null);
    else if (last !== undefined)
      known.set(
        id,
        own.reduceRight<RecordState | null>((at, one) => undone(one, at), last),
      );
    else missing.push({ module, id });
  }
  return { known, missing };
}

function changesByRecord(changes: readonly ChangeRow[]): ReadonlyMap<string, readonly ChangeRow[]> {
  const byRecord = new Map<string, ChangeRow[]>();
  for (const change of changes) {
    if (change.kind !== 'record' || change.id === null) continue;
    const own = byRecord.get(change.id);
    if (own === undefined) byRecord.set(change.id, [change]);
    else own.push(change);
  }
  return byRecord;
}

/** The changes with their whole rows, by sequence. */
function redo(changes: readonly ChangeRow[], rows: Rows): ReadonlyMap<number, Entry['changes']> {
  const states = new Map(rows);
  const made = new Map<number, Entry['changes'][number][]>();
  for (const row of changes) {
    const isRecord = row.kind === 'record' && row.id !== null;
    const before = isRecord ? (states.get(row.id) ?? null) : null;
    const after = isRecord ? redone(row, before) : null;
    if (isRecord) states.set(row.id, after);
    const own = made.get(row.sequence) ?? [];
    own.push(restored(row, before, after));
    made.set(row.sequence, own);
  }
  return made;
}
