import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startServer, type Loose, type Person, type TestServer } from '../support/server.ts';

/** As many as the goal names. */
const leads = 3632;

let server: TestServer;
let admin: Person;
beforeAll(async () => {
  server = await startServer({ database: 'pglite' });
}, 60_000);
afterAll(() => server.close());

test('[G-31] a module of leads is converted by rule, every page as its dry run said', async () => {
  const portal = await server.found({ slug: 'acme' });
  const act = (name: string, input: unknown) => server.run(portal.id, portal.administrator, name, input);
  admin = await server.signIn('acme', portal.email, portal.password);
  const type = async (name: string, base: string, tabs: object) => {
    const { userType } = await act('create-user-type', { name, base });
    await act('configure-user-type', { userType, tabs });
    return userType;
  };
  const own = { layouts: { Standard: ['Name'] }, reaches: [{ kind: 'self' }] };
  const Products = { layouts: { Standard: ['Name'] }, reaches: [{ kind: 'all' }] };
  const client = await type('Client', 'Contacts', { Contacts: own, Products });
  const prospect = await type('Prospect', 'Leads', { Leads: own });
  await act('create-record', { module: 'Products', fields: { Name: 'Tea' } });
  const criteria = { field: 'Source', is: 'is', value: 'Web' };
  const mapping = { Contacts: { Name: 'Name', Email: 'Email' }, Accounts: {}, Deals: {} };
  const rules = { Web: { label: 'Web', criteria, userType: client } };
  await act('configure-conversion', { mapping, lookups: {}, portalAccess: 'refuse', rules });
  for (let at = 0; at < leads; at += 500) {
    const rows = Array.from({ length: Math.min(500, leads - at) }, (_, n) => ({
      externalId: `lead-${at + n}`,
      fields: { Name: `Lead ${at + n}`, Source: 'Web' },
    }));
    const made = await act('import-records', { module: 'Leads', rows });
    for (const { id } of made.rows.slice(0, 20)) {
      await act('add-member', { userType: prospect, record: id, email: `${id}@example.net` });
    }
  }

  const pages: Loose[] = [];
  for (let next: string | null = '', query = ''; next !== null; query = `?cursor=${next}`) {
    const { json } = await admin.get(`/api/conversion-dry-run/Web${query}`);
    if (json.expect !== null) pages.push(json);
    next = json.next;
  }
  expect(pages.flatMap((page) => page.leads)).toHaveLength(leads);
  const gains = { gained: 1, lost: 0 };
  for (const { modules } of pages.flatMap((page) => page.people)) {
    expect(modules).toContainEqual({ module: 'Products', records: gains, values: gains });
  }
  const told = [];
  for (const page of pages) {
    const ids = page.leads.map((one: Loose) => one.lead);
    const { rows } = await act('convert-leads', { rule: 'Web', ids, expect: page.expect });
    told.push(...rows);
  }
  expect(told.map(({ outcome }: Loose) => outcome)).toEqual(Array(leads).fill('converted'));
  expect((await admin.get('/api/records/Leads/count')).json).toEqual({ count: 0 });
  expect((await admin.get('/api/records/Contacts/count')).json).toEqual({ count: leads });
}, 120_000);
