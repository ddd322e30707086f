import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NestExpressApplication } from '@nestjs/platform-express';

/** Where `npm run build` puts the pages; the same from `src` and from `dist`. */
const builtOf = (app: string): string => fileURLToPath(new URL(`../../../${app}/dist`, import.meta.url));
const name = '[A-Za-z][A-Za-z0-9_]*';

/** The addresses at which a page stands, as it makes them; which modules and commands there are is each member's own. */
const dashboard = new RegExp(`^/records/${name}$`);
const console = new RegExp(`^/console(/|/records/${name}|/live|/members|/commands|/commands/[a-z][a-z-]*)?$`);

/**
 * The partners' page at `/`, the staff's at `/console`. Exact paths only: what is not a file is the API's not-found,
 * never the page again. Assets carry their hash in their name and are kept for good; the page itself is asked for each
 * time.
 */
export function servePages(app: NestExpressApplication): void {
  app.use(toPage(console, '/console/index.html'));
  serve(app, 'ops-console', '/console');
  app.use(toPage(dashboard, '/index.html'));
  serve(app, 'partner-dashboard', '');
}

function serve(app: NestExpressApplication, page: string, at: string): void {
  const exact = { redirect: false, dotfiles: 'ignore', extensions: [] };
  const built = builtOf(page);
  const kept = { index: false, immutable: true, maxAge: '365d' } as const;
  app.useStaticAssets(join(built, 'assets'), { ...exact, ...kept, prefix: `${at}/assets/` });
  app.useStaticAssets(built, { ...exact, prefix: `${at}/`, index: 'index.html', maxAge: 0 });
}

/** The page knows by itself what it shows there. */
const toPage =
  (addresses: RegExp, page: string) =>
  (request: IncomingMessage, _: unknown, next: () => void): void => {
    const [path = '', query] = (request.url ?? '').split('?', 2);
    if (request.method === 'GET' && addresses.test(path)) request.url = page + (query === undefined ? '' : `?${query}`);
    next();
  };
