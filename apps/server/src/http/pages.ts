import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NestExpressApplication } from '@nestjs/platform-express';

/** Where `npm run build -w apps/partner-dashboard` puts the partners' page; the same from `src` and from `dist`. */
const built = fileURLToPath(new URL('../../../partner-dashboard/dist', import.meta.url));

/**
 * The partners' page at `/`. Exact paths only: what is not a file is the API's not-found, never the page again. Assets
 * carry their hash in their name and are kept for good; the page itself is asked for each time.
 */
export function servePages(app: NestExpressApplication): void {
  const exact = { redirect: false, dotfiles: 'ignore', extensions: [] };
  app.useStaticAssets(join(built, 'assets'), {
    ...exact,
    prefix: '/assets/',
    index: false,
    immutable: true,
    maxAge: '365d',
  });
  app.useStaticAssets(built, { ...exact, index: 'index.html', maxAge: 0 });
}
