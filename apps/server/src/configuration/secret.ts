import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.ts';

/**
 * The installation's secret: SECRET_KEY, or for the embedded database a file beside it that only its owner may read,
 * made once. In memory it goes with everything else.
 */
export async function secretOf({ SECRET_KEY, DATA_DIR }: Pick<Config, 'SECRET_KEY' | 'DATA_DIR'>): Promise<string> {
  const fresh = randomBytes(32).toString('base64url');
  if (SECRET_KEY !== undefined || DATA_DIR === 'memory') return SECRET_KEY ?? fresh;
  const file = join(DATA_DIR, 'secret');
  await mkdir(DATA_DIR, { recursive: true, mode: 0o700 });
  await writeFile(file, fresh, { flag: 'wx', mode: 0o600 }).catch((error: unknown) => {
    if (Object(error).code !== 'EEXIST') throw error;
  });
  return (await readFile(file, 'utf8')).trim();
}
