import { afterAll, test } from '@jest/globals';
import { jsonSql } from '@genkan/log/json-sql';
import { freshPostgres, isPostgresThere } from '../../log/src/test/databases.ts';
import { credentialStoreContract } from './credential-store.contract.ts';
import { SqlCredentialStore } from './sql-credential-store.ts';

let close = async (): Promise<void> => {};
if (await isPostgresThere()) {
  credentialStoreContract('PostgreSQL', async () => {
    const database = await freshPostgres();
    close = database.close;
    return new SqlCredentialStore(jsonSql(database.connection));
  });
  afterAll(() => close());
} else test.skip('SqlCredentialStore on PostgreSQL: no PostgreSQL answers (TEST_DATABASE_URL)', () => {});
