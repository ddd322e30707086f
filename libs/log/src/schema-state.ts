import { migrations } from '@genkan/migrations/migrations';

/** Thrown instead of serving on tables that this version does not know (DECISIONS, plain duties). */
export class WrongSchema extends Error {}

/** Refuses a database that lacks a migration, or has one that this version has never heard of. */
export function checkSchema(executed: readonly string[]): void {
  const known = migrations.map(({ name }) => name);
  const missing = known.filter((name) => !executed.includes(name));
  const unknown = executed.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new WrongSchema(
      `The database was migrated by a newer version (${unknown.join()}). Run that version, or another database.`,
    );
  }
  if (missing.length > 0) {
    throw new WrongSchema(
      `The database lacks ${missing.join()}. Run \`npm run migrate\`, or start with MIGRATE=on-start.`,
    );
  }
}
