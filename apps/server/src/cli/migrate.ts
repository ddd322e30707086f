import { migrate } from '@genkan/log/database';
import { BadConfig, readConfig } from '../configuration/config.ts';
import { sayMistakes } from '../configuration/say-mistakes.ts';

/** `npm run migrate`: brings PostgreSQL's tables up to date. The embedded database does so by itself when it is opened. */
await sayMistakes(async () => {
  const { DATABASE_URL } = readConfig();
  if (DATABASE_URL === undefined) throw new BadConfig('DATABASE_URL is needed: the embedded database migrates itself.');
  const done = await migrate(DATABASE_URL);
  process.stdout.write(done.length === 0 ? 'Nothing to do.\n' : `Done: ${done.join(', ')}.\n`);
});
