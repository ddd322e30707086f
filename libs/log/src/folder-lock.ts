import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { errorCode } from './error-code.ts';

/** Held while a process has the folder; dies with the process, also by `kill -9`. */
export type FolderLock = { readonly release: () => Promise<void> };

/** Two processes on one folder silently lose acknowledged changes : the second one is refused. */
export class FolderInUse extends Error {
  constructor(folder: string) {
    super(`The folder ${folder} is in use by another process. Stop that process, or choose another folder.`);
  }
}

/**
 * Takes a folder for this process alone. On Linux by an abstract socket named after the folder's real path, which the
 * kernel frees however the process ends; it is seen within one network namespace. Elsewhere by a file naming the holder.
 */
export async function lockFolder(folder: string, platform: string = process.platform): Promise<FolderLock> {
  await mkdir(folder, { recursive: true });
  const path = await realpath(folder);
  return platform === 'linux' ? lockBySocket(path) : lockByFile(path);
}

function lockBySocket(path: string): Promise<FolderLock> {
  const name = createHash('sha256').update(path).digest('hex');
  const server = createServer((socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(errorCode(error) === 'EADDRINUSE' ? new FolderInUse(path) : error));
    server.listen(`\0genkan-${name}`, () => {
      server.unref();
      resolve({ release: () => new Promise((done) => server.close(() => done())) });
    });
  });
}

async function lockByFile(path: string): Promise<FolderLock> {
  const file = join(path, 'genkan.lock');
  const own = JSON.stringify({ pid: process.pid, started: await startOf(process.pid) });
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      await writeFile(file, own, { flag: 'wx' });
      return { release: () => rm(file, { force: true }) };
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
      if (await isHeld(file)) throw new FolderInUse(path);
      await rm(file, { force: true });
    }
  }
  throw new FolderInUse(path);
}

/** A process id alone is used again sooner or later: the holder is who began at the same time. */
async function isHeld(file: string): Promise<boolean> {
  const held: unknown = JSON.parse((await readFile(file, 'utf8').catch(() => '')) || 'null');
  if (typeof held !== 'object' || held === null || !('pid' in held) || !('started' in held)) return false;
  return typeof held.pid === 'number' && held.started === (await startOf(held.pid)) && held.started !== '';
}

/** When a process began, as the system tells; empty when there is none. */
async function startOf(pid: number): Promise<string> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(() => ({
    stdout: '',
  }));
  return stdout.trim();
}
