import { Migration } from '@mikro-orm/migrations';

/**
 * Which session was sent which module, from one sequence to another (P13), and how far each start of a node came. They
 * are written for many portals in one statement, outside the wall; each read names its portal. `heard_at`: milliseconds.
 */
export class DeliveriesMigration extends Migration {
  override up(): void {
    for (const statement of [table, byModule, open, marks, grant]) this.addSql(statement);
  }
}

const table = `create table delivery (
    session text collate "C" not null,
    module text collate "C" not null,
    from_sequence bigint not null,
    to_sequence bigint,
    portal text collate "C" not null,
    member text collate "C" not null,
    node text collate "C" not null,
    primary key (session, module, from_sequence)
  )`;
const byModule = `create index delivery_module on delivery (portal, module, from_sequence)`;
const open = `create index delivery_open on delivery (node, portal) where to_sequence is null`;
const marks = `create table delivery_mark (
    node text collate "C" not null,
    portal text collate "C" not null,
    sequence bigint not null,
    heard_at bigint not null,
    primary key (node, portal)
  )`;
const grant = `do $$
  begin
    if exists (select from pg_roles where rolname = 'genkan_app') then
      grant select, insert, update, delete on delivery, delivery_mark to genkan_app;
    end if;
  end
$$`;
