import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import axe from 'axe-core';
import { hasBrowser, openBrowser, type TestBrowser } from '../support/browser.ts';
import { bundledPage, type BundledPage } from '../support/bundled-page.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { makeWorld, type World } from '../support/world.ts';

const here = hasBrowser ? describe : describe.skip;

here('the devtools panel in Chromium (needs /usr/bin/chromium)', () => {
  let server: TestServer;
  let world: World;
  let browser: TestBrowser;
  let page: BundledPage;
  beforeAll(async () => {
    server = await startServer();
    world = await makeWorld(server);
    page = await bundledPage('test/browser/devtools-page.ts');
    server.house.origins.add(page.url);
    browser = await openBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    page?.close();
    await server?.close();
  });

  test('[SD74] shows what goes on by keyboard alone, under a strict policy, and no value of any field', async () => {
    const { access } = await world.kei();
    const visitor = await browser.visit(page.url);
    const { page: tab } = visitor;
    tab.setDefaultTimeout(8_000);
    await tab.evaluate(([url, token]) => Reflect.get(globalThis, 'begin')(url, token), [server.url, access] as const);
    const panel = tab.getByRole('region', { name: 'Genkan' });
    await tab.keyboard.press('Tab');
    await tab.keyboard.press('Enter');
    await panel.getByText('live, 0 writes pending').waitFor();
    await panel.getByText(/Deals: sees .*Stage.*; edits .*Stage/).waitFor({ timeout: 5000 });
    await tab.evaluate(
      ([id]) => Reflect.get(globalThis, 'client').update('Deals', id, { Stage: 'Won' }),
      [world.deals.shared],
    );
    await panel
      .getByRole('row', { name: /in answer/ })
      .first()
      .waitFor();
    await panel.getByRole('searchbox').fill('snapshot');
    await panel.getByText('1 events, newest first').waitFor();
    expect(await panel.getByRole('row', { name: /in snapshot \d+/ }).count()).toBe(1);
    expect(await panel.innerText()).not.toContain('Pumps');
    await tab.evaluate(axe.source);
    const found = await tab.evaluate(() => Reflect.get(globalThis, 'axe').run('[data-genkan-devtools]'));
    expect(found.violations.map(({ id }: { id: string }) => id)).toEqual([]);
    const exporting = tab.waitForEvent('download');
    await panel.getByRole('button', { name: 'Export' }).press('Enter');
    expect(readFileSync(await (await exporting).path(), 'utf8')).toContain('"kind":"snapshot"');
    await panel.getByRole('button', { name: 'Pause' }).press('Enter');
    expect(await panel.getByRole('button', { name: 'Pause' }).getAttribute('aria-pressed')).toBe('true');
    await tab.keyboard.press('Escape');
    await panel.waitFor({ state: 'hidden' });
    await tab.evaluate(() => Reflect.get(globalThis, 'panel').close());
    expect(await tab.locator('[data-genkan-devtools]').count()).toBe(0);
    expect(visitor.complaints).toEqual([]);
    await visitor.close();
  }, 60_000);
});
