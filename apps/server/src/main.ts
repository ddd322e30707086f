import { readConfig } from './configuration/config.ts';
import { sayMistakes } from './configuration/say-mistakes.ts';

await sayMistakes(async () => {
  const config = readConfig();
  const { serve } = await import('./serve.ts'); // a mistake in the configuration is told before anything else is loaded
  await serve(config);
});
