import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hasBrowser, openBrowser, type TestBrowser, type Visit, type Visitor } from '../support/browser.ts';
import { buildPages } from '../support/built-pages.ts';
import { faultsOf } from '../support/faults-of.ts';
import { startServer, type Line, type TestServer } from '../support/server.ts';
import { makeWorld, type World } from '../support/world.ts';

const here = hasBrowser ? describe : describe.skip;
const long = 90_000;

here('the ops console, in Chromium (needs /usr/bin/chromium)', () => {
  let server: TestServer;
  let world: World;
  let browser: TestBrowser;
  let lines: Line[] = [];

  beforeAll(async () => {
    buildPages();
    server = await startServer();
    world = await makeWorld(server);
    lines = await Promise.all([world.kei(), world.maria()].map(async (person) => (await person).connect()));
    for (const line of lines) await line.subscribe('Deals');
    browser = await openBrowser();
  }, long);
  afterAll(async () => {
    for (const line of lines) await line.close();
    await browser?.close();
    await server?.close();
  });

  const address = (path = '') => `${server.url}/console${path}`;
  const enter = async (path = '', look: Visit = {}): Promise<Visitor> =>
    (await browser.visit(address(path), look)).enter(world.slug, world.email);
  const search = (given: object) => `?with=${encodeURIComponent(JSON.stringify(given))}`;
  const shared = () => world.deals.shared;

  test('[OC5] who signs in from outside is told where his own page is', async () => {
    const kei = await browser.visit(address());
    await kei.page.locator('input[name=portal]').fill(world.slug);
    await kei.page.locator('input[name=email]').fill(`kei@${world.slug}-partners.example.com`);
    await kei.page.locator('input[name=password]').fill(world.password);
    await kei.page.locator('button[type=submit]').click();
    await kei.page.getByRole('heading', { name: 'This is the console of the staff' }).waitFor();
    expect(await kei.page.getByRole('navigation').count()).toBe(0);
    await kei.page.getByRole('link', { name: 'Go to the dashboard' }).click();
    await kei.page.getByRole('link', { name: 'Deals', exact: true }).waitFor();
    const status = async (path: string) => (await fetch(address(path))).status;
    expect(await Promise.all(['/records/Deals?open=1', '/commands/end-sessions', '/live'].map(status))).toEqual([
      200, 200, 200,
    ]);
    expect(await Promise.all(['/nowhere', '/live/x', '/assets/none.js'].map(status))).toEqual([404, 404, 404]);
    expect(kei.complaints).toEqual([]);
    await kei.close();
  }, 90_000);

  test('[OC6, OC7] a command is run by its form, and its entry is seen live with its delivery', async () => {
    const watching = await enter('/live');
    await watching.page.locator('tbody tr[data-id]').first().waitFor();
    const ann = await enter(`/commands/update-record${search({ module: 'Deals', id: shared() })}`);
    const form = ann.page.getByRole('form', { name: 'update-record' });
    await form.getByLabel('Add a field').first().click();
    await ann.page.locator('[data-combobox-option]', { hasText: 'Stage' }).click();
    await form.locator('[data-form-field=Stage]').getByRole('combobox').click();
    await ann.page.locator('[data-combobox-option]', { hasText: 'Won' }).click();
    await form.getByLabel('Add a field').first().click();
    await ann.page.locator('[data-combobox-option]', { hasText: 'Amount' }).click();
    await form.locator('[data-form-field=Amount]').locator('input').fill('4711');
    await form.getByRole('button', { name: 'Run' }).click();
    await ann.page.locator('[data-status=applied]').waitFor();
    expect(await ann.page.locator('[data-status=applied]').textContent()).toContain('"replayed": false');
    const sequence = await server.house.log.head(world.id);

    const row = watching.row(String(sequence));
    await row.getByText('Stage').waitFor();
    expect(await row.textContent()).toContain('Admin Example');
    await row.locator('a').click();
    const told = (member: string) => watching.panel.locator(`[data-member="${member}"] [data-outcome]`);
    await told(world.members.kei).waitFor();
    expect(await told(world.members.kei).getAttribute('data-outcome')).toBe('sent');
    expect(await told(world.members.maria).getAttribute('data-outcome')).toBe('masked');
    expect(await told(world.members.maria).textContent()).toContain('Left out: Amount');

    await watching.page.getByRole('button', { name: 'Pause' }).click();
    await world.act('update-record', { module: 'Deals', id: world.deals.hidden, set: { Amount: 5 } });
    await watching.page.getByText('1 waiting').waitFor();
    expect(await watching.row(String(sequence + 1)).count()).toBe(0);
    await watching.page.getByRole('button', { name: 'Go on' }).click();
    await watching
      .row(String(sequence + 1))
      .locator('a')
      .click();
    await told(world.members.kei).waitFor();
    expect(await told(world.members.kei).getAttribute('data-outcome')).toBe('withheld');
    expect(await told(world.members.kei).textContent()).toContain('not within reach');
    expect(await watching.everything()).not.toContain(world.password);
    expect([...ann.complaints, ...watching.complaints]).toEqual([]);
    await Promise.all([ann.close(), watching.close()]);
  }, 90_000);

  test('[OC1] every command of the catalogue has its form, and says what is wrong where it is wrong', async () => {
    const ann = await enter('/commands');
    const { page } = ann;
    const names = await page.locator('nav a[title]').allTextContents();
    const { commands } = (await (await world.admin()).get('/api/catalogue')).json;
    expect([...names].sort()).toEqual(commands.map(({ name }: { name: string }) => name).sort());
    for (const name of names) {
      await page.locator('nav a[title]', { hasText: new RegExp(`^${name}$`) }).click();
      await page.getByRole('form', { name, exact: true }).waitFor();
    }
    await page.locator('nav a[title]', { hasText: /^create-user-type$/ }).click();
    const form = page.getByRole('form', { name: 'create-user-type' });
    await form.getByRole('button', { name: 'Run' }).click();
    await page.locator('[data-status=rejected]').waitFor();
    expect(await form.getByLabel('Base').getAttribute('aria-invalid')).toBe('true');
    await form.getByLabel('Name').fill('Installer');
    await form.getByLabel('Base').click();
    await page.locator('[data-combobox-option]', { hasText: 'Contacts' }).click();
    await form.getByRole('button', { name: 'Run' }).click();
    await page.locator('[data-status=applied]').waitFor();
    expect(ann.complaints).toEqual([]);
    await ann.close();
  }, 90_000);

  test('[OC8] a record is edited, looked back at, deleted and brought back where one stands', async () => {
    const { id } = await world.act('create-record', { module: 'Deals', fields: { Name: 'Gaskets', Amount: 7 } });
    const ann = await enter('/records/Deals');
    await ann.open(id);
    await ann.field('Amount').locator('input').fill('42');
    await ann.field('Amount').locator('input').press('Enter');
    await ann.cell(id, 'Amount').getByText('42').waitFor();
    await ann.panel.getByText('History').click();
    const newest = ann.panel.getByRole('listitem').filter({ hasText: '42' });
    await newest.getByText('Admin Example').waitFor();
    await ann.panel.getByRole('button', { name: 'Delete' }).click();
    await ann.panel.getByRole('button', { name: 'Delete' }).click();
    await ann.row(id).waitFor({ state: 'detached' });
    await ann.page.getByRole('button', { name: 'Restore' }).click();
    await ann.row(id).waitFor();
    expect(ann.complaints).toEqual([]);
    await ann.close();
  }, 90_000);

  test('[OC9] a member’s sessions are shown, and ended by a command', async () => {
    const ann = await enter('/members');
    await ann.row(world.members.maria).locator('a').click();
    await ann.panel.getByText('Deals', { exact: true }).waitFor();
    await ann.panel.getByRole('button', { name: 'End all sessions' }).click();
    await ann.panel.getByRole('button', { name: 'End all sessions' }).click();
    await ann.panel.getByText('Applied').waitFor();
    await ann.panel.getByText('Not connected now.').waitFor();
    expect(ann.complaints).toEqual([]);
    await ann.close();
  }, 90_000);

  test('[OC10] pages and commands are found by keyboard', async () => {
    const ann = await enter('/members');
    await ann.row(world.members.kei).waitFor();
    await ann.page.keyboard.press('Control+k');
    await ann.page.getByPlaceholder('Find a page or a command').waitFor();
    await ann.page.keyboard.type('deactivate');
    await ann.page.keyboard.press('ArrowDown');
    await ann.page.keyboard.press('Enter');
    await ann.page.getByRole('form', { name: 'deactivate-member' }).waitFor();
    expect(ann.complaints).toEqual([]);
    await ann.close();
  }, 90_000);

  const looks = ['en-US', 'ja-JP'].flatMap((language) => [false, true].map((dark) => ({ language, dark })));
  test.each(looks)(
    '[OC11] axe finds nothing on any page of the console ($language, dark: $dark)',
    async (look) => {
      const ann = await enter('/live', look);
      const { page } = ann;
      const found: Record<string, string[]> = {};
      await page.locator('tbody tr[data-id] a').first().click();
      await ann.panel.locator('h3').waitFor();
      found['live, with a trace'] = await faultsOf(page);
      await page.goto(address('/members'));
      await ann.row(world.members.kei).locator('a').click();
      await ann.panel.locator('h3').waitFor();
      found['members'] = await faultsOf(page);
      await page.goto(address(`/records/Deals?open=${shared()}`));
      await ann.panel.locator('[data-field]').first().waitFor();
      found['records'] = await faultsOf(page);
      await page.goto(address('/commands'));
      await page.locator('nav a[title]').first().waitFor();
      found['commands, none chosen'] = await faultsOf(page);
      const tabs = { Deals: { layouts: { Standard: ['Name'] }, reaches: [{ kind: 'self' }] } };
      await page.goto(address(`/commands/configure-user-type${search({ tabs })}`));
      await page.getByRole('form').getByRole('group').first().waitFor();
      await page.locator('form button[type=submit]').click();
      await page.locator('[data-status=rejected]').waitFor();
      found['a command, refused'] = await faultsOf(page);
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').waitFor();
      found['finder'] = await faultsOf(page);
      expect(Object.entries(found).filter(([, faults]) => faults.length > 0)).toEqual([]);
      expect(ann.complaints).toEqual([]);
      await ann.close();
    },
    90_000,
  );
});
