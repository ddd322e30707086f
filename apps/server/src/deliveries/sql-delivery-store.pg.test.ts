import { afterAll, test } from '@jest/globals';
import { jsonSql } from '@genkan/log/json-sql';
import { freshPostgres, isPostgresThere } from '../../../../libs/log/src/test/databases.ts';
import { deliveryStoreContract } from './delivery-store.contract.ts';
import { SqlDeliveryStore } from './sql-delivery-store.ts';

let close = async (): Promise<void> => {};
if (await isPostgresThere()) {
  deliveryStoreContract('PostgreSQL', async () => {
    const database = await freshPostgres();
    close = database.close;
    return new SqlDeliveryStore(jsonSql(database.connection));
  });
  afterAll(() => close());
} else test.skip('SqlDeliveryStore on PostgreSQL: no PostgreSQL answers (TEST_DATABASE_URL)', () => {});
