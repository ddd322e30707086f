import { afterAll } from '@jest/globals';
import { jsonSql } from '@genkan/log/json-sql';
import { freshPglite } from '../../log/src/test/databases.ts';
import { credentialStoreContract } from './credential-store.contract.ts';
import { SqlCredentialStore } from './sql-credential-store.ts';

let close = async (): Promise<void> => {};
credentialStoreContract('PGlite', async () => {
  const database = await freshPglite();
  close = database.close;
  return new SqlCredentialStore(jsonSql(database.connection));
});
afterAll(() => close());
