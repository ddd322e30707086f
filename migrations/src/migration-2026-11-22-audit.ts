import { Migration } from '@mikro-orm/migrations';

/** Refusals that left an entry are few among many; who looks back for them finds them without walking the log (SEC-34). */
export class AuditMigration extends Migration {
  override up(): void {
    this.addSql(`create index entry_refused on entry (portal, sequence) where outcome <> 'applied'`);
  }
}
