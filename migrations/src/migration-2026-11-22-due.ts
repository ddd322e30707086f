import { Migration } from '@mikro-orm/migrations';

/**
 * What is due is looked for over all portals, whether anybody follows them or not: two more reads across the wall, which tell
 * only what to look after. Their indexes hold a row for each such portal or draft, and no other setting.
 */
export class DueMigration extends Migration {
  override up(): void {
    for (const statement of statements) this.addSql(statement);
  }
}

const scheduled = `part = 'draft' and value #>> '{scheduled,at}' is not null`;
const compliant = `part = 'privacy' and value ->> 'compliance' = 'true'`;
const quoted = (text: string): string => text.replaceAll("'", "''");

const statements = [
  `create index setting_scheduled on setting ((value #>> '{scheduled,at}') collate "C") where ${scheduled}`,
  `create index setting_compliant on setting (portal) where ${compliant}`,
  `create function genkan_due_drafts(moment text) returns table (portal text, draft text, at text, by text)
    language sql stable security definer set search_path from current
    as 'select s.portal, s.id, s.value #>> ''{scheduled,at}'', s.value #>> ''{scheduled,by}'' from setting s
      where ${quoted(scheduled)} and (s.value #>> ''{scheduled,at}'') collate "C" <= moment order by 1, 2'`,
  `create function genkan_compliant() returns table (portal text)
    language sql stable security definer set search_path from current
    as 'select s.portal from setting s where ${quoted(compliant)} order by 1'`,
];
