import { Migration } from '@mikro-orm/migrations';

/** Restriction of processing (GDPR 18): the record is stored and nothing else. Rows of before are not restricted. */
export class RestrictedMigration extends Migration {
  override up(): void {
    this.addSql('alter table record add column restricted boolean not null default false');
  }
}
