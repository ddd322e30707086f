import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildPages } from '../support/built-pages.ts';
import { hasBrowser, openBrowser, type TestBrowser } from '../support/browser.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { found } from '../rules/founded.ts';

const here = hasBrowser ? describe : describe.skip;
const self = [{ kind: 'self', edit: ['Phone'] }];
const all = [{ kind: 'all' }];

here('a lead at the dashboard, in Chromium (needs /usr/bin/chromium)', () => {
  let server: TestServer;
  let browser: TestBrowser;
  beforeAll(async () => {
    buildPages();
    server = await startServer();
    browser = await openBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test('[S0-86, G-30] becomes a contact on the open page: the tabs and rows change, no reload, no new sign-in', async () => {
    const { act, slug, standard } = await found(server);
    const lead = (await act('create-record', { module: 'Leads', fields: { Name: 'Aiko Mori', Company: 'K' } })).id;
    const tea = (await act('create-record', { module: 'Products', fields: { Name: 'Tea', UnitPrice: 3 } })).id;
    const { userType } = await act('create-user-type', { name: 'Prospect', base: 'Leads' });
    const Leads = { layouts: { Standard: ['Name', 'Phone'] }, reaches: self };
    const Contacts = { layouts: { Standard: ['Name', 'Phone'] }, reaches: self };
    const products = (...Standard: string[]) => ({ layouts: { Standard }, reaches: all });
    await act('configure-user-type', { userType, tabs: { Leads, Products: products('Name') } });
    const tabs = { Contacts, Products: products('Name', 'UnitPrice') };
    await act('configure-user-type', { userType: standard, tabs });
    const email = `${randomUUID()}@kunde.de`;
    const { member } = await act('add-member', { userType, record: lead, email });
    await server.setPassword((await server.house.log.portalBySlug(slug))!, member);

    const visitor = await (await browser.visit(server.url)).enter(slug, email);
    const { page } = visitor;
    const links = page.getByRole('navigation').getByRole('link');
    await visitor.row(lead).waitFor();
    expect(await links.allTextContents()).toEqual(['Leads', 'Products']);
    await page.evaluate(() => Reflect.set(globalThis, 'sameDocument', true));

    const { contact } = await act('convert-lead', { lead });
    await links.getByText('Contacts').waitFor();
    await visitor.row(lead).waitFor({ state: 'detached' });
    expect((await links.allTextContents()).sort()).toEqual(['Contacts', 'Products']);
    await links.getByText('Contacts').click();
    await visitor.cell(contact, 'Name').getByText('Aiko Mori').waitFor();
    await links.getByText('Products').click();
    await visitor.cell(tea, 'UnitPrice').waitFor();
    expect(await page.evaluate(() => Reflect.get(globalThis, 'sameDocument'))).toBe(true);
    expect(visitor.complaints).toEqual([]);
    await visitor.close();
  }, 60_000);
});
