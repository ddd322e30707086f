import { AuditMigration } from './migration-2026-11-22-audit.ts';
import { BelievedMigration } from './migration-2026-11-22-believed.ts';
import { DeliveriesMigration } from './migration-2026-11-21-deliveries.ts';
import { DueMigration } from './migration-2026-11-22-due.ts';
import { DoorsMigration } from './migration-2026-11-21-doors.ts';
import { AttemptsMigration } from './migration-2026-11-21-attempts.ts';
import { PastMigration } from './migration-2026-11-22-past.ts';
import { ReceiptsMigration } from './migration-2026-11-22-receipts.ts';
import { RestrictedMigration } from './migration-2026-11-22-restricted.ts';
import { LogMigration } from './migration-2026-11-21-log.ts';

/** Every migration, in order; a class list, so that it works from source, build and bundle alike. Only ever added to. */
export const migrations = [
  { name: '2026-11-21-log', class: LogMigration },
  { name: '2026-11-21-doors', class: DoorsMigration },
  { name: '2026-11-21-attempts', class: AttemptsMigration },
  { name: '2026-11-21-deliveries', class: DeliveriesMigration },
  { name: '2026-11-22-past', class: PastMigration },
  { name: '2026-11-22-restricted', class: RestrictedMigration },
  { name: '2026-11-22-due', class: DueMigration },
  { name: '2026-11-22-audit', class: AuditMigration },
  { name: '2026-11-22-receipts', class: ReceiptsMigration },
  { name: '2026-11-22-believed', class: BelievedMigration },
];
