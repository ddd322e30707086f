import { BadConfig, readConfig } from './config.ts';
import { serve } from './serve.ts';

/** How a process says that its configuration cannot be used (sysexits.h). */
const exitConfig = 78;

try {
  await serve(readConfig(process.env));
} catch (thrown) {
  if (!(thrown instanceof BadConfig)) throw thrown;
  process.stderr.write(`${thrown.message}\n`);
  process.exitCode = exitConfig;
}
