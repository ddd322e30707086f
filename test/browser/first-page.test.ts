import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { startServer, testPassword, type TestServer } from '../support/server.ts';
import { makeWorld, type World } from '../support/world.ts';

const executablePath = '/usr/bin/chromium';
const mustRun = process.env['CI'] === 'true';
const here = mustRun || existsSync(executablePath) ? describe : describe.skip;

/** Somebody at a browser of his own, with everything that came to it over the wire. */
type Person = { readonly page: Page; readonly context: BrowserContext; readonly heard: string[] };

here('the first page, in Chromium (needs /usr/bin/chromium)', () => {
  let server: TestServer;
  let world: World;
  let browser: Browser;

  beforeAll(async () => {
    execFileSync('npm', ['run', 'build', '-w', 'apps/partner-dashboard'], { stdio: 'pipe' });
    server = await startServer();
    world = await makeWorld(server);
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
    });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  async function open(): Promise<Person> {
    const context = await browser.newContext();
    const page = await context.newPage();
    const heard: string[] = [];
    page.on('websocket', (socket) => {
      socket.on('framereceived', ({ payload }) => heard.push(payload.toString()));
      socket.on('framesent', ({ payload }) => heard.push(payload.toString()));
    });
    page.on('response', (response) => {
      if (!response.url().includes('/assets/'))
        void response.text().then(
          (text) => heard.push(text),
          () => {},
        );
    });
    await page.goto(server.url);
    return { page, context, heard };
  }

  async function enter(name: 'kei' | 'maria'): Promise<Person> {
    const person = await open();
    const { page } = person;
    await page.getByLabel('Portal').fill(world.slug);
    await page.getByLabel('E-mail').fill(`${name}@${world.slug}-partners.example.com`);
    await page.getByLabel('Password').fill(testPassword);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('footer[data-state=live]').waitFor();
    return person;
  }

  const cell = (page: Page, id: string, field: string) => page.locator(`tr[data-id="${id}"] td[data-field="${field}"]`);
  const headings = (page: Page) => page.locator('th').allTextContents();

  /** Everything a person's browser holds or was told. */
  async function everything({ page, context, heard }: Person): Promise<string> {
    const stored = await page.evaluate(async () => ({
      local: JSON.stringify(localStorage),
      session: JSON.stringify(sessionStorage),
      databases: (await indexedDB.databases()).map(({ name }) => name),
      caches: await caches.keys().catch(() => []),
    }));
    return [await page.content(), JSON.stringify(stored), JSON.stringify(await context.storageState()), ...heard].join(
      '\n',
    );
  }

  test('[SD23] two people side by side see a change arrive, each masked, and the hidden is nowhere', async () => {
    const canary = 'canary-5d1f0a';
    const { shared } = world.deals;
    await world.act('update-record', { module: 'Deals', id: world.deals.hidden, set: { Name: canary } });
    await world.act('update-record', { module: 'Deals', id: shared, set: { Amount: 5_310_731 } });
    const [kei, maria] = await Promise.all([enter('kei'), enter('maria')]);
    expect(await headings(kei.page)).toEqual(['Account', 'Amount', 'Name', 'Stage']);
    expect(await headings(maria.page)).toEqual(['Name', 'Stage']);
    expect(await kei.page.locator('output').textContent()).toBe('1');

    await cell(kei.page, shared, 'Stage').getByRole('button').click();
    await kei.page.getByLabel('Stage', { exact: true }).selectOption('Won');
    await cell(maria.page, shared, 'Stage').getByText('Won').waitFor();
    await world.act('update-record', { module: 'Deals', id: shared, set: { Name: 'Valves', Amount: 6_420_842 } });
    await cell(kei.page, shared, 'Amount').getByText('6420842').waitFor();
    await cell(maria.page, shared, 'Name').getByText('Valves').waitFor();

    const [his, hers] = await Promise.all([everything(kei), everything(maria)]);
    expect(his).toContain('6420842');
    expect(hers).toContain('Won');
    for (const hidden of [canary, world.deals.hidden]) {
      expect(his).not.toContain(hidden);
      expect(hers).not.toContain(hidden);
    }
    for (const hidden of ['5310731', '6420842', '"Amount"', world.accounts.birch, testPassword])
      expect(hers).not.toContain(hidden);
    await Promise.all([kei.context.close(), maria.context.close()]);
  }, 60_000);

  test('[SD22] who comes back is let in by his cookie, and signs out for good', async () => {
    const kei = await enter('kei');
    await kei.page.reload();
    await kei.page.locator('footer[data-state=live]').waitFor();
    await kei.page.getByRole('button', { name: 'Sign out' }).click();
    await kei.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await kei.page.reload();
    await kei.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await kei.context.close();
  }, 60_000);

  test('[SD22] a wrong password is told in one sentence, and what is no page is not the page', async () => {
    const { page, context } = await open();
    await page.getByLabel('Portal').fill(world.slug);
    await page.getByLabel('E-mail').fill('nobody@example.com');
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('Check both.').waitFor();
    const missing = await fetch(new URL('/assets/none.js', server.url));
    expect([missing.status, (await fetch(new URL('/nowhere', server.url))).status]).toEqual([404, 404]);
    await context.close();
  }, 60_000);
});
