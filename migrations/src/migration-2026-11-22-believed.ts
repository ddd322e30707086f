import { Migration } from '@mikro-orm/migrations';

/** Until when what a lost node may have sent was made, in milliseconds: its last word of itself stands before its end (P13). */
export class BelievedMigration extends Migration {
  override up(): void {
    this.addSql('alter table delivery add column until_at bigint');
  }
}
