import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startServer, type Loose, type Person, type TestServer } from '../support/server.ts';
import { found, refusal } from './founded.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const deals = (fields: string[], more: object = {}) => ({
  Deals: { layouts: { Standard: fields }, reaches: [{ kind: 'related', path: 'Contact', ...more }] },
});
const tabsOf = async (person: Person): Promise<string[]> => Object.keys((await person.get('/api/ability')).json.tabs);
const fieldsOf = async (person: Person): Promise<string[]> =>
  Object.keys((await person.get('/api/records/Deals')).json.rows[0].fields);

describe('making user types', () => {
  test('[S0-14, S0-47, X-5, S1-7] one stands on Leads, Contacts or a custom module, and on nothing else', async () => {
    const { act, say, user } = await found(server);
    await act('define-module', { name: 'Children', label: 'Children' });
    const name = { name: 'Name', label: 'Name', type: 'text', required: true, unique: false };
    await act('define-field', { module: 'Children', field: name });
    for (const base of ['Leads', 'Contacts', 'Children']) {
      const { userType } = await act('create-user-type', { name: `On ${base}`, base });
      const own = { layouts: { Standard: ['Name'] }, reaches: [{ kind: 'self' }] };
      await act('configure-user-type', { userType, tabs: { [base]: own } });
      const record = (await act('create-record', { module: base, fields: { Name: base } })).id;
      const somebody = await user(userType, record);
      const { rows } = (await somebody.get(`/api/records/${base}`)).json;
      expect(rows.map((row: Loose) => [row.id, row.fields])).toEqual([[record, { Name: base }]]);
    }
    for (const base of ['Accounts', 'Deals', 'Products', 'Nothing']) {
      const reply = await say('create-user-type', { name: `On ${base}`, base });
      expect(refusal(reply)).toEqual([422, 'invalid']);
      expect(reply.json.issues[0]).toMatchObject({ path: 'base', message: expect.stringMatching(/Leads, Contacts/) });
    }
  });

  test('[S0-40, S0-43] it has a name, which can change and is used once however it is written', async () => {
    const { act, say, admin, user, type } = await found(server);
    const [parent, vehicle] = [await type('Parent'), await type('Vehicle service')];
    const kei = await user(parent);
    const line = await kei.connect();
    await act('configure-user-type', { userType: parent, name: 'Parents' });
    await line.next('ability', (card) => card.userType?.name === 'Parents');
    const { userTypes } = (await admin.get('/api/user-types')).json;
    expect(userTypes.map(({ name }: Loose) => name)).toEqual(['Client portal', 'Parents', 'Vehicle service']);
    for (const name of ['Parents', ' parents ', 'ＰＡＲＥＮＴＳ'])
      expect(refusal(await say('configure-user-type', { userType: vehicle, name }))).toEqual([409, 'name-taken']);
    expect(refusal(await say('create-user-type', { name: 'parents', base: 'Contacts' }))).toEqual([409, 'name-taken']);
    for (const name of ['', '   '])
      expect(refusal(await say('create-user-type', { name, base: 'Contacts' }))).toEqual([422, 'invalid']);
    await line.close();
  });

  test('[S0-36] rights hang on the type: two people tied to one contact see what their types give, and no more', async () => {
    const { act, type, user, contact } = await found(server);
    const me = await contact();
    await act('create-record', { module: 'Deals', fields: { Name: 'Bridge', Amount: 5, Contact: me } });
    const reseller = await user(await type('Reseller', deals(['Name', 'Amount'])), me);
    const vendor = await user(await type('Vendor', deals(['Name'])), me);
    const nobody = await user(await type('Consultant'), me);
    expect(await Promise.all([fieldsOf(reseller), fieldsOf(vendor)])).toEqual([['Name', 'Amount'], ['Name']]);
    expect(refusal(await nobody.get('/api/records/Deals'))).toEqual([404, 'not-found']);
    expect(await tabsOf(nobody)).toEqual([]);
  });

  test('[S0-42, S0-64] fields and tabs change later, types are added, and the setup is listed by tab, layout and field', async () => {
    const { act, admin, type, user, contact } = await found(server);
    const me = await contact();
    await act('create-record', { module: 'Deals', fields: { Name: 'Bridge', Amount: 5, Contact: me } });
    const partner = await type('Partner', deals(['Name']));
    const kei = await user(partner, me);
    const listed = async (): Promise<Loose> => (await admin.get(`/api/user-types/${partner}/schema`)).json.card.tabs;
    expect(await fieldsOf(kei)).toEqual(['Name']);
    const cases = { layouts: { Standard: ['Subject'] }, reaches: [{ kind: 'related', path: 'Contact' }] };
    await act('configure-user-type', { userType: partner, tabs: { ...deals(['Name', 'Amount']), Cases: cases } });
    expect(await fieldsOf(kei)).toEqual(['Name', 'Amount']);
    expect(await tabsOf(kei)).toEqual(['Cases', 'Deals']);
    expect(Object.entries(await listed()).map(([tab, { layouts }]: Loose) => [tab, layouts])).toEqual([
      ['Cases', { Standard: ['Subject'] }],
      ['Deals', { Standard: ['Name', 'Amount'] }],
    ]);
    await act('configure-user-type', { userType: partner, tabs: { Cases: cases } });
    expect([await tabsOf(kei), Object.keys(await listed())]).toEqual([['Cases'], ['Cases']]);
    expect(refusal(await kei.get('/api/records/Deals'))).toEqual([404, 'not-found']);
    expect(refusal(await kei.get(`/api/user-types/${partner}/schema`))).toEqual([403, 'forbidden']);
    await type('Later');
    expect((await admin.get('/api/user-types')).json.userTypes).toHaveLength(3);
  });

  test('[S0-69] a setup is stored whole or not at all: one bad tab, and the good one beside it is not there', async () => {
    const { say, act, type, user, admin } = await found(server);
    const partner = await type('Partner', deals(['Name']));
    const kei = await user(partner);
    const { head } = (await admin.get('/api/log?after=0&limit=1')).json;
    const bad = { Cases: { layouts: { Standard: ['Nothing'] }, reaches: [{ kind: 'all' }] } };
    const reply = await say('configure-user-type', {
      userType: partner,
      tabs: { ...deals(['Name', 'Amount']), ...bad },
    });
    expect(refusal(reply)).toEqual([422, 'invalid']);
    expect(reply.json.issues[0].path).toContain('Cases');
    expect(await tabsOf(kei)).toEqual(['Deals']);
    expect((await kei.get('/api/ability')).json.tabs.Deals.layouts).toEqual({ Standard: ['Name'] });
    expect((await admin.get('/api/log?after=0&limit=1')).json.head).toBe(head);
    await act('configure-user-type', { userType: partner, tabs: deals(['Name', 'Amount']) });
    expect((await kei.get('/api/ability')).json.tabs.Deals.layouts).toEqual({ Standard: ['Name', 'Amount'] });
  });
});

describe('those who hold one', () => {
  test('[S0-81, X-4b, R-3] a user moves at any time, his session follows, and not to another base or to a type that is not there', async () => {
    const { act, say, type, user, contact } = await found(server);
    const me = await contact();
    await act('create-record', { module: 'Deals', fields: { Name: 'Bridge', Amount: 5, Contact: me } });
    const [from, to] = [await type('From', deals(['Name'])), await type('To', deals(['Name', 'Amount']))];
    const kei = await user(from, me);
    const line = await kei.connect();
    expect((await line.subscribe('Deals'))[0].fields).toEqual({ Name: 'Bridge' });
    const heard = line.heard.length;
    await act('move-member', { member: kei.id, userType: to });
    await line.next('ability', (card) => card.userType?.name === 'To', heard);
    await line.ask('caught-up', {});
    expect(JSON.stringify(line.heard.slice(heard))).toMatch(/"Amount":5/);
    const leads = (await act('create-user-type', { name: 'Leads', base: 'Leads' })).userType;
    expect(refusal(await say('move-member', { member: kei.id, userType: leads }))).toEqual([409, 'wrong-base']);
    for (const wrong of [
      { member: kei.id, userType: kei.id },
      { member: to, userType: to },
    ])
      expect(refusal(await say('move-member', wrong))).toEqual([404, 'not-found']);
    expect(refusal(await kei.command('move-member', { member: kei.id, userType: from }))).toEqual([403, 'forbidden']);
    expect((await kei.get('/api/ability')).json.userType.id).toBe(to);
    await line.close();
  });

  test('[S4-42] the last administrator can be neither removed nor switched off, by himself or by others', async () => {
    const { act, say, admin, id, slug } = await found(server);
    const email = 'manager@example.com';
    const { member } = await act('add-staff', { email, name: 'Manager', roles: ['portal-manager'] });
    await server.setPassword(id, member);
    const manager = await server.signIn(slug, email);
    for (const name of ['remove-member', 'deactivate-member']) {
      expect(refusal(await say(name, { member: admin.id }))).toEqual([409, 'not-possible']);
      expect(refusal(await manager.command(name, { member: admin.id }))).toEqual([403, 'forbidden']);
    }
    const second = await act('add-staff', { email: 'second@example.com', name: 'Second', roles: ['administrator'] });
    await act('remove-member', second);
    expect(refusal(await say('remove-member', { member: admin.id }))).toEqual([409, 'not-possible']);
    expect((await admin.get('/api/user-types')).status).toBe(200);
  });
});
