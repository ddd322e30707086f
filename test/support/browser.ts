/**
 * People at browsers of their own, in Chromium, with everything that came to them.
 *
 *   const browser = await openBrowser();
 *   const kei = await browser.visit(server.url, { language: 'ja-JP' });
 *   await kei.enter('acme', 'kei@example.com', testPassword);
 *   expect(await kei.everything()).not.toContain(canary);
 */
import { existsSync } from 'node:fs';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { testPassword } from './server.ts';

const executablePath = '/usr/bin/chromium';
/** Whether browser tests run here: without Chromium they are skipped by name, but not in CI. */
export const hasBrowser = process.env['CI'] === 'true' || existsSync(executablePath);

export type Visit = {
  readonly language?: string;
  readonly dark?: boolean;
  readonly width?: number;
  readonly height?: number;
};

/** Somebody at a browser. */
export class Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Every frame of every socket, both ways, and every answer of the server but scripts and styles. */
  readonly heard: string[] = [];
  /** What the browser complained of: errors of the page, and what its security policy forbade. */
  readonly complaints: string[] = [];

  constructor(context: BrowserContext, page: Page) {
    this.context = context;
    this.page = page;
    page.on('websocket', (socket) => {
      socket.on('framereceived', ({ payload }) => this.heard.push(payload.toString()));
      socket.on('framesent', ({ payload }) => this.heard.push(payload.toString()));
    });
    page.on('response', (response) => {
      if (!response.url().includes('/assets/'))
        void response.text().then(
          (text) => this.heard.push(text),
          () => {},
        );
    });
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
  }

  async enter(portal: string, email: string, password: string = testPassword): Promise<this> {
    await this.page.locator('input[name=portal]').fill(portal);
    await this.page.locator('input[name=email]').fill(email);
    await this.page.locator('input[name=password]').fill(password);
    await this.page.locator('button[type=submit]').click();
    await this.live();
    return this;
  }

  live(): Promise<void> {
    return this.page.locator('[role=status][data-state=live]').waitFor();
  }

  row(id: string) {
    return this.page.locator(`tr[data-id="${id}"]`);
  }

  cell(id: string, field: string) {
    return this.row(id).locator(`td[data-field="${field}"]`);
  }

  /** Opens a record by its row. */
  async open(id: string) {
    await this.row(id).locator('a').click();
    await this.panel.locator('[data-field]').first().waitFor();
  }

  get panel() {
    return this.page.getByRole('complementary');
  }

  field(name: string) {
    return this.panel.locator(`[data-field="${name}"]`);
  }

  /** Chooses among the choices of a field of the open record. */
  async choose(field: string, choice: string) {
    await this.field(field).getByRole('combobox').click();
    await this.page.locator('[data-combobox-option]', { hasText: choice }).click();
  }

  /** Everything this browser holds or was told. */
  async everything(): Promise<string> {
    return [await this.held(), ...this.heard].join('\n');
  }

  /** Everything this browser holds now: the page, what is typed, and every store. */
  async held(): Promise<string> {
    const stored = await this.page.evaluate(async () => ({
      kept: await Promise.all(
        (await indexedDB.databases()).map(async ({ name = '' }) => {
          const opening = indexedDB.open(name);
          const database = await new Promise<IDBDatabase>((done) => (opening.onsuccess = () => done(opening.result)));
          const reading = database.transaction('kept').objectStore('kept').getAll();
          const all = await new Promise<unknown[]>((done) => (reading.onsuccess = () => done(reading.result)));
          database.close();
          return [name, all];
        }),
      ),
      local: JSON.stringify(localStorage),
      session: JSON.stringify(sessionStorage),
      caches: await caches
        .open('genkan-page')
        .then((shelf) => shelf.keys())
        .then((kept) => kept.map(({ url }) => url)),
      inputs: [...document.querySelectorAll('input, textarea')].map((input) => Reflect.get(input, 'value')),
    }));
    const state = JSON.stringify(await this.context.storageState());
    return [await this.page.content(), JSON.stringify(stored), state].join('\n');
  }

  close(): Promise<void> {
    return this.context.close();
  }
}

export async function openBrowser() {
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });
  return {
    async visit(
      url: string,
      { language = 'en-US', dark = false, width = 1280, height = 800 }: Visit = {},
    ): Promise<Visitor> {
      const context = await browser.newContext({
        locale: language,
        colorScheme: dark ? 'dark' : 'light',
        reducedMotion: 'reduce',
        viewport: { width, height },
      });
      const visitor = new Visitor(context, await context.newPage());
      await visitor.page.goto(url);
      return visitor;
    },
    close: () => browser.close(),
  };
}
export type TestBrowser = Awaited<ReturnType<typeof openBrowser>>;
