import { compareText } from '@genkan/access/compare-text';
import { applySetting, emptyPortal, type SettingChange } from '@genkan/domain/changes';
import type { Member } from '@genkan/domain/members';
import type { Portal, SettingPart } from '@genkan/domain/portal';
import type { Entry } from './portal-log.ts';
import { changeColumns, newestFirst, type ChangeRow } from './past-sql.ts';
import type { SqlConnection } from './sql-connection.ts';
import { answer, answers } from './sql-read.ts';
import { entryOf, portalOf, type EntryRow, type SettingRow } from './sql-rows.ts';
import { restored } from './stored-change.ts';

/** What changed of one kind after a sequence, by the index `change_kind`: the work is that of the changes undone. */
const laterText = (kind: 'setting' | 'member') =>
  `select 'change', row_to_json(c) from (select ${changeColumns} from change c
     where c.portal = $1 and c.kind = '${kind}' and c.sequence > $2::bigint) c`;

const settingsText = `select 'head', to_json(h.head) from portal_head h where h.portal = $1
  union all select 'setting', row_to_json(s) from (select part, id, value from setting where portal = $1) s
  union all ${laterText('setting')}`;

/** The settings as they are now, with every later change of them taken back. */
export async function readSettingsAt(connection: SqlConnection, portal: string, sequence: number) {
  const values = [portal, sequence];
  const found = await answers(connection, { name: 'settings-at', text: settingsText, values, portal });
  if (sequence < 1 || (found.of<number>('head')[0] ?? 0) < 1) return null;
  const later = found.of<ChangeRow>('change').toSorted(newestFirst);
  const now = portalOf(portal, found.of<SettingRow>('setting'));
  return later.reduce<Portal>((at, row) => {
    const change = restored(row, null, null) as SettingChange;
    const none = emptyPortal(portal);
    if (change.part === 'profile' && change.before === null) return { ...at, profile: none.profile };
    return applySetting(at, { ...change, after: change.before });
  }, now);
}

/** By the index `change_kind` from the newest backwards; the rest is looked up by key. */
const entriesText = `with s as materialized (select distinct c.sequence from change c
    where c.portal = $1 and c.kind = 'setting' and c.module = any($2::text[]) and c.sequence < $3::bigint
    order by c.sequence desc limit $4::int)
  select 'entry', row_to_json(n) from (select e.sequence, e.command, e.command_id, e.member, e.at, e.outcome from s
    cross join lateral (select e.* from entry e where e.portal = $1 and e.sequence = s.sequence offset 0) e) n
  union all select 'change', row_to_json(n) from (select ${changeColumns} from s
    cross join lateral (select c.* from change c
      where c.portal = $1 and c.kind = 'setting' and c.sequence = s.sequence and c.module = any($2::text[]) offset 0) c) n`;

export async function readSettingEntries(
  connection: SqlConnection,
  portal: string,
  parts: readonly SettingPart[],
  before: number,
  limit: number,
): Promise<readonly Entry[]> {
  const values = [portal, parts, before, limit];
  const found = await answers(connection, { name: 'setting-entries', text: entriesText, values, portal });
  const changes = found.of<ChangeRow>('change').toSorted((a, b) => a.ordinal - b.ordinal);
  const entries = found.of<EntryRow>('entry').toSorted((a, b) => b.sequence - a.sequence);
  return entries.map((row) => {
    const own = changes.filter(({ sequence }) => sequence === row.sequence);
    return entryOf(
      portal,
      row,
      own.map((change) => restored(change, null, null)),
    );
  });
}

const isMeant = '($3::text is null or id = $3)';
const membersText = `select 'member', m.body::json from member m where m.portal = $1 and ${isMeant}
  union all ${laterText('member')} where ${isMeant}`;

export async function readMembersAt(
  connection: SqlConnection,
  portal: string,
  sequence: number,
  only?: string,
): Promise<readonly Member[]> {
  const values = [portal, sequence, only ?? null];
  const found = await answers(connection, { name: 'members-at', text: membersText, values, portal });
  const members = new Map(found.of<Member>('member').map((member) => [member.id, member]));
  for (const row of found.of<ChangeRow>('change').toSorted(newestFirst)) {
    if (row.id === null) continue;
    if (row.before === null) members.delete(row.id);
    else members.set(row.id, row.before as Member); // as `stored` wrote it
  }
  return [...members.values()].sort((a, b) => compareText(a.id, b.id));
}

/** Times never go back within a portal: from the head backwards the first entry that is old enough is the last one. */
const sequenceText = `select to_json(coalesce((select e.sequence from entry e
  where e.portal = $1 and e.at <= $2::timestamptz order by e.sequence desc limit 1), 0))`;

export const readSequenceAt = (connection: SqlConnection, portal: string, time: string): Promise<number> =>
  answer(connection, { name: 'sequence-at', text: sequenceText, values: [portal, time], portal });
