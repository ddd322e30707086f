import { once } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { freshPostgresUrl, isPostgresThere } from '../../libs/log/src/test/databases.ts';
import { ask, spawnScript, spawnServer } from '../support/server.ts';

const here = (await isPostgresThere()) ? describe : describe.skip;

here('the tables of a node (needs PostgreSQL)', () => {
  test('[SV44] tables that are missing or newer stop a node with one sentence; MIGRATE=on-start makes them, once, for several', async () => {
    const { url, drop } = await freshPostgresUrl();
    const owner = new pg.Client({ connectionString: url });
    await owner.connect();
    const env = {
      DATABASE_URL: url,
      SECRET_KEY: 'a secret for tests, long enough to be one',
      ALLOW_WEAK_DURABILITY: '1',
    };
    const refused = async (): Promise<string> => {
      const child = spawnScript('main.ts', { ...env, PORT: '0' });
      let said = '';
      child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
      const [code] = await once(child, 'close');
      expect([code, said.trim().split('\n')]).toEqual([78, [expect.any(String)]]);
      return said;
    };

    await owner.query('drop schema public cascade');
    await owner.query('create schema public');
    expect(await refused()).toMatch(/^The database lacks .* Run `npm run migrate`, or start with MIGRATE=on-start\.$/m);
    const nodes = await Promise.all([1, 2].map(() => spawnServer({ ...env, MIGRATE: 'on-start' })));
    for (const node of nodes) expect((await ask(node.url, '/health/ready')).status).toBe(200);
    expect(await Promise.all(nodes.map((node) => node.close()))).toEqual([0, 0]);
    await owner.query(`insert into mikro_orm_migrations (name) values ('2999-01-01-future')`);
    expect(await refused()).toMatch(/newer version \(2999-01-01-future\)/);
    await owner.end();
    await drop();
  }, 60_000);
});
