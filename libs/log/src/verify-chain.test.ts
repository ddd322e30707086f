import { describeChain } from './test/chain.contract.ts';
import { freshPglite } from './test/databases.ts';

describeChain('PGlite', async () => {
  const { connection, close } = await freshPglite();
  return { connection, close, run: (text, values) => connection.query({ name: null, text, values, portal: null }) };
});
