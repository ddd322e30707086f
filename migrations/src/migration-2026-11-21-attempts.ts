import { Migration } from '@mikro-orm/migrations';

/** Sign-ins tried, counted by minute over all nodes (SEC-19). The key is a hash: no address is kept. */
export class AttemptsMigration extends Migration {
  override up(): void {
    for (const statement of [table, index, grant]) this.addSql(statement);
  }
}

const table = `create table attempt (
    key text collate "C" not null,
    minute bigint not null,
    count int not null,
    primary key (key, minute)
  )`;
const index = `create index attempt_minute on attempt (minute)`;
const grant = `do $$
  begin
    if exists (select from pg_roles where rolname = 'genkan_app') then
      grant select, insert, update, delete on attempt to genkan_app;
    end if;
  end
$$`;
