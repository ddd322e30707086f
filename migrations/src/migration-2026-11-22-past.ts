import { Migration } from '@mikro-orm/migrations';

/** Settings and members of an earlier day are found by undoing their later changes, of which there are few among many. */
export class PastMigration extends Migration {
  override up(): void {
    this.addSql(`create index change_kind on change (portal, kind, sequence) where kind in ('setting', 'member')`);
  }
}
