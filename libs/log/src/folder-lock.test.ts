import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderInUse, lockFolder } from './folder-lock.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genkan-lock-'));
});
const children: (() => boolean)[] = [];
afterEach(() => children.splice(0).forEach((kill) => kill()));
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Another process that takes the folder and holds it until it is killed. */
async function holder(platform: string) {
  const url = JSON.stringify(new URL('./folder-lock.ts', import.meta.url).href);
  const code = `const { lockFolder } = await import(${url}); await lockFolder(${JSON.stringify(folder)}, ${JSON.stringify(platform)}); console.log('held'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(() => child.kill('SIGKILL'));
  const [line] = await once(child.stdout, 'data');
  expect(String(line)).toContain('held');
  return async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
}

describe.each(['linux', 'darwin'])('the lock of the data folder (as on %s)', (platform) => {
  test('[LG26] a second process is refused, until the first is killed', async () => {
    const kill = await holder(platform);
    await expect(lockFolder(folder, platform)).rejects.toThrow(FolderInUse);
    await kill();
    await (await lockFolder(folder, platform)).release();
  });

  test('[LG26] the same folder by another name is the same folder, and a released one is free', async () => {
    const lock = await lockFolder(folder, platform);
    const other = `${folder}-link`;
    await symlink(folder, other);
    await expect(lockFolder(other, platform)).rejects.toThrow(folder);
    await rm(other);
    await lock.release();
    await (await lockFolder(folder, platform)).release();
  });
});

test('[LG26] a lock file that a process of another start left behind is taken over', async () => {
  const file = join(folder, 'genkan.lock');
  await writeFile(file, JSON.stringify({ pid: process.pid, started: 'long ago' }));
  const lock = await lockFolder(folder, 'darwin');
  expect(await readFile(file, 'utf8')).not.toContain('long ago');
  await lock.release();
});
