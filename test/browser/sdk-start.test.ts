import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { BadLine } from '../../libs/testing/src/bad-line.ts';
import { startServer, testPassword, type TestServer } from '../support/server.ts';
import { addressOf, built, installed, lay } from '../support/stranger.ts';
import { makeWorld, type World } from '../support/world.ts';

const executablePath = '/usr/bin/chromium';
const mustRun = process.env['CI'] === 'true';
const here = mustRun || existsSync(executablePath) ? describe : describe.skip;

/** The page of one script, bundled and served as a stranger would. */
async function served(folder: string, script: string): Promise<Server> {
  writeFileSync(join(folder, 'start.js'), script);
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><title>start</title><script type="module" src="start.js"></script>',
  );
  return built(folder);
}

here('the published SDK in an empty folder, in Chromium (needs /usr/bin/chromium)', () => {
  let server: TestServer;
  let world: World;
  let browser: Browser;
  let folder: string;
  const pages: Server[] = [];

  beforeAll(async () => {
    folder = installed();
    server = await startServer();
    world = await makeWorld(server);
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
    });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    for (const each of pages) each.close();
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(script: string): Promise<{ page: Page; url: string }> {
    const pageServer = await served(folder, script);
    pages.push(pageServer);
    const url = addressOf(pageServer);
    server.house.origins.add(url);
    return { page: await (await browser.newContext()).newPage(), url };
  }
  const has = (page: Page, ...texts: string[]) =>
    page.waitForFunction((each) => each.every((text) => document.body.innerText.includes(text)), texts);
  const lacks = (page: Page, text: string) =>
    page.waitForFunction((each) => !document.body.innerText.includes(each), text);

  test('[SD33] the ten lines of the README put a live row on the screen', async () => {
    const [, start = ''] = /```js\n([^]*?)```/.exec(readFileSync('sdk/README.md', 'utf8')) ?? [];
    expect(start.trim().split('\n').length).toBeLessThanOrEqual(10);
    const script = start
      .replace('http://127.0.0.1:4400', server.url)
      .replace("'demo'", `'${world.slug}'`)
      .replace('partner1@partners.example.com', `kei@${world.slug}-partners.example.com`)
      .replace('genkan-demo-2026', testPassword);
    const { page, url } = await open(script);
    await page.goto(url);
    await has(page, 'Pumps 100');
    await world.act('update-record', { module: 'Deals', id: world.deals.shared, set: { Name: 'Valves', Amount: 7 } });
    await has(page, 'Valves 7');
    await page.close();
  }, 60_000);

  test('[TG8] the page that `genkan init` writes is bundled as it stands and shows a live list', async () => {
    const started = mkdtempSync(join(tmpdir(), 'genkan-init-'));
    const bin = join(folder, 'node_modules/genkan/dist/cli/genkan.js');
    execFileSync('node', [bin, 'init', '--url', server.url, '--portal', world.slug], { cwd: started });
    cpSync(join(folder, 'node_modules'), join(started, 'node_modules'), { recursive: true });
    const { dependencies } = JSON.parse(readFileSync(join(started, 'package.json'), 'utf8'));
    for (const each of Object.keys(dependencies)) lay(each, started);
    const pageServer = await built(started);
    pages.push(pageServer);
    const url = addressOf(pageServer);
    server.house.origins.add(url);
    const page = await (await browser.newContext()).newPage();
    const answers = [`kei@${world.slug}-partners.example.com`, testPassword];
    page.on('dialog', (dialog) => void dialog.accept(answers.shift()));
    await page.goto(url);
    const made = { module: 'Deals', fields: { Name: 'Live from the start', Contact: world.contacts.kei } };
    await world.act('create-record', made);
    await has(page, 'Live from the start');
    await page.close();
    rmSync(started, { recursive: true, force: true });
  }, 60_000);

  test('[SD30, SD31] a page that is loaded anew without a network shows what it held and keeps what is written', async () => {
    const line = new BadLine(new URL(server.url));
    const behind = await line.listen();
    server.house.origins.add(behind);
    const { contacts, members, act } = world;
    const kept = (await act('create-record', { module: 'Deals', fields: { Name: 'canary-77', Contact: contacts.kei } }))
      .id;
    const { access } = await world.kei();
    const { page, url } = await open(`
      import { createClient } from 'genkan';
      import { indexedDbStore } from 'genkan/indexed-db';
      const client = createClient({ url: '${behind}', auth: async () => '${access}', store: indexedDbStore('${members.kei}') });
      const deals = client.live('Deals');
      const draw = () => (document.body.innerText = JSON.stringify({
        ...deals.get(), ...client.status.get(), inbox: client.inbox.get(),
      }));
      for (const each of [deals, client.status, client.inbox]) each.subscribe(draw);
      window.client = client;
    `);
    await page.goto(url);
    await has(page, 'canary-77', '"phase":"live"');
    const other = await page.context().newPage(); // a second tab keeps nothing, and disturbs nothing
    await other.goto(url);
    await has(other, 'canary-77', '"phase":"live"');
    line.down();
    await other.reload();
    await has(other, '"phase":"loading"', '"state":"offline"');
    await other.close();
    await page.reload();
    await has(page, 'canary-77', '"phase":"cached"');
    await page.evaluate((id) => void Reflect.get(window, 'client').update('Deals', id, { Stage: 'Won' }), kept);
    await has(page, '"pendingWrites":1', '"Stage":"Won"');
    await act('update-record', { module: 'Deals', id: kept, set: { Contact: contacts.maria } });
    await page.reload();
    await has(page, 'canary-77', '"pendingWrites":1', '"Stage":"Won"');
    line.heal();
    await has(page, '"phase":"live"', '"code":"not-found"', '"set":{"Stage":"Won"}');
    await lacks(page, 'canary-77');
    const stored = () =>
      page.evaluate(async (name) => {
        const opening = indexedDB.open(name, 1);
        const database = await new Promise<IDBDatabase>(
          (resolve) => (opening.onsuccess = () => resolve(opening.result)),
        );
        const reading = database.transaction('kept').objectStore('kept').getAll();
        const all = await new Promise<unknown[]>((resolve) => (reading.onsuccess = () => resolve(reading.result)));
        return JSON.stringify(all);
      }, members.kei);
    await page.evaluate(() => Reflect.get(window, 'client').close());
    expect(await stored()).not.toContain('canary-77');
    expect(await stored()).toContain('"set":{"Stage":"Won"}');
    await page.close();
    await line.close();
  }, 60_000);
});
