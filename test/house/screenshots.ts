/** Draws the pictures of the README from the demo: `npm run screenshots`. Needs /usr/bin/chromium. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { buildPages } from '../support/built-pages.ts';
import { openBrowser, type Visit, type Visitor } from '../support/browser.ts';
import { spawnServer } from '../support/server.ts';

const folder = 'docs/images';
const partner = 'partner1@partners.example.com';
const password = 'genkan-demo-2026';

buildPages();
mkdirSync(folder, { recursive: true });
const server = await spawnServer({ DEMO: 'true' });
const browser = await openBrowser();

async function draw(name: string, look: Visit, show: (visitor: Visitor) => Promise<void>): Promise<void> {
  const visitor = await browser.visit(server.url, look);
  await show(visitor);
  await visitor.page.waitForLoadState('networkidle');
  writeFileSync(`${folder}/${name}.png`, await visitor.page.screenshot());
  process.stdout.write(`${folder}/${name}.png\n`);
  await visitor.close();
}

await draw('deals', { width: 1180, height: 680 }, async (visitor) => {
  await visitor.page.goto(`${server.url}/records/Deals?view=board`);
  await visitor.enter('demo', partner, password);
  const editable = await visitor.page.locator('article[data-movable=true]').first().getAttribute('data-id');
  await visitor.page.goto(`${server.url}/records/Deals?sort=-Amount&pick=Prospecting&open=${editable}`);
  await visitor.panel.locator('[data-field]').first().waitFor();
});
await draw('board-ja-dark', { language: 'ja-JP', dark: true, width: 1180, height: 680 }, async (visitor) => {
  await visitor.page.goto(`${server.url}/records/Deals?view=board`);
  await visitor.enter('demo', partner, password);
  await visitor.page.locator('article').first().waitFor();
});
await draw('console', { width: 1280, height: 680 }, async (visitor) => {
  await visitor.page.goto(`${server.url}/console/live`);
  await visitor.enter('demo', 'ann@genkan.example.com', password);
  await visitor.page.locator('tbody tr[data-id] a').first().click();
  await visitor.panel.locator('h3').waitFor();
});
await browser.close();
await server.close();
