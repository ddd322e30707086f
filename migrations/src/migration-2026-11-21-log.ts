import { Migration } from '@mikro-orm/migrations';

const tables = [
  'portal_head',
  'setting',
  'member',
  'record',
  'record_key',
  'record_key_past',
  'entry',
  'change',
  'receipt',
  'claim',
];

/**
 * The log and the rows it keeps current. Every key begins with the portal. Names and keys are text in code-point order
 * (`COLLATE "C"`), so that pages and indexes agree and comparing is cheap; a hot row has room for its next version.
 */
export class LogMigration extends Migration {
  override up(): void {
    for (const statement of [...schema, ...tables.flatMap(wall), role, ...functions]) this.addSql(statement);
  }
}

const schema = [
  `create table portal_head (
    portal text collate "C" primary key,
    head bigint not null,
    link bytea not null
  ) with (fillfactor = 50)`,
  `create table setting (
    portal text collate "C" not null,
    part text collate "C" not null,
    id text collate "C" not null,
    value jsonb not null,
    sequence bigint not null,
    primary key (portal, part, id)
  )`,
  `create table member (
    portal text collate "C" not null,
    id text collate "C" not null,
    record text collate "C",
    user_type text collate "C",
    body jsonb not null,
    sequence bigint not null,
    primary key (portal, id)
  ) with (fillfactor = 80)`,
  `create index member_record on member (portal, record) where record is not null`,
  `create index member_user_type on member (portal, user_type) where user_type is not null`,
  `create table record (
    portal text collate "C" not null,
    module text collate "C" not null,
    id text collate "C" not null,
    layout text collate "C" not null,
    fields jsonb not null,
    keys text[] not null,
    created_by text collate "C" not null,
    owner text collate "C",
    deleted boolean not null,
    sequence bigint not null,
    primary key (portal, module, id)
  ) with (fillfactor = 80)`,
  `create table record_key (
    portal text collate "C" not null,
    module text collate "C" not null,
    key text collate "C" not null,
    record text collate "C" not null,
    primary key (portal, module, key, record)
  )`,
  `create table record_key_past (
    portal text collate "C" not null,
    module text collate "C" not null,
    key text collate "C" not null,
    sequence bigint not null,
    record text collate "C" not null,
    primary key (portal, module, key, sequence, record)
  )`,
  `create table entry (
    portal text collate "C" not null,
    sequence bigint not null,
    command text collate "C" not null,
    command_id text collate "C" not null,
    member text collate "C",
    at timestamptz(3) not null,
    outcome text collate "C" not null,
    link bytea,
    primary key (portal, sequence)
  )`,
  `create table change (
    portal text collate "C" not null,
    sequence bigint not null,
    ordinal integer not null,
    kind text collate "C" not null,
    module text collate "C",
    id text collate "C",
    before jsonb,
    after jsonb,
    salt text,
    scrubbed jsonb,
    primary key (portal, sequence, ordinal)
  )`,
  `create index change_record on change (portal, module, id, sequence) where kind = 'record'`,
  `create table receipt (
    portal text collate "C" not null,
    actor text collate "C" not null,
    command_id text collate "C" not null,
    command text collate "C" not null,
    salt text not null,
    input_hash text not null,
    outcome text collate "C" not null,
    sequence bigint,
    result jsonb not null,
    fields text[] not null,
    at timestamptz(3) not null,
    primary key (portal, actor, command_id)
  )`,
  `create table claim (
    portal text collate "C" not null,
    scope text collate "C" not null,
    value text collate "C" not null,
    holder text collate "C" not null,
    primary key (portal, scope, value)
  )`,
  `create unique index claim_installation on claim (scope, value) where scope in ('installation:name', 'installation:slug')`,
];

/**
 * The second wall (SEC-40): whoever is not the owner of the tables sees the rows of the portal he set, and of no other.
 * The empty text keeps the wall a mere filter: as an index condition it would tempt the planner to walk a whole portal.
 */
const wall = (table: string): readonly string[] => [
  `alter table ${table} enable row level security`,
  `create policy portal_wall on ${table} using (portal || '' = current_setting('genkan.portal', true))`,
];

/**
 * What three reads need to know across the wall, and no more: heads by id, who holds a public name, the portal of a
 * slug. They run as the owner of the tables.
 */
const functions = [
  `create function genkan_heads(portals text[]) returns table (portal text, head bigint)
    language sql stable security definer set search_path from current
    as 'select h.portal, h.head from portal_head h where h.portal = any(portals)'`,
  `create function genkan_installation_holder(wanted_scope text, wanted_value text) returns text
    language sql stable security definer set search_path from current
    as 'select c.holder from claim c where c.scope = wanted_scope and c.value = wanted_value
        and c.scope in (''installation:name'', ''installation:slug'')'`,
];

/**
 * The application's role: no owner, no bypass, and the past cannot be taken back by it (entries are only added, changes
 * only scrubbed). Where the migrating user may not make roles the wall stays without effect; opening the database says so.
 */
const role = `do $$
  begin
    if not exists (select from pg_roles where rolname = 'genkan_app') then
      begin
        create role genkan_app nologin;
      exception when duplicate_object or unique_violation then null;
      end;
    end if;
    execute format('grant genkan_app to %I', current_user);
    execute format('grant usage on schema %I to genkan_app', current_schema());
    grant select, insert, update, delete on portal_head, setting, member, record, record_key, claim to genkan_app;
    grant select, insert, delete on record_key_past, receipt to genkan_app;
    grant select, insert on entry, change to genkan_app;
    grant update (before, after, salt, scrubbed) on change to genkan_app;
  exception when insufficient_privilege then
    raise warning 'The role genkan_app cannot be made: row-level security stays without effect.';
  end
$$`;
