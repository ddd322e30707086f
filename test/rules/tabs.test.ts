import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startServer, type Loose, type Person, type Reply, type TestServer } from '../support/server.ts';
import { found, refusal, type Founded } from './founded.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const shown = ['Name', 'Contact', 'Stage'];
const tab = (reach: object, more: object = {}) => ({ layouts: { Standard: shown }, reaches: [reach], ...more });
const self = { Contacts: { layouts: { Standard: ['Name'] }, reaches: [{ kind: 'self' }] } };
const related = { kind: 'related', path: 'Contact' };
const rows = async (person: Person, module = 'Deals'): Promise<Loose[]> =>
  (await person.get(`/api/records/${module}`)).json.rows;
const names = async (person: Person, module = 'Deals'): Promise<string[]> =>
  (await rows(person, module)).map(({ fields }) => fields.Name).sort();
const make = (person: Person, fields: object, more: object = {}): Promise<Reply> =>
  person.command('create-record', { module: 'Deals', fields, ...more });
const deal = async ({ act }: Founded, fields: object, more: object = {}): Promise<string> =>
  (await act('create-record', { module: 'Deals', fields, ...more })).id;

describe('what a tab grants', () => {
  test('[S0-45, X-18, S0-46] viewing, creating, editing and deleting, each for itself and live', async () => {
    const portal = await found(server);
    const { act, type, user, contact, admin } = portal;
    const me = await contact();
    const partner = await type('Partner');
    const kei = await user(partner, me);
    const of = (id: string) => ({ module: 'Deals', id });
    const id = await deal(portal, { Name: 'Bridge', Contact: me });
    const tries = async (): Promise<unknown[]> => {
      const edited = await kei.command('update-record', { ...of(id), set: { Stage: 'Won' } });
      const made = await make(kei, { Name: 'Road', Contact: me });
      const gone = await kei.command('delete-record', of(await deal(portal, { Name: 'Old', Contact: me })));
      const seen = await kei.get(`/api/records/Deals/${id}`);
      return [seen, made, edited, gone].map(({ status, json }) => json?.code ?? status);
    };
    const grant = (reach: object, more: object = {}) =>
      act('configure-user-type', { userType: partner, tabs: { ...self, Deals: tab({ ...related, ...reach }, more) } });
    expect(await tries()).toEqual(['not-found', 'not-found', 'not-found', 'not-found']);
    await grant({});
    expect(await tries()).toEqual([200, 'forbidden', 'forbidden', 'forbidden']);
    await grant({}, { create: ['Name', 'Contact'] });
    expect(await tries()).toEqual([200, 200, 'forbidden', 'forbidden']);
    await grant({ edit: ['Stage'] });
    expect(await tries()).toEqual([200, 'forbidden', 200, 'forbidden']);
    await grant({ delete: true });
    expect(await tries()).toEqual([200, 'forbidden', 'forbidden', 200]);
    const road = (await rows(admin)).find(({ fields }) => fields.Name === 'Road');
    expect(road.fields).toMatchObject({ Name: 'Road', Contact: me });
    expect((await rows(admin)).find((one) => one.id === id).fields.Stage).toBe('Won');
  });

  test('[S0-44, S0-51] layouts and tabs that are not chosen are not shown, and records on them are not made', async () => {
    const portal = await found(server);
    const { act, type, user, contact, say } = portal;
    const me = await contact();
    await act('define-layout', {
      module: 'Deals',
      layout: { name: 'Inside', label: 'Inside', fields: ['Name', 'Contact'] },
    });
    const open = await deal(portal, { Name: 'Open', Contact: me });
    const inside = await deal(portal, { Name: 'Inside', Contact: me }, { layout: 'Inside' });
    const partner = await type('Partner', { Deals: tab(related, { create: ['Name', 'Contact'] }) });
    const kei = await user(partner, me);
    const line = await kei.connect();
    expect((await line.subscribe('Deals')).map(({ id }) => id)).toEqual([open]);
    expect(await names(kei)).toEqual(['Open']);
    expect(refusal(await kei.get(`/api/records/Deals/${inside}`))).toEqual([404, 'not-found']);
    expect(refusal(await make(kei, { Name: 'N', Contact: me }, { layout: 'Inside' }))).toEqual([404, 'not-found']);
    expect(refusal(await make(kei, { Name: 'N', Contact: me }, { layout: 'Never' }))).toEqual([404, 'not-found']);
    expect(refusal(await kei.get('/api/records/Accounts'))).toEqual([404, 'not-found']);
    const heard = line.heard.length;
    await act('update-record', { module: 'Deals', id: open, set: {}, layout: 'Inside' });
    const frame = await line.next('frame', ({ changes }) => changes.length > 0, heard);
    expect(frame.changes).toEqual([{ op: 'remove', module: 'Deals', id: open }]);
    const both = { ...tab(related), layouts: { Standard: shown, Inside: ['Name'] } };
    await act('configure-user-type', { userType: partner, tabs: { Deals: both } });
    expect(await names(kei)).toEqual(['Inside', 'Open']);
    const wrong = { ...tab(related), layouts: { Never: ['Name'] } };
    expect(refusal(await say('configure-user-type', { userType: partner, tabs: { Deals: wrong } }))).toEqual([
      422,
      'invalid',
    ]);
    await line.close();
  });

  test('[S0-52] rights go down to a field: one is changed, another only seen, and a tab can be for looking alone', async () => {
    const { act, type, user, contact } = await found(server);
    const me = await contact({ Email: 'kei@old.de', Title: 'Driver' });
    const own = { layouts: { Standard: ['Name', 'Email', 'Title'] }, reaches: [{ kind: 'self', edit: ['Email'] }] };
    const orders = { layouts: { Standard: ['Subject', 'Contact'] }, reaches: [related] };
    const kei = await user(await type('Vendor', { Contacts: own, PurchaseOrders: orders }), me);
    const order = (await act('create-record', { module: 'PurchaseOrders', fields: { Subject: 'Wood', Contact: me } }))
      .id;
    const change = (module: string, id: string, set: object) => kei.command('update-record', { module, id, set });
    expect((await change('Contacts', me, { Email: 'kei@new.de' })).status).toBe(200);
    const refused = await change('Contacts', me, { Email: 'kei@other.de', Title: 'Boss' });
    expect([...refusal(refused), refused.json.issues[0].path]).toEqual([403, 'forbidden', 'Title']);
    expect(refusal(await change('PurchaseOrders', order, { Subject: 'Iron' }))).toEqual([403, 'forbidden']);
    expect((await rows(kei, 'Contacts'))[0].fields).toEqual({ Name: 'Kei', Email: 'kei@new.de', Title: 'Driver' });
  });
});

describe('what one meets in it', () => {
  test('[S0-56] criteria choose what is shown, also live, and may name what is hidden', async () => {
    const portal = await found(server);
    const { act, say, type, user, contact } = portal;
    const me = await contact();
    const criteria = {
      and: [
        { field: 'Amount', is: 'at-least', value: 10 },
        { field: 'Stage', is: 'is-not', value: 'Lost' },
      ],
    };
    const partner = await type('Partner', { Deals: tab(related, { criteria }) });
    const kei = await user(partner, me);
    const small = await deal(portal, { Name: 'Small', Amount: 9, Contact: me });
    await deal(portal, { Name: 'Large', Amount: 10, Contact: me });
    await deal(portal, { Name: 'Gone', Amount: 99, Stage: 'Lost', Contact: me });
    const line = await kei.connect();
    expect((await line.subscribe('Deals')).map(({ fields }) => fields.Name)).toEqual(['Large']);
    const from = line.heard.length;
    await act('update-record', { module: 'Deals', id: small, set: { Amount: 11 } });
    const frame = await line.next('frame', ({ changes }) => changes.length > 0, from);
    expect(frame.changes).toMatchObject([{ op: 'put', id: small, fields: { Name: 'Small' } }]);
    expect(JSON.stringify(line.heard)).not.toContain('Amount');
    expect([await names(kei), (await kei.get('/api/records/Deals/count')).json.count]).toEqual([['Large', 'Small'], 2]);
    for (const wrong of [
      { field: 'Nothing', is: 'is', value: 1 },
      { field: 'Amount', is: 'is', value: 'ten' },
    ]) {
      const tabs = { Deals: tab(related, { criteria: wrong }) };
      expect(refusal(await say('configure-user-type', { userType: partner, tabs }))).toEqual([422, 'invalid']);
    }
    await line.close();
  });

  test('[S0-57, R-3] of two lookups to the base the administrator chooses which one decides, and it acts at once', async () => {
    const portal = await found(server);
    const { act, say, type, user, contact } = portal;
    const buyer = { name: 'Buyer', label: 'Buyer', type: 'lookup', module: 'Contacts', required: false, unique: false };
    await act('define-field', { module: 'Deals', field: buyer });
    const [me, other] = [await contact(), await contact({ Name: 'Maria' })];
    await deal(portal, { Name: 'By contact', Contact: me, Buyer: other });
    await deal(portal, { Name: 'By buyer', Contact: other, Buyer: me });
    const partner = await type('Partner', { Deals: tab(related) });
    const kei = await user(partner, me);
    const line = await kei.connect();
    expect((await line.subscribe('Deals')).map(({ fields }) => fields.Name)).toEqual(['By contact']);
    const choose = (...paths: string[]) => {
      const reaches = paths.map((path) => ({ kind: 'related', path }));
      return say('configure-user-type', {
        userType: partner,
        tabs: { Deals: { layouts: { Standard: shown }, reaches } },
      });
    };
    const heard = line.heard.length;
    expect((await choose('Buyer')).status).toBe(200);
    const frame = await line.next('frame', ({ changes }) => changes.length > 0, heard);
    expect(frame.changes.map(({ op, fields }: Loose) => [op, fields?.Name])).toEqual(
      expect.arrayContaining([
        ['remove', undefined],
        ['put', 'By buyer'],
      ]),
    );
    expect(await names(kei)).toEqual(['By buyer']);
    await choose('Contact', 'Buyer');
    expect(await names(kei)).toEqual(['By buyer', 'By contact']);
    for (const wrong of ['Product', 'Nothing', 'Name']) expect(refusal(await choose(wrong))).toEqual([422, 'invalid']);
    await line.close();
  });

  test('[S0-59] what is granted is done only to what one is linked to; to all else the answer is that it is not there', async () => {
    const portal = await found(server);
    const { type, user, contact } = portal;
    const [me, other] = [await contact(), await contact({ Name: 'Maria' })];
    const all = { edit: ['Name', 'Contact'], delete: true, copy: true };
    const kei = await user(await type('Partner', { Deals: tab({ ...related, ...all }) }), me);
    const mine = await deal(portal, { Name: 'Mine', Contact: me });
    const theirs = await deal(portal, { Name: 'Theirs', Contact: other });
    const set = { Name: 'Changed' };
    const never = '00000000-0000-4000-8000-00000000ffff';
    for (const id of [theirs, never]) {
      for (const name of ['copy-record', 'delete-record'])
        expect(refusal(await kei.command(name, { module: 'Deals', id }))).toEqual([404, 'not-found']);
      expect(refusal(await kei.command('update-record', { module: 'Deals', id, set }))).toEqual([404, 'not-found']);
      expect(refusal(await kei.get(`/api/records/Deals/${id}`))).toEqual([404, 'not-found']);
    }
    expect((await kei.command('update-record', { module: 'Deals', id: mine, set })).status).toBe(200);
    expect((await kei.command('delete-record', { module: 'Deals', id: mine })).status).toBe(200);
    expect(await names(kei)).toEqual([]);
  });

  test('[S0-48, S0-60, S1-10] in the base tab one sees oneself alone, adds and changes what is granted', async () => {
    const { type, user, contact, admin, act } = await found(server);
    const [me, other] = [await contact(), await contact({ Name: 'Maria' })];
    const layouts = { Standard: ['Name', 'Phone', 'Title'] };
    const customer = await type('Customer', { Contacts: { layouts, reaches: [{ kind: 'self' }] } });
    const kei = await user(customer, me);
    const change = (id: string, set: object) => kei.command('update-record', { module: 'Contacts', id, set });
    expect((await rows(kei, 'Contacts')).map(({ id }) => id)).toEqual([me]);
    expect(refusal(await change(me, { Phone: '+49 30 1' }))).toEqual([403, 'forbidden']);
    const reaches = [{ kind: 'self', edit: ['Name', 'Phone'] }];
    await act('configure-user-type', { userType: customer, tabs: { Contacts: { layouts, reaches } } });
    expect((await change(me, { Phone: '+49 30 1' })).status).toBe(200);
    expect((await admin.get(`/api/records/Contacts/${me}`)).json.fields.Phone).toBe('+49 30 1');
    expect(refusal(await change(me, { Title: 'Boss' }))).toEqual([403, 'forbidden']);
    expect(refusal(await change(other, { Phone: '+49 30 1' }))).toEqual([404, 'not-found']);
    const added = { module: 'Contacts', fields: { Name: 'New' } };
    expect(refusal(await kei.command('create-record', added))).toEqual([403, 'forbidden']);
  });

  test('[S0-61] other people one added oneself are changed and deleted as granted, and those of others are not there', async () => {
    const { type, user, act, contact } = await found(server);
    const layouts = { Standard: ['Name', 'Phone'] };
    const reach = { kind: 'created', edit: ['Phone'], delete: true };
    const customer = await type('Customer', {
      Contacts: { layouts, reaches: [{ kind: 'self' }, reach], create: ['Name'] },
    });
    const me = await contact();
    const [kei, maria] = [await user(customer, me), await user(customer)];
    const { id } = (await kei.command('create-record', { module: 'Contacts', fields: { Name: 'Kim' } })).json.result;
    const set = { Phone: '1234567' };
    expect((await kei.command('update-record', { module: 'Contacts', id, set })).status).toBe(200);
    expect(refusal(await kei.command('update-record', { module: 'Contacts', id, set: { Name: 'Jim' } }))).toEqual([
      403,
      'forbidden',
    ]);
    expect(refusal(await maria.command('delete-record', { module: 'Contacts', id }))).toEqual([404, 'not-found']);
    expect(refusal(await kei.command('delete-record', { module: 'Contacts', id: me }))).toEqual([403, 'forbidden']);
    expect((await kei.command('delete-record', { module: 'Contacts', id })).status).toBe(200);
    await act('configure-user-type', {
      userType: customer,
      tabs: { Contacts: { layouts, reaches: [{ kind: 'self' }] } },
    });
    expect(refusal(await kei.command('create-record', { module: 'Contacts', fields: { Name: 'Kim' } }))).toEqual([
      403,
      'forbidden',
    ]);
  });
});

describe('which tabs there are', () => {
  test('[S1-4, S1-5, S0-2] the predefined ones are there from the start and shared by their lookup to the contact', async () => {
    const { act, type, user, contact } = await found(server);
    const shared = 'Deals Products Quotes SalesOrders PurchaseOrders Invoices Cases'.split(' ');
    const naming = (module: string) => (module === 'Deals' || module === 'Products' ? 'Name' : 'Subject');
    const tabs = Object.fromEntries(
      shared.map((module) => [module, { layouts: { Standard: [naming(module)] }, reaches: [related] }]),
    );
    const own = { layouts: { Standard: ['Name'] }, reaches: [{ kind: 'self' }] };
    const me = await contact();
    const [kei, maria] = [
      await user(await type('All', { ...tabs, Contacts: own }), me),
      await user(await type('None')),
    ];
    for (const module of shared) {
      const fields = { [naming(module)]: `Of ${module}`, Contact: me };
      await act('create-record', { module, fields });
      await act('create-record', { module, fields: { ...fields, Contact: null } });
      expect((await rows(kei, module)).map((row) => row.fields)).toEqual([{ [naming(module)]: `Of ${module}` }]);
      expect(refusal(await maria.get(`/api/records/${module}`))).toEqual([404, 'not-found']);
    }
    expect(Object.keys((await kei.get('/api/ability')).json.tabs)).toEqual([...shared, 'Contacts'].sort());
  });

  test('[S1-6, S1-7, X-5] Leads, accounts and custom modules are shared once they hold a lookup to the contact', async () => {
    const { act, say, type, user, contact } = await found(server);
    await act('define-module', { name: 'Shops', label: 'Shops' });
    const define = (module: string, field: object) => act('define-field', { module, field });
    const text = { name: 'Name', label: 'Name', type: 'text', required: true, unique: false };
    const owner = { name: 'Owner', label: 'Owner', type: 'lookup', module: 'Contacts', required: false, unique: false };
    await define('Shops', text);
    const partner = await type('Partner');
    const me = await contact();
    const kei = await user(partner, me);
    for (const module of ['Leads', 'Shops', 'Accounts']) {
      const tabs = { [module]: { layouts: { Standard: ['Name'] }, reaches: [{ kind: 'related', path: 'Owner' }] } };
      const reply = await say('configure-user-type', { userType: partner, tabs });
      expect([...refusal(reply), reply.json.issues[0].path]).toEqual([422, 'invalid', `tabs.${module}.reaches.0`]);
      await define(module, owner);
      await act('configure-user-type', { userType: partner, tabs });
      await act('create-record', { module, fields: { Name: 'Mine', Owner: me } });
      await act('create-record', { module, fields: { Name: 'Other' } });
      expect(await names(kei, module)).toEqual(['Mine']);
    }
  });
});
