import { WeakDurability } from '@genkan/log/durability';
import { FolderInUse } from '@genkan/log/folder-lock';
import { WrongSchema } from '@genkan/log/schema-state';
import { BadConfig, readConfig } from './config.ts';
import { serve } from './serve.ts';

/** How a process says that its configuration cannot be used (sysexits.h). */
const exitConfig = 78;
const kinds = [BadConfig, WrongSchema, WeakDurability, FolderInUse];

try {
  await serve(readConfig());
} catch (thrown) {
  if (!(thrown instanceof Error) || !kinds.some((kind) => thrown instanceof kind)) throw thrown;
  process.stderr.write(`${thrown.message}\n`);
  process.exitCode = exitConfig;
}
