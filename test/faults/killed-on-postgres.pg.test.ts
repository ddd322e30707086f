import { afterAll, beforeAll, describe, test } from '@jest/globals';
import { postgresThere, server } from '../properties/rig/own-place.ts';
import { nodesFor } from './hurt.ts';
import { killAgainAndAgain, kills, say } from './kills.ts';
import { PostgresLine } from './postgres-line.ts';

const whenPostgres = (await postgresThere()) ? describe : describe.skip;

whenPostgres('PostgreSQL', () => {
  const line = new PostgresLine(server);
  beforeAll(() => line.listen());
  afterAll(() => line.close());
  const env = { MIGRATE: 'on-start' };
  const hurt = nodesFor(() => ({ count: 1, env, through: line.through }));

  test(`[FT3] ${kills} times kill -9: what was acknowledged is there, what was not is resolved by repeating it`, async () => {
    const fell = await killAgainAndAgain(hurt(), async (nodes) => {
      const committed = await line.hold('behind its commit');
      await nodes.kill(0);
      committed.cut();
    });
    say('PostgreSQL', fell);
  }, 1_500_000);
});
