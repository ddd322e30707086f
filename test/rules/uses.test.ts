import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ask, startServer, type Loose, type Person, type TestServer } from '../support/server.ts';
import { found, refusal, type Founded } from './founded.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const text = (name: string) => ({ name, label: name, type: 'text', required: name === 'Name', unique: false });
const lookup = (name: string, module: string) => ({ ...text(name), required: false, type: 'lookup', module });
const self = (fields: string[], edit: string[] = []) => ({
  layouts: { Standard: fields },
  reaches: [{ kind: 'self', edit }],
});
const rows = async (person: Person, module: string): Promise<Loose[]> =>
  (await person.get(`/api/records/${module}`)).json.rows;
const names = async (person: Person, module: string): Promise<string[]> =>
  (await rows(person, module)).map(({ fields }) => fields.Name).sort();
async function module({ act }: Founded, name: string, ...fields: object[]): Promise<void> {
  await act('define-module', { name, label: name });
  for (const field of [text('Name'), ...fields]) await act('define-field', { module: name, field });
}
const create = (person: Person, of: string, fields: object) => person.command('create-record', { module: of, fields });
const made = async (person: Person, of: string, fields: object): Promise<string> => {
  const { status, json } = await create(person, of, fields);
  if (status !== 200) throw new Error(`create-record answered ${status} ${JSON.stringify(json)}`);
  return json.result.id;
};

describe('what portals are used for', () => {
  test('[S0-4] the owner of a shop sees and edits results and customers of his shop, and of no other', async () => {
    const portal = await found(server);
    const { admin, contact, type, user } = portal;
    await module(portal, 'Shops', lookup('Owner', 'Contacts'));
    await module(portal, 'Results', lookup('Shop', 'Shops'), text('Turnover'));
    await module(portal, 'Customers', lookup('Shop', 'Shops'));
    const of = { kind: 'related', path: 'Shop.Owner' };
    for (const each of ['Results', 'Customers'])
      await portal.act('define-path', { module: each, steps: ['Shop', 'Owner'] });
    await server.house.directory.idle();
    const owners = await type('Shop owner', {
      Shops: { layouts: { Standard: ['Name'] }, reaches: [{ kind: 'related', path: 'Owner' }] },
      Results: { layouts: { Standard: ['Name', 'Turnover'] }, reaches: [{ ...of, edit: ['Turnover'] }] },
      Customers: { layouts: { Standard: ['Name', 'Shop'] }, reaches: [of], create: ['Name', 'Shop'] },
    });
    const me = await contact();
    const kei = await user(owners, me);
    const shops = { mine: { Name: 'Mine', Owner: me }, other: { Name: 'Other', Owner: await contact() } };
    const ids: Record<string, string> = {};
    for (const [key, fields] of Object.entries(shops)) {
      const Shop = await made(admin, 'Shops', fields);
      ids[key] = await made(admin, 'Results', { Name: `May, ${key}`, Shop });
      ids[`${key} shop`] = Shop;
      await made(admin, 'Customers', { Name: `Customer, ${key}`, Shop });
    }
    const all = await Promise.all(['Shops', 'Results', 'Customers'].map((one) => names(kei, one)));
    expect(all).toEqual([['Mine'], ['May, mine'], ['Customer, mine']]);
    const result = (id: string) => ({ module: 'Results', id, set: { Turnover: '100' } });
    expect((await kei.command('update-record', result(ids['mine']!))).status).toBe(200);
    expect(refusal(await kei.command('update-record', result(ids['other']!)))).toEqual([404, 'not-found']);
    expect((await create(kei, 'Customers', { Name: 'New', Shop: ids['mine shop'] })).status).toBe(200);
    const elsewhere = await create(kei, 'Customers', { Name: 'New', Shop: ids['other shop'] });
    expect(refusal(elsewhere)).toEqual([422, 'unknown-record']);
  });

  test('[S0-5, S0-6, S0-3] a car dealer’s customer edits his own details and files a repair; staff have both at once', async () => {
    const portal = await found(server);
    const { admin, contact, type, user } = portal;
    await module(portal, 'Repairs', lookup('Customer', 'Contacts'), text('Wish'));
    const me = await contact({ Phone: '1111111' });
    const repairs = {
      layouts: { Standard: ['Name', 'Wish', 'Customer'] },
      reaches: [{ kind: 'related', path: 'Customer' }],
    };
    const tabs = {
      Contacts: self(['Name', 'Phone'], ['Phone']),
      Repairs: { ...repairs, create: ['Name', 'Wish', 'Customer'] },
    };
    const kei = await user(await type('Vehicle service', tabs), me);
    const staff = await admin.connect();
    await staff.subscribe('Contacts');
    await staff.subscribe('Repairs');
    const from = staff.heard.length;
    await kei.command('update-record', { module: 'Contacts', id: me, set: { Phone: '2222222' } });
    const phone = await staff.next('frame', ({ changes }) => changes.length > 0, from);
    expect(phone.changes).toEqual([{ op: 'patch', module: 'Contacts', id: me, fields: { Phone: '2222222' } }]);
    const wish = await made(kei, 'Repairs', { Name: 'Brakes', Wish: 'They squeal', Customer: me });
    const filed = await staff.next('frame', ({ changes }) => changes.some(({ id }: Loose) => id === wish), from);
    expect(filed.changes).toMatchObject([{ op: 'put', module: 'Repairs', fields: { Wish: 'They squeal' } }]);
    expect((await rows(admin, 'Contacts')).filter(({ id }) => id === me)).toHaveLength(1);
    expect(refusal(await create(kei, 'Contacts', { Name: 'Copy of me' }))).toEqual([403, 'forbidden']);
    await staff.close();
  });

  test('[S0-7] a parent adds, changes and views the record of a child, and meets no other child', async () => {
    const portal = await found(server);
    const { contact, type, user, admin } = portal;
    await module(portal, 'Children', lookup('Parent', 'Contacts'), text('Class'));
    const fields = ['Name', 'Parent', 'Class'];
    const reach = { kind: 'related', path: 'Parent', edit: ['Class'] };
    const tabs = {
      Contacts: self(['Name']),
      Children: { layouts: { Standard: fields }, reaches: [reach], create: fields },
    };
    const parents = await type('Parent', tabs);
    const [me, other] = [await contact(), await contact()];
    const [anna, berta] = [await user(parents, me), await user(parents, other)];
    const kim = await made(anna, 'Children', { Name: 'Kim', Parent: me, Class: '1a' });
    const change = (person: Person) =>
      person.command('update-record', { module: 'Children', id: kim, set: { Class: '2a' } });
    expect((await change(anna)).status).toBe(200);
    expect(refusal(await change(berta))).toEqual([404, 'not-found']);
    expect([await names(anna, 'Children'), await names(berta, 'Children')]).toEqual([['Kim'], []]);
    expect((await admin.get(`/api/records/Children/${kim}`)).json.fields).toEqual({
      Name: 'Kim',
      Parent: me,
      Class: '2a',
    });
  });

  test('[S0-8, R-3] with a lookup to the contact a partner meets his deals, live, and adds and deletes by right', async () => {
    const portal = await found(server);
    const { act, admin, contact, type, user } = portal;
    const fields = ['Name', 'Contact'];
    const deals = {
      layouts: { Standard: fields },
      reaches: [{ kind: 'related', path: 'Contact', delete: true }],
      create: fields,
    };
    const me = await contact();
    const kei = await user(await type('Partner', { Contacts: self(['Name']), Deals: deals }), me);
    const line = await kei.connect();
    expect(await line.subscribe('Deals')).toEqual([]);
    const deal = await made(admin, 'Deals', { Name: 'Bridge' });
    for (const [Contact, op] of [
      [me, 'put'],
      [null, 'remove'],
      [me, 'put'],
    ] as const) {
      const from = line.heard.length;
      await act('update-record', { module: 'Deals', id: deal, set: { Contact } });
      expect((await line.next('frame', ({ changes }) => changes.length > 0, from)).changes[0]).toMatchObject({
        op,
        id: deal,
      });
    }
    const own = await made(kei, 'Deals', { Name: 'Road', Contact: me });
    expect((await kei.command('delete-record', { module: 'Deals', id: own })).status).toBe(200);
    expect(refusal(await create(kei, 'Deals', { Name: 'X', Contact: await contact() }))).toEqual([
      422,
      'unknown-record',
    ]);
    expect(await names(kei, 'Deals')).toEqual(['Bridge']);
    await line.close();
  });

  test('[S1-13, S0-2] a customer sees his own invoices and orders, and no other’s', async () => {
    const { admin, contact, type, user } = await found(server);
    const own = {
      layouts: { Standard: ['Subject', 'Status', 'GrandTotal'] },
      reaches: [{ kind: 'related', path: 'Contact' }],
    };
    const [me, other] = [await contact(), await contact()];
    const kei = await user(await type('Customer', { Invoices: own, SalesOrders: own }), me);
    for (const Contact of [me, other]) {
      const fields = { Subject: Contact === me ? 'Mine' : 'Theirs', GrandTotal: 100, Contact };
      for (const one of ['Invoices', 'SalesOrders']) await made(admin, one, fields);
    }
    for (const one of ['Invoices', 'SalesOrders'])
      expect((await rows(kei, one)).map(({ fields }) => fields.Subject)).toEqual(['Mine']);
    expect((await kei.get('/api/records/Invoices/sum?field=GrandTotal')).json.sum).toBe(100);
  });
});

describe('who serves himself', () => {
  test('[S1-1] one signs in with one’s own address and password, and edits, adds and deletes', async () => {
    const { contact, type, user, slug } = await found(server);
    const me = await contact();
    const added = { kind: 'created', edit: ['Name'], delete: true };
    const cases = {
      layouts: { Standard: ['Subject'] },
      reaches: [{ ...added, edit: ['Subject'] }],
      create: ['Subject'],
    };
    const kei = await user(await type('Customer', { Cases: cases }), me);
    const id = await made(kei, 'Cases', { Subject: 'Leak' });
    expect((await kei.command('update-record', { module: 'Cases', id, set: { Subject: 'Flood' } })).status).toBe(200);
    expect((await kei.command('delete-record', { module: 'Cases', id })).status).toBe(200);
    const signIn = (email: string, password: string) =>
      ask(server.url, '/api/sign-in', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ portal: slug, email, password }),
      });
    for (const wrong of [
      await signIn('nobody@kunde.de', 'a password for tests'),
      await signIn(`admin@${slug}.example.com`, 'x'),
    ])
      expect(refusal(wrong)).toEqual([401, 'unauthenticated']);
    expect((await ask(server.url, '/api/records/Cases')).status).toBe(401);
  });

  test('[S1-12, S0-1] of very many customers with a contact each, everybody meets himself and nobody else', async () => {
    const portal = await found(server);
    const { act, type, user, admin } = portal;
    const own = self(['Name', 'Phone'], ['Phone']);
    const cases = { layouts: { Standard: ['Subject', 'Contact'] }, reaches: [{ kind: 'related', path: 'Contact' }] };
    const customer = await type('Customer', { Contacts: own, Cases: { ...cases, create: ['Subject', 'Contact'] } });
    const ids: string[] = [];
    for (let n = 0; n < 2000; n += 500) {
      const chunk = Array.from({ length: 500 }, (_, of) => ({
        externalId: `c${n + of}`,
        fields: { Name: `Customer ${n + of}` },
      }));
      const { rows: outcomes } = await act('import-records', { module: 'Contacts', rows: chunk });
      ids.push(...outcomes.map(({ id }: Loose) => id));
    }
    for (const record of ids.slice(0, 300))
      await act('add-member', { userType: customer, record, email: `${randomUUID()}@kunde.de` });
    const some = await Promise.all([300, 1000, 1999].map(async (n) => ({ n, person: await user(customer, ids[n]) })));
    for (const { n, person } of some) {
      expect((await rows(person, 'Contacts')).map(({ id, fields }) => [id, fields.Name])).toEqual([
        [ids[n], `Customer ${n}`],
      ]);
      expect((await person.get('/api/records/Contacts/count')).json.count).toBe(1);
      const set = { Phone: `+49 30 ${n}` };
      expect((await person.command('update-record', { module: 'Contacts', id: ids[n], set })).status).toBe(200);
      expect(refusal(await person.command('update-record', { module: 'Contacts', id: ids[n - 1], set }))).toEqual([
        404,
        'not-found',
      ]);
      await made(person, 'Cases', { Subject: `Of ${n}`, Contact: ids[n] });
      expect((await rows(person, 'Cases')).map(({ fields }) => fields.Subject)).toEqual([`Of ${n}`]);
    }
    expect((await admin.get('/api/records/Contacts/count')).json.count).toBe(2000);
  });
});
