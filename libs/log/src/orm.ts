import type { PGlite } from '@electric-sql/pglite';
import { MikroORM } from '@mikro-orm/core';
import { Migrator } from '@mikro-orm/migrations';
import { PgliteDriver } from '@mikro-orm/pglite';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import { migrations } from '@genkan/migrations/migrations';
import { entities } from './entities.ts';

const common = {
  entities,
  logger: () => {},
  extensions: [Migrator],
  migrations: { migrationsList: migrations, snapshot: false },
};

/** For migrations and admin reads only: no entity manager in the turn. */
export const postgresOrm = (databaseUrl: string) =>
  MikroORM.init({ ...common, driver: PostgreSqlDriver, clientUrl: databaseUrl, pool: { min: 0, max: 2 } });

/** The same over a PGlite that we have opened and will close. */
export const pgliteOrm = (pglite: PGlite) =>
  MikroORM.init({ ...common, driver: PgliteDriver, dbName: 'postgres', driverOptions: { pglite: () => pglite } });

export type Orm = Awaited<ReturnType<typeof postgresOrm>> | Awaited<ReturnType<typeof pgliteOrm>>;
