import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildPages } from '../support/built-pages.ts';
import { hasBrowser, openBrowser, type TestBrowser, type Visitor } from '../support/browser.ts';
import { faultsOf } from '../support/faults-of.ts';
import { startServer, testPassword, type TestServer } from '../support/server.ts';
import { makeWorld, resellerTabs, type World } from '../support/world.ts';

const here = hasBrowser ? describe : describe.skip;

here('the partner dashboard for everybody, in Chromium (needs /usr/bin/chromium)', () => {
  let server: TestServer;
  let world: World;
  let browser: TestBrowser;
  let deal: string;
  const email = (name: string) => `${name}@${world.slug}-partners.example.com`;

  beforeAll(async () => {
    buildPages();
    server = await startServer();
    world = await makeWorld(server);
    const fields = { Contact: world.contacts.kei, Amount: 1_200, Stage: 'Engaging' };
    deal = (await world.act('create-record', { module: 'Deals', fields: { Name: 'Gaskets', ...fields } })).id;
    const tabs = {
      ...resellerTabs,
      Cases: { layouts: { Standard: ['Subject', 'Status'] }, reaches: [{ kind: 'created' }], create: ['Subject'] },
    };
    await world.act('configure-user-type', { userType: world.types.reseller, tabs });
    browser = await openBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const faults = ({ page }: Visitor) => faultsOf(page);

  const looks = ['en-US', 'ja-JP'].flatMap((language) => [false, true].map((dark) => ({ language, dark })));

  test.each(looks)(
    '[PG10] axe finds nothing on any page ($language, dark: $dark)',
    async (look) => {
      const kei = await browser.visit(server.url, look);
      const { page } = kei;
      await page.locator('h1').waitFor();
      const found: Record<string, string[]> = { door: await faults(kei) };
      await kei.enter(world.slug, email('kei'));
      await kei.row(deal).waitFor();
      found['table'] = await faults(kei);
      await kei.open(deal);
      await kei.field('Amount').locator('input').fill('1300');
      await world.act('update-record', { module: 'Deals', id: deal, set: { Amount: look.dark ? 1_201 : 1_202 } });
      await kei
        .cell(deal, 'Amount')
        .getByText(look.dark ? '1,201' : '1,202')
        .waitFor();
      await kei.field('Amount').locator('input').press('Enter');
      await kei.panel.getByRole('alert').waitFor();
      found['open record, with a conflict'] = await faults(kei);
      await kei.field('Stage').getByRole('combobox').click();
      await page.locator('[data-combobox-option]').first().waitFor();
      found['choices'] = await faults(kei);
      await page.keyboard.press('Escape');
      await kei.panel.locator('header button').click();
      await page.getByRole('alert').locator('a').waitFor();
      found['a note of what was not saved'] = await faults(kei);
      await page.goto(`${server.url}/records/Deals?view=board`);
      await page.locator(`article[data-id="${deal}"]`).getByRole('button').click();
      await page.getByRole('menuitem').first().waitFor();
      found['board, with a menu'] = await faults(kei);
      await page.goto(`${server.url}/records/Cases`);
      await page.locator('main h2').waitFor();
      found['an empty tab'] = await faults(kei);
      await page.locator('main').getByRole('button').last().click();
      await kei.field('Subject').locator('input').waitFor();
      await kei.panel.locator('button[type=submit]').click();
      await kei.field('Subject').getByRole('alert').waitFor();
      found['a new record'] = await faults(kei);
      await page.goto(`${server.url}/records/Deals?text=nothing`);
      await page.locator('main h2').waitFor();
      found['nothing found'] = await faults(kei);
      await page.locator('header button').last().click();
      await page.getByRole('menuitem').first().waitFor();
      found['profile'] = await faults(kei);
      expect(Object.entries(found).filter(([, faults]) => faults.length > 0)).toEqual([]);
      expect(kei.complaints).toEqual([]);
      expect(await page.locator('html').getAttribute('lang')).toBe(look.language.slice(0, 2));
      await kei.close();
    },
    60_000,
  );

  test('[PG11] everything can be done by keyboard: sign in, find a deal, edit it, come back to where one was', async () => {
    const kei = await browser.visit(server.url);
    const { keyboard } = kei.page;
    const focused = () => kei.page.evaluate(() => document.activeElement?.textContent ?? '');
    await kei.page.locator('input[name=portal]').focus();
    for (const text of [world.slug, email('kei'), testPassword]) {
      await keyboard.type(text);
      await keyboard.press('Tab');
    }
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    await kei.live();
    await kei.row(deal).waitFor();
    for (let steps = 0; steps < 30 && !(await inRow(kei)); steps++) await keyboard.press('Tab');
    await keyboard.press('End');
    await keyboard.press('Home');
    const first = await kei.page.locator('tbody a').first().textContent();
    await kei.page.locator('tbody tr:first-child a:focus').waitFor();
    expect(await focused()).toBe(first);
    await keyboard.press('ArrowDown');
    await kei.page.locator('tbody tr:nth-child(2) a:focus').waitFor();
    const second = await focused();
    await keyboard.press('Enter');
    await kei.panel.locator('h2:focus').waitFor();
    expect(await focused()).toBe(second);
    await kei.field('Amount').locator('input').waitFor();
    const inAmount = () => kei.field('Amount').locator('input:focus').count();
    for (let steps = 0; steps < 10 && !(await inAmount()); steps++) await keyboard.press('Tab');
    await keyboard.press('ControlOrMeta+a');
    await keyboard.type('４，２００');
    await keyboard.press('Enter');
    await kei.page.locator('tr[data-open=true] td[data-field=Amount]').getByText('4,200').waitFor();
    await keyboard.press('Escape');
    await keyboard.press('Escape');
    await kei.panel.waitFor({ state: 'detached' });
    expect(await focused()).toBe(second);
    await kei.close();
  }, 60_000);

  const inRow = ({ page }: Visitor) => page.evaluate(() => document.activeElement?.closest('tbody tr') !== null);

  test('[PG19] on a phone nothing is out of reach: no page is wider than the screen', async () => {
    const kei = await (await browser.visit(server.url, { width: 390 })).enter(world.slug, email('kei'));
    const { page } = kei;
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    await kei.open(deal);
    expect(await wide()).toBe(0);
    await kei.panel.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('link', { name: 'Board' }).click();
    await page.locator('article').first().waitFor();
    expect(await wide()).toBe(0);
    await page.getByRole('button', { name: 'Profile' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await wide()).toBe(0);
    await kei.close();
  }, 60_000);

  /** When the largest part of what is on the screen was drawn, in ms since the visit began. */
  const largestDrawn = ({ page }: Visitor): Promise<number> =>
    page.evaluate(
      () =>
        new Promise((told) =>
          new PerformanceObserver((list) => told(list.getEntries().at(-1)?.startTime ?? Infinity)).observe({
            type: 'largest-contentful-paint',
            buffered: true,
          }),
        ),
    );

  test('[PG26] the largest part of the first picture stands within 1.5 s, at the door and at the list', async () => {
    const visits: { readonly door: number; readonly list: number }[] = [];
    for (let visit = 0; visit < 3; visit++) {
      const kei = await browser.visit(server.url);
      await kei.page.locator('h1').waitFor();
      const door = await largestDrawn(kei);
      await kei.enter(world.slug, email('kei'));
      await kei.page.reload();
      await kei.row(deal).waitFor();
      visits.push({ door, list: await largestDrawn(kei) });
      await kei.close();
    }
    // The quickest of three, because whatever else the machine does can only make one later.
    const quickest = (of: 'door' | 'list') => Math.min(...visits.map((visit) => visit[of]));
    expect(quickest('door')).toBeLessThan(1_500);
    expect(quickest('list')).toBeLessThan(1_500);
  }, 60_000);

  test('[PG12] language and theme are chosen in the profile, and kept', async () => {
    const kei = await (await browser.visit(server.url)).enter(world.slug, email('kei'));
    const { page } = kei;
    await page.getByRole('button', { name: 'Profile' }).click();
    await page.getByRole('menuitemradio', { name: '日本語' }).click();
    await page.getByRole('link', { name: 'ボード' }).waitFor();
    await page.getByRole('menuitemradio', { name: 'ダーク' }).click();
    await page.reload();
    await page.getByRole('link', { name: 'ボード' }).waitFor();
    const scheme = () => page.locator('html').getAttribute('data-mantine-color-scheme');
    expect([await scheme(), await page.locator('html').getAttribute('lang')]).toEqual(['dark', 'ja']);
    expect(await kei.cell(deal, 'Amount').textContent()).toMatch(/[￥¥$]/);
    await kei.close();
  }, 60_000);
});
