import { afterAll, beforeAll, describe, test } from '@jest/globals';
import { chromium, type Browser } from 'playwright-core';
import { hasBrowser } from '../support/browser.ts';
import { bundledPage, type BundledPage } from '../support/bundled-page.ts';
import { openGround } from './ground.ts';
import { inPage, inThisProcess } from './seating.ts';
import { shares, sideBySide } from './side-by-side.ts';

/** Far more than so many sessions take, so that a wait that never ends is told. */
const atMost = (sessions: number): number => 60_000 + sessions * 20_000;
let ground: Awaited<ReturnType<typeof openGround>>;
beforeAll(async () => {
  ground = await openGround();
});
afterAll(() => ground?.close());

describe('the SDK against the server over a bad line', () => {
  test(
    `[SD70] [SD71] [SD72] ${shares.node} sessions in Node: at rest each list is the query, each write has the one effect it was told`,
    async () => {
      await sideBySide(8, shares.node, inThisProcess, ground);
    },
    atMost(shares.node),
  );
});

(hasBrowser ? describe : describe.skip)('the SDK over a bad line in Chromium (needs /usr/bin/chromium)', () => {
  let browser: Browser;
  let page: BundledPage;
  beforeAll(async () => {
    page = await bundledPage('test/sessions/page.ts');
    ground.server.house.origins.add(page.url);
    browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
    });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    page?.close();
  });

  test(
    `[SD70] [SD71] [SD72] ${shares.browser} sessions in Chromium, with its sockets and its database`,
    async () => {
      const tab = await browser.newPage();
      const seating = await inPage(tab);
      await tab.goto(page.url);
      await sideBySide(4, shares.browser, seating, ground);
    },
    atMost(shares.browser),
  );
});
