import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrations } from '@genkan/migrations/migrations';
import { openDatabase } from './database.ts';
import { EntryRow } from './entities.ts';
import { weakSettings } from './durability.ts';
import { FolderInUse } from './folder-lock.ts';
import { checkSchema } from './schema-state.ts';
import { SqlLog } from './sql-log.ts';
import { pgliteSnapshot } from './test/databases.ts';
import { created, record, uuid, write } from './test/turns.ts';

test('[LG27] an embedded database keeps its entries in its folder, is closed to a second opener, and says what it survives', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'genkan-data-'));
  const dataDir = join(parent, 'data');
  const portal = uuid();
  const first = await openDatabase({ dataDir, snapshot: await pgliteSnapshot() });
  expect([first.kind, first.promise]).toEqual(['embedded', 'survives a crash of this process, not a power cut']);
  await write(new SqlLog(first.connection), portal, [created(record())]);
  await expect(openDatabase({ dataDir })).rejects.toThrow(FolderInUse);
  await first.close();
  const second = await openDatabase({ dataDir });
  expect(await new SqlLog(second.connection).head(portal)).toBe(1);
  const rows = await second.orm.em.fork().find(EntryRow, { portal });
  expect(rows.map(({ sequence, command, at }) => [sequence, command, at instanceof Date])).toEqual([
    [1, 'test-command', true],
  ]);
  await second.close();
  await rm(parent, { recursive: true });
}, 60_000);

test('[LG28] a database of an older or a newer version is not served, and told what to do', () => {
  const names = migrations.map(({ name }) => name);
  expect(() => checkSchema(names)).not.toThrow();
  expect(() => checkSchema(names.slice(1))).toThrow('npm run migrate');
  expect(() => checkSchema([...names, '2999-01-01-future'])).toThrow('newer version');
});

test('[LG29] [P1] the settings under which an acknowledged change can be lost are named', () => {
  const strong = [
    { name: 'fsync', setting: 'on' },
    { name: 'full_page_writes', setting: 'on' },
    { name: 'synchronous_commit', setting: 'local' },
  ];
  expect(weakSettings(strong)).toEqual([]);
  expect(weakSettings(strong.map((one) => ({ ...one, setting: 'off' })))).toEqual([
    'fsync',
    'full_page_writes',
    'synchronous_commit',
  ]);
});
