import { watch } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, test } from '@jest/globals';
import { nodesFor } from './hurt.ts';
import { killAgainAndAgain, kills, say } from './kills.ts';

describe('the embedded database', () => {
  const hurt = nodesFor(() => ({ count: 1, database: 'embedded' }));

  test(`[FT3] ${kills} times kill -9: what was acknowledged is there, what was not is resolved by repeating it`, async () => {
    const fell = await killAgainAndAgain(hurt(), async (nodes) => {
      // A write-ahead file that moves is the first sign of a commit.
      const log = watch(join(nodes.database, 'database', 'pg_wal'));
      await once(log, 'change');
      await nodes.kill(0);
      log.close();
    });
    say('the embedded database', fell);
  }, 1_500_000);
});
