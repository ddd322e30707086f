import { Migration } from '@mikro-orm/migrations';

/**
 * Secrets and uploads, beside the log and never in it. They are asked for before a portal is known (a refresh token, a
 * job's id), so they stand outside the wall by portal; each read names what it is bound to. Moments are milliseconds.
 */
export class DoorsMigration extends Migration {
  override up(): void {
    for (const statement of [...secrets, ...uploads, grants]) this.addSql(statement);
  }
}

const secrets = [
  `create table account (
    portal text collate "C" not null,
    member text collate "C" not null,
    password_hash text not null,
    primary key (portal, member)
  )`,
  `create table session (
    id text collate "C" primary key,
    portal text collate "C" not null,
    member text collate "C" not null,
    sessions_ended int not null,
    expires_at bigint not null,
    ended_at bigint
  )`,
  `create index session_member on session (portal, member)`,
  `create index session_ended on session (ended_at) where ended_at is not null`,
  `create table refresh_token (
    hash text collate "C" primary key,
    session text collate "C" not null references session (id) on delete cascade,
    used boolean not null default false
  )`,
  `create index refresh_token_session on refresh_token (session)`,
  `create table signing_key (
    kid text collate "C" primary key,
    public_jwk text not null,
    sealed_private_jwk text not null,
    created_at bigint not null
  )`,
];

const uploads = [
  `create table import (
    id text collate "C" primary key,
    portal text collate "C" not null,
    member text collate "C" not null,
    module text collate "C" not null,
    mapping jsonb not null,
    status text not null default 'receiving',
    rows int not null default 0,
    begun_at timestamptz not null default now()
  )`,
  `create table import_chunk (
    import text collate "C" not null references import (id) on delete cascade,
    chunk int not null,
    lines jsonb not null,
    primary key (import, chunk)
  )`,
  `create table import_row (
    import text collate "C" not null references import (id) on delete cascade,
    row int not null,
    outcome text not null,
    code text,
    "column" text,
    primary key (import, row)
  )`,
];

const grants = `do $$
  begin
    if exists (select from pg_roles where rolname = 'genkan_app') then
      grant select, insert, update, delete on account, session, refresh_token, signing_key to genkan_app;
      grant select, insert, update, delete on import, import_chunk, import_row to genkan_app;
    end if;
  end
$$`;
