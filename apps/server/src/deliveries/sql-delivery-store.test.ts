import { afterAll } from '@jest/globals';
import { jsonSql } from '@genkan/log/json-sql';
import { freshPglite } from '../../../../libs/log/src/test/databases.ts';
import { deliveryStoreContract } from './delivery-store.contract.ts';
import { SqlDeliveryStore } from './sql-delivery-store.ts';

let close = async (): Promise<void> => {};
deliveryStoreContract('PGlite', async () => {
  const database = await freshPglite();
  close = database.close;
  return new SqlDeliveryStore(jsonSql(database.connection));
});
afterAll(() => close());
