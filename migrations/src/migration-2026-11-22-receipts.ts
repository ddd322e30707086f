import { Migration } from '@mikro-orm/migrations';

/**
 * Receipts that no repeat is answered from any more lose what they told, over all portals, by a function that touches no younger one.
 * That they are there is what keeps a repeat from having a second effect: the application can neither change nor remove
 * them otherwise.
 */
export class ReceiptsMigration extends Migration {
  override up(): void {
    for (const statement of [index, empty, revoke]) this.addSql(statement);
  }
}

/** Only those that still hold something: it stays as small as thirty days are. */
const index = `create index receipt_full on receipt (at) where salt <> ''`;
/** Rows are taken by their place, so that no plan can walk the table; two nodes at once pass over each other's. */
const empty = `create function genkan_empty_receipts(before timestamptz, most integer) returns bigint
    language sql volatile security definer set search_path from current
    as 'with emptied as (
        update receipt r set salt = '''', input_hash = '''', result = ''{}'', fields = ''{}''
        where r.ctid = any (array(
          select o.ctid from receipt o where o.at < least(before, now() - interval ''30 days'') and o.salt <> ''''
          order by o.at limit most for update skip locked))
        returning 1)
      select count(*) from emptied'`;
const revoke = `do $$
  begin
    if exists (select from pg_roles where rolname = 'genkan_app') then
      revoke delete on receipt from genkan_app;
    end if;
  end
$$`;
