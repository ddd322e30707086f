import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildPages } from '../support/built-pages.ts';
import { hasBrowser, openBrowser, type TestBrowser, type Visitor } from '../support/browser.ts';
import { BadLine } from '../../libs/testing/src/bad-line.ts';
import { startServer, testPassword, type TestServer } from '../support/server.ts';
import { makeWorld, resellerTabs, type World } from '../support/world.ts';

const here = hasBrowser ? describe : describe.skip;
const long = 60_000;

here('the partner dashboard, in Chromium (needs /usr/bin/chromium)', () => {
  let server: TestServer;
  let world: World;
  let browser: TestBrowser;

  beforeAll(async () => {
    buildPages();
    server = await startServer();
    world = await makeWorld(server);
    browser = await openBrowser();
  }, long);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const email = (name: string) => `${name}@${world.slug}-partners.example.com`;
  const enter = async (name: 'kei' | 'maria'): Promise<Visitor> =>
    (await browser.visit(server.url)).enter(world.slug, email(name));
  const set = (id: string, fields: object) => world.act('update-record', { module: 'Deals', id, set: fields });
  const headings = ({ page }: Visitor) => page.locator('th').allTextContents();

  test('[SD23, PG1, PG2] two people side by side see a change arrive, each masked, and the hidden is nowhere', async () => {
    const canary = 'canary-5d1f0a';
    const { shared, hidden } = world.deals;
    await set(hidden, { Name: canary });
    await set(shared, { Amount: 5_310_731 });
    const [kei, maria] = await Promise.all([enter('kei'), enter('maria')]);
    expect(await headings(kei)).toEqual(['Name', 'Stage', 'Amount', 'Account']);
    expect(await headings(maria)).toEqual(['Name', 'Stage']);
    expect(await kei.page.locator('output').textContent()).toBe('1');

    await kei.open(shared);
    await kei.choose('Stage', 'Won');
    await maria.cell(shared, 'Stage').getByText('Won').waitFor();
    await set(shared, { Name: 'Valves', Amount: 6_420_842 });
    await kei.cell(shared, 'Amount').getByText('6,420,842').waitFor();
    await kei.page.locator('[data-sum=Amount]').getByText('6,420,842').waitFor();
    await maria.cell(shared, 'Name').getByText('Valves').waitFor();

    const [his, hers] = await Promise.all([kei.everything(), maria.everything()]);
    expect(his).toContain('6420842');
    expect(hers).toContain('Won');
    for (const secret of [canary, hidden]) expect(his + hers).not.toContain(secret);
    for (const secret of ['5310731', '6420842', '6,420,842', '"Amount"', world.accounts.birch, testPassword])
      expect(hers).not.toContain(secret);
    expect([...kei.complaints, ...maria.complaints]).toEqual([]);
    await Promise.all([kei.close(), maria.close()]);
  }, 60_000);

  test('[SD22] who comes back is let in by his cookie, and signs out for good', async () => {
    const kei = await enter('kei');
    await kei.page.reload();
    await kei.live();
    await kei.page.getByRole('button', { name: 'Profile' }).click();
    await kei.page.getByRole('menuitem', { name: 'Sign out' }).click();
    await kei.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await kei.page.reload();
    await kei.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await kei.close();
  }, 60_000);

  test('[SD22] a wrong password is told in one sentence, and what is no page is not the page', async () => {
    const somebody = await browser.visit(server.url);
    const { page } = somebody;
    await page.getByLabel('Portal').fill(world.slug);
    await page.getByLabel('E-mail').fill('nobody@example.com');
    await page.getByLabel('Password', { exact: true }).fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('Check both.').waitFor();
    expect(await page.getByLabel('E-mail').inputValue()).toBe('nobody@example.com');
    const status = async (path: string) => (await fetch(new URL(path, server.url))).status;
    expect(await Promise.all(['/assets/none.js', '/nowhere', '/records/a/b'].map(status))).toEqual([404, 404, 404]);
    expect(await Promise.all(['/', '/records/Deals?view=board'].map(status))).toEqual([200, 200]);
    await somebody.close();
  }, 60_000);

  /** A deal that kei may see and edit. */
  const deal = async (fields: object): Promise<string> =>
    (await world.act('create-record', { module: 'Deals', fields: { Contact: world.contacts.kei, ...fields } })).id;
  const grant = (edit: readonly string[]) =>
    world.act('configure-user-type', {
      userType: world.types.reseller,
      tabs: { Deals: { ...resellerTabs.Deals, reaches: [{ kind: 'related', path: 'Contact', edit }] } },
    });

  test('[PG3] what may be edited follows the rights at once, and who is typing when they go is told why', async () => {
    const id = await deal({ Name: 'Gaskets', Amount: 70 });
    const kei = await enter('kei');
    await kei.open(id);
    expect(await kei.field('Name').locator('input').count()).toBe(0);
    await kei.field('Name').getByLabel('Read only').waitFor();
    await grant(['Name', 'Stage', 'Amount']);
    await kei.field('Name').locator('input').fill('Gaskets, red');
    await grant(['Stage', 'Amount']);
    await kei.field('Amount').locator('input').waitFor();
    await kei.field('Name').locator('input').press('Enter');
    const notice = kei.field('Name').getByRole('alert');
    await notice.getByText('You do not have permission.').waitFor();
    expect(await notice.textContent()).toContain('Gaskets, red');
    expect(await kei.field('Name').locator('input').count()).toBe(0);
    await notice.getByRole('button', { name: 'Discard' }).click();
    await notice.waitFor({ state: 'detached' });
    expect(kei.complaints).toEqual([]);
    await kei.close();
  }, 60_000);

  test('[PG4] two people at one record: different fields merge, the same field asks', async () => {
    const id = await deal({ Name: 'Flanges', Amount: 100 });
    const kei = await enter('kei');
    await kei.open(id);
    const amount = kei.field('Amount').locator('input');
    await amount.fill('150');
    await set(id, { Amount: 170, Name: 'Flanges, wide' });
    await kei.cell(id, 'Amount').getByText('170').waitFor();
    expect(await amount.inputValue()).toBe('150');
    await amount.press('Enter');
    const bar = kei.field('Amount').getByRole('alert');
    expect((await bar.locator('dd').allTextContents()).map((text) => text.replace(/[^0-9]/g, ''))).toEqual([
      '150',
      '170',
    ]);
    await bar.getByRole('button', { name: 'Keep mine' }).click();
    await kei.cell(id, 'Amount').getByText('150').waitFor();
    await kei.field('Amount').getByText('Saving').waitFor({ state: 'detached' });
    await kei.choose('Stage', 'Engaging');
    await kei.cell(id, 'Stage').getByText('Engaging').waitFor();
    const { json } = await (await world.admin()).get(`/api/records/Deals/${id}`);
    expect(json.fields).toMatchObject({ Name: 'Flanges, wide', Amount: 150, Stage: 'Engaging' });
    await kei.close();
  }, 60_000);

  test('[PG5] a record that is withdrawn while it is open leaves nothing but what one had typed', async () => {
    const id = await deal({ Name: 'canary-withdrawn', Amount: 41 });
    const kei = await enter('kei');
    await kei.open(id);
    await kei.field('Amount').locator('input').fill('4242');
    await set(id, { Contact: null });
    await kei.panel.getByText('no longer shared with you').waitFor();
    await kei.page.getByText('4242').waitFor();
    expect(await kei.page.content()).not.toContain('canary-withdrawn');
    expect(await kei.row(id).count()).toBe(0);
    await kei.close();
  }, 60_000);

  test('[PG2, PG6] a new record waits to be shown, and is counted at once', async () => {
    const first = await deal({ Name: 'Anchors', Amount: 1_000 });
    const kei = await enter('kei');
    await kei.row(first).waitFor();
    const count = Number(await kei.page.locator('output').textContent());
    const sum = async () => Number((await kei.page.locator('[data-sum=Amount]').textContent())?.replace(/[^0-9]/g, ''));
    const before = await sum();
    const id = await deal({ Name: 'Bolts', Amount: 2_345 });
    await kei.page.getByRole('button', { name: '1 new' }).waitFor();
    expect([await kei.row(id).count(), await sum()]).toEqual([0, before + 2_345]);
    expect(await kei.page.locator('output').textContent()).toBe(String(count + 1));
    await kei.page.getByRole('button', { name: '1 new' }).click();
    await kei.row(id).waitFor();
    await kei.page.getByLabel('Search').fill('bolts');
    await kei.row(first).waitFor({ state: 'detached' });
    expect(await sum()).toBe(2_345);
    await kei.page.reload();
    await kei.row(id).waitFor();
    expect(await kei.page.locator('output').textContent()).toBe('1');
    await kei.close();
  }, 60_000);

  test('[PG7] a card is moved by menu or by hand, at once, and goes back with the reason when it is refused', async () => {
    const id = await deal({ Name: 'Couplings', Stage: 'Prospecting', Amount: 5 });
    const line = new BadLine(new URL(server.url));
    const url = await line.listen();
    server.house.origins.add(url);
    const kei = await (await browser.visit(`${url}/records/Deals?view=board`)).enter(world.slug, email('kei'));
    const { page } = kei;
    const card = (column: string) => page.locator(`[data-column="${column}"] article[data-id="${id}"]`);
    const count = async (column: string) =>
      Number(await page.locator(`[data-column="${column}"] output`).textContent());
    await card('Prospecting').waitFor();
    const won = await count('Won');
    await card('Prospecting').getByRole('button').press('Enter');
    await page.getByRole('menuitem', { name: 'Won' }).press('Enter');
    await card('Won').waitFor();
    expect(await count('Won')).toBe(won + 1);
    await card('Won').getByRole('button').and(page.locator(':focus')).waitFor();
    await card('Won').dragTo(page.locator('[data-column="Engaging"] > div'));
    await card('Engaging').waitFor();
    await page.locator('article[data-pending=true]').waitFor({ state: 'detached' });

    line.down();
    await page.getByText('You are offline').waitFor();
    await card('Engaging').getByRole('button').press('Enter');
    await page.getByRole('menuitem', { name: 'Lost' }).press('Enter');
    await card('Lost').waitFor();
    await page.getByText('1 edit is waiting').waitFor();
    await grant(['Amount']);
    await page.getByRole('button', { name: 'Try now' }).click(); // in vain, and nothing that waits is lost
    await page.getByText('1 edit is waiting').waitFor();
    line.heal(); // from here on it goes on by itself, whenever it tries next
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await page.getByRole('alert').getByText('You do not have permission.').waitFor();
    await card('Engaging').waitFor();
    await grant(['Stage', 'Amount']);
    await kei.close();
    await line.close();
  }, 60_000);

  test('[PG8] who else is at a record is shown there, and which field he is typing in', async () => {
    const id = await deal({ Name: 'Rivets' });
    const kei = await enter('kei');
    await kei.open(id);
    const staff = await (await world.admin()).connect();
    await staff.ask('presence', { module: 'Deals', id, at: { editing: 'Amount' }, watch: true });
    await kei.panel.getByLabel('Also here: Admin Example').waitFor();
    await kei.field('Amount').getByText('Admin Example is editing').waitFor();
    await kei.field('Amount').locator('input').focus();
    await staff.next('present', ({ others }) => others.some(({ at }: { at: object }) => 'editing' in at));
    await staff.close();
    await kei.panel.getByLabel('Also here').waitFor({ state: 'detached' });
    await kei.close();
  }, 60_000);

  test('[PG27] the history of an open record is told where one asks for it, and goes on as one looks', async () => {
    const id = await deal({ Name: 'Springs' });
    const rename = (Name: string) => world.act('update-record', { module: 'Deals', id, set: { Name } });
    await rename('Coils');
    const kei = await enter('kei');
    await kei.open(id);
    expect(await kei.panel.locator('del').count()).toBe(0);
    await kei.panel.getByText('History').click();
    await kei.panel.locator('del', { hasText: 'Springs' }).waitFor();
    await rename('Bolts');
    await kei.panel.locator('ins', { hasText: 'Bolts' }).waitFor();
    expect(await kei.panel.locator('del').allTextContents()).toEqual(['Coils', 'Springs']);
    expect(await kei.panel.textContent()).not.toContain('Admin Example');
    await kei.close();
  }, 60_000);
});
