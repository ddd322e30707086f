import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';

const stamp = 'apps/ops-console/dist/.sources';
const lock = 'node_modules/.pages-are-built';
const sources = ['apps/partner-dashboard', 'apps/ops-console', 'libs/ui', 'sdk/src', 'package-lock.json'];

/** What the pages are built from, in one word. */
function sourcesNow(): string {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', ...sources], { encoding: 'utf8' });
  const hash = createHash('sha256');
  for (const file of listed.split('\n').filter(Boolean)) hash.update(file).update(readIfThere(file));
  return hash.digest('hex');
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Whether this process may build; a lock nobody held for a minute was left by somebody who died. */
function taken(): boolean {
  try {
    closeSync(openSync(lock, 'wx'));
    return true;
  } catch {
    const since = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (since > 60_000) rmSync(lock, { force: true });
    return false;
  }
}

const pause = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/** The pages as the sources have them, built once for all suites: building again would take the scripts from under open pages. */
export function buildPages(): void {
  const now = sourcesNow();
  while (readIfThere(stamp) !== now) {
    if (!taken()) {
      pause(100);
      continue;
    }
    try {
      if (readIfThere(stamp) !== now) {
        const pages = ['apps/partner-dashboard', 'apps/ops-console'].flatMap((page) => ['-w', page]);
        execFileSync('npm', ['run', 'build', ...pages], { stdio: 'pipe' });
      }
      writeFileSync(stamp, now);
    } finally {
      rmSync(lock, { force: true });
    }
  }
}
