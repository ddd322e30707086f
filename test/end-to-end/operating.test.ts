import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PGlite } from '@electric-sql/pglite';
import { demoSlug } from '@genkan/server/demo/sign-ins';
import { customers, resellers } from '@genkan/server/demo/companies';
import { deals } from '@genkan/server/demo/sales';
import { spawnScript } from '../support/server.ts';

describe('the operator at the command line', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'genkan-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function call(script: string, ...args: readonly string[]) {
    const child = spawnScript(`cli/${script}.ts`, { DATA_DIR: folder }, args);
    const said = { out: '', err: '' };
    child.stdout?.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
    const [code] = await once(child, 'close');
    return { code, ...said };
  }

  test('[SV42] records and entries come out as JSON lines, the chain is walked, and an edited row is found', async () => {
    expect((await call('demo')).code).toBe(0);
    expect(await call('demo')).toMatchObject({ code: 78, out: '', err: 'The database holds a demo already.\n' });

    const records = (await call('portal', 'export', '--portal', demoSlug)).out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const count = (module: string): number => records.filter((one) => one.module === module).length;
    expect([count('Accounts'), count('Deals')]).toEqual([customers + resellers, deals]);
    expect(new Set(records.map(({ id }) => id)).size).toBe(records.length);

    const entries = (await call('portal', 'log', '--portal', demoSlug)).out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(entries.map(({ sequence }) => sequence)).toEqual(entries.map((_, at) => at + 1));
    expect(await call('portal', 'verify', '--portal', demoSlug)).toMatchObject({
      code: 0,
      out: `The chain of ${entries.length} entries holds.\n`,
    });

    const database = await PGlite.create({ dataDir: join(folder, 'database') });
    await database.query(
      `update change set after = jsonb_set(after, '{fields,Amount}', '1') where sequence = $1 and ordinal = 3`,
      [entries.at(-40)?.sequence],
    );
    await database.query(`update entry set outcome = 'forbidden' where sequence = 7`);
    await database.close();
    expect(await call('portal', 'verify', '--portal', demoSlug)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/^The log is not what was committed, from entry \d+ on\.\n$/),
    });
  }, 120_000);

  test('[SV42] a word that is missing or wrong is one sentence and exit code 1', async () => {
    expect(await call('portal', 'verify')).toEqual({ code: 1, out: '', err: '--portal is needed.\n' });
    expect((await call('portal')).err).toMatch(/^Usage:/);
  }, 60_000);
});
