import pg from 'pg';
import { describeChain } from './test/chain.contract.ts';
import { freshPostgres, isPostgresThere } from './test/databases.ts';

if (await isPostgresThere()) {
  describeChain('PostgreSQL', async () => {
    const { connection, close, url } = await freshPostgres();
    const owner = new pg.Client({ connectionString: url });
    await owner.connect();
    const closeAll = async () => {
      await owner.end();
      await close();
    };
    return { connection, close: closeAll, run: (text, values) => owner.query(text, values) };
  });
} else test.skip('the chain on PostgreSQL: no PostgreSQL answers (TEST_DATABASE_URL)', () => {});
