import { WeakDurability } from '@genkan/log/durability';
import { FolderInUse } from '@genkan/log/folder-lock';
import { WrongSchema } from '@genkan/log/schema-state';
import { BadConfig } from './config.ts';

/** How a process says that its configuration cannot be used (sysexits.h). */
const exitConfig = 78;
const mistakes = [BadConfig, WrongSchema, WeakDurability, FolderInUse];

/** Does it; a configuration that cannot be used is one sentence on standard error and exit code 78, not a stack. */
export async function sayMistakes(main: () => Promise<unknown>): Promise<void> {
  try {
    await main();
  } catch (thrown) {
    if (!(thrown instanceof Error) || !mistakes.some((kind) => thrown instanceof kind)) throw thrown;
    process.stderr.write(`${thrown.message}\n`);
    process.exitCode = exitConfig;
  }
}
