import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BadLine } from '../../libs/testing/src/bad-line.ts';
import { hasBrowser, openBrowser, type TestBrowser, type Visitor } from '../support/browser.ts';
import { buildPages } from '../support/built-pages.ts';
import { faultsOf } from '../support/faults-of.ts';
import { startServer, type Loose, type TestServer } from '../support/server.ts';
import { makeWorld, resellerTabs, type World } from '../support/world.ts';

const here = hasBrowser ? describe : describe.skip;
const long = 60_000;

here('writing in the partner dashboard, in Chromium (needs /usr/bin/chromium)', () => {
  let server: TestServer;
  let world: World;
  let browser: TestBrowser;
  let line: BadLine;
  let url: string;

  const own = { kind: 'created', edit: ['Name', 'Title'], delete: true, copy: true };
  const contacts = (create: readonly string[] | null) => ({
    layouts: { Standard: ['Name', 'Title', 'Account'] },
    reaches: [own],
    create,
  });
  const accounts = { layouts: { Standard: ['Name'] }, reaches: [{ kind: 'all' }] };
  const grant = (create: readonly string[] | null) =>
    world.act('configure-user-type', {
      userType: world.types.reseller,
      tabs: { ...resellerTabs, Contacts: contacts(create), Accounts: accounts },
    });

  beforeAll(async () => {
    buildPages();
    server = await startServer();
    world = await makeWorld(server);
    browser = await openBrowser();
    line = new BadLine(new URL(server.url));
    url = await line.listen();
    server.house.origins.add(url);
    await grant(['Name', 'Title', 'Account']);
  }, long);
  afterAll(async () => {
    await browser?.close();
    await line?.close();
    await server?.close();
  });

  const enter = async (path = '', email = `kei@${world.slug}-partners.example.com`): Promise<Visitor> =>
    (await browser.visit(`${url}${path}`)).enter(world.slug, email);
  /** Somebody of the staff, and a partner he invited. */
  const invited = async () => {
    const staff = { email: 'inga@example.com', name: 'Inga', roles: ['portal-manager'] };
    const { member: inviter } = await world.act('add-staff', staff);
    const { id: record } = await world.act('create-record', { module: 'Contacts', fields: { Name: 'Ines' } });
    const ines = { userType: world.types.reseller, record, email: `ines@${world.slug}-partners.example.com` };
    await server.setPassword(world.id, (await server.run(world.id, inviter, 'add-member', ines)).member);
    return { inviter, email: ines.email };
  };
  const ownerOf = async (id: string) => {
    const { known } = await server.house.log.gather(world.id, [{ ask: 'record', module: 'Contacts', id }]);
    return known.record('Contacts', id)?.owner;
  };
  const staffRead = async (path: string): Promise<Loose> => (await (await world.admin()).get(path)).json;
  const button = ({ page }: Visitor, name: string) => page.getByRole('button', { name, exact: true });

  test('[PG20, PG21] [S0-80] a partner adds a contact, staff have it at once and his inviter owns it, he copies and deletes what is his', async () => {
    const { inviter, email } = await invited();
    const kei = await enter('/records/Contacts', email);
    await button(kei, 'New').click();
    await kei.field('Name').getByText('*').waitFor();
    await button(kei, 'Create').click();
    await kei.field('Name').getByText('This field is mandatory').waitFor();
    await kei.field('Name').locator('input').fill('Rosa Alder');
    await kei.field('Account').getByRole('combobox').fill('Bir');
    await kei.page.locator('[data-combobox-option]', { hasText: 'Birch' }).click();
    const staff = await (await world.admin()).connect();
    await staff.ask('subscribe', { module: 'Contacts' });
    await kei.field('Title').locator('input').fill('Buyer');
    await kei.field('Title').locator('input').press('Enter');
    await kei.panel.getByRole('heading', { name: 'Rosa Alder' }).waitFor();
    const id = new URL(kei.page.url()).searchParams.get('open') ?? '';
    await kei.row(id).waitFor();
    const record = await staffRead(`/api/records/Contacts/${id}`);
    expect(record.fields).toMatchObject({ Name: 'Rosa Alder', Title: 'Buyer', Account: world.accounts.birch });
    await staff.next('frame', (frame: Loose) => JSON.stringify(frame).includes(id));
    expect(await ownerOf(id)).toBe(inviter);

    await button(kei, 'Copy').click();
    await kei.page.waitForFunction((first) => !window.location.search.includes(first), id);
    await kei.panel.getByRole('heading', { name: 'Rosa Alder' }).waitFor();
    const copy = new URL(kei.page.url()).searchParams.get('open') ?? '';
    await kei.row(copy).waitFor();
    await button(kei, 'Delete').click();
    await kei.panel.getByText('Delete this record?').waitFor();
    await button(kei, 'Delete').click();
    await kei.panel.waitFor({ state: 'detached' });
    await kei.row(copy).waitFor({ state: 'detached' });
    await kei.row(id).waitFor();
    expect(kei.complaints).toEqual([]);
    await staff.close();
    await kei.close();
  }, 60_000);

  test('[PG20] a refusal leaves what was filled in, and the right is asked for at each moment', async () => {
    const kei = await enter('/records/Contacts?create=true');
    await kei.field('Name').locator('input').fill('Tom Birch');
    await grant(['Name', 'Title']);
    await kei.field('Account').waitFor({ state: 'detached' });
    await grant(null);
    await button(kei, 'New').waitFor({ state: 'detached' });
    await button(kei, 'Create').click();
    await kei.panel.getByRole('alert').getByText('You do not have permission.').waitFor();
    expect(await kei.field('Name').locator('input').inputValue()).toBe('Tom Birch');
    await grant(['Name', 'Title', 'Account']);
    await button(kei, 'New').waitFor();
    await button(kei, 'Create').click();
    await kei.panel.getByRole('heading', { name: 'Tom Birch' }).waitFor();
    await kei.close();
  }, 60_000);

  test('[PG22, PG23] offline: loaded anew, written, withdrawn meanwhile, told why; signed out, nothing is left', async () => {
    const fields = { Name: 'canary-8c1e', Contact: world.contacts.kei, Amount: 77_131 };
    const { id } = await world.act('create-record', { module: 'Deals', fields });
    const kei = await enter();
    const { page } = kei;
    await kei.row(id).waitFor();
    await page.evaluate(async () => {
      const kept = async () => navigator.serviceWorker.controller !== null && (await caches.match('/')) !== undefined;
      while (!(await kept())) await new Promise((resolve) => setTimeout(resolve, 50));
    });
    line.down();
    await page.reload();
    await page.getByText('You are offline').waitFor();
    await kei.cell(id, 'Amount').getByText('77,131').waitFor();
    await kei.open(id);
    await kei.choose('Stage', 'Won');
    await page.getByText('1 edit is waiting').waitFor();
    await world.act('update-record', { module: 'Deals', id, set: { Contact: null } });
    await page.reload();
    await page.getByText('1 edit is waiting').waitFor();
    line.heal();
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    const note = page.locator('[data-inbox]');
    await note.getByText('There is nothing here that you may see').waitFor();
    await note.getByText('Won').waitFor();
    await kei.row(id).waitFor({ state: 'detached' });
    await kei.live();
    for (const secret of ['canary-8c1e', '77131', '77,131']) expect(await kei.held()).not.toContain(secret);
    await page.reload();
    await note.getByText('Won').waitFor();
    await note.getByRole('button', { name: 'Close' }).click();
    await note.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Profile' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.evaluate(() => indexedDB.databases())).toEqual([]);
    await kei.close();
  }, 60_000);

  test('[PG25] a part of the page that fails is one sentence with ways on, and the rest of the page stays', async () => {
    const kei = await browser.visit(`${url}/records/Deals?view=board`);
    const { page } = kei;
    await page.evaluate(() => sessionStorage.setItem('genkan-loaded-anew', String(Date.now()))); // it was not an old version
    await kei.context.route(/assets\/record-board/, (route) =>
      route.fulfill({ contentType: 'text/javascript', body: 'throw new Error("canary-91ab at its stack")' }),
    );
    await kei.enter(world.slug, `kei@${world.slug}-partners.example.com`);
    await page.getByRole('alert').getByText('This should not have happened').waitFor();
    expect(await page.locator('body').innerText()).not.toContain('canary-91ab');
    expect(await page.getByRole('button', { name: 'Load it again' }).count()).toBe(1);
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('link', { name: 'Contacts', exact: true }).click();
    await page.getByRole('heading', { name: /^Contacts/ }).waitFor();
    await page.getByRole('link', { name: 'Deals', exact: true }).click();
    await kei.row(world.deals.shared).waitFor();
    await kei.close();
  }, 60_000);

  test('[PG24] a page whose scripts are gone from the server loads the new version', async () => {
    const kei = await browser.visit(server.url);
    let missing = 1;
    await kei.context.route(/assets\/inside/, (route) =>
      missing-- > 0 ? route.fulfill({ status: 404 }) : route.continue(),
    );
    await kei.enter(world.slug, `kei@${world.slug}-partners.example.com`);
    expect(missing).toBeLessThan(0);
    await kei.close();
  }, 60_000);
});
