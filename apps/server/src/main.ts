import { readConfig } from './config.ts';
import { orSay } from './or-say.ts';

await orSay(async () => {
  const config = readConfig();
  const { serve } = await import('./serve.ts'); // a mistake in the configuration is told before anything else is loaded
  await serve(config);
});
