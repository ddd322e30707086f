import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startServer, type Person, type TestServer } from '../support/server.ts';
import { found, refusal, type Founded } from './founded.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const own = (module: string) => ({
  [module]: { layouts: { Standard: ['Name'] }, reaches: [{ kind: 'self' }] },
});
const seen = async (person: Person): Promise<object> => {
  const { userType, tabs } = (await person.get('/api/ability')).json;
  return { type: userType.name, tabs: Object.keys(tabs) };
};
const staff = async ({ act, id, slug }: Founded, role: string): Promise<Person> => {
  const email = `${role}@example.com`;
  const { member } = await act('add-staff', { email, name: role, roles: [role] });
  await server.setPassword(id, member);
  return server.signIn(slug, email);
};

describe('moving users', () => {
  test('[S0-82] many move only by the right to manage them, at most 5,000, to a type that is there', async () => {
    const portal = await found(server);
    const { say, type, user, standard } = portal;
    const to = await type('To', own('Contacts'));
    const [kei, sales] = [await user(standard), await staff(portal, 'sales')];
    const move = { members: [kei.id], userType: to };
    for (const person of [kei, sales])
      expect(refusal(await person.command('move-members', move))).toEqual([403, 'forbidden']);
    const members = Array.from({ length: 5001 }, () => randomUUID());
    for (const wrong of [members, []])
      expect(refusal(await say('move-members', { members: wrong, userType: to }))).toEqual([422, 'invalid']);
    expect(refusal(await say('move-members', { ...move, userType: randomUUID() }))).toEqual([404, 'not-found']);
    expect(await seen(kei)).toEqual({ type: 'Client portal', tabs: ['Contacts'] });
  });

  test('[S0-87, S0-88] where one of its users cannot move, nobody does and the type stays; the right to manage them is needed', async () => {
    const portal = await found(server);
    const { act, say, type, user, standard, slug, contact } = portal;
    const [from, leads] = [
      await type('From'),
      (await act('create-user-type', { name: 'Leads', base: 'Leads' })).userType,
    ];
    const kei = await user(from);
    const employee = `somebody@${slug}.example.com`;
    const { member } = await act('add-member', { userType: from, record: await contact(), email: employee });
    const remove = (moveTo: string) => say('delete-user-type', { userType: from, moveTo });
    expect(refusal(await remove(standard))).toEqual([409, 'employee-domain']);
    expect(refusal(await remove(leads))).toEqual([409, 'wrong-base']);
    expect(refusal(await remove(from))).toEqual([409, 'type-in-use']);
    expect(refusal(await remove(randomUUID()))).toEqual([404, 'not-found']);
    expect(refusal(await kei.command('delete-user-type', { userType: from }))).toEqual([403, 'forbidden']);
    expect(await seen(kei)).toMatchObject({ type: 'From' });
    await act('remove-member', { member });
    expect((await remove(standard)).json.result).toEqual({ moved: 1 });
    expect(await seen(kei)).toEqual({ type: 'Client portal', tabs: ['Contacts'] });
  });
});

describe('a lead with portal access becomes a contact', () => {
  const prospects = async ({ act }: Founded): Promise<string> => {
    const { userType } = await act('create-user-type', { name: 'Prospects', base: 'Leads' });
    await act('configure-user-type', { userType, tabs: own('Leads') });
    return userType;
  };
  const lead = async ({ act }: Founded): Promise<string> =>
    (await act('create-record', { module: 'Leads', fields: { Name: 'Lena' } })).id;

  test('[S0-85] the only contact type is taken; a rule needs one that is preset, and for contacts', async () => {
    const portal = await found(server);
    const { act, say, user } = portal;
    const base = await prospects(portal);
    const source = await lead(portal);
    const lena = await user(base, source);
    expect(await seen(lena)).toEqual({ type: 'Prospects', tabs: ['Leads'] });
    await act('convert-lead', { lead: source });
    expect(await seen(lena)).toEqual({ type: 'Client portal', tabs: ['Contacts'] });
    const criteria = { field: 'Rating', is: 'is', value: 'Hot' };
    const saved = (rule: object) => {
      const mapping = { Contacts: { Name: 'Name' }, Accounts: { Name: 'Company' }, Deals: { Name: 'Company' } };
      const rules = { Hot: { label: 'Hot', criteria, ...rule } };
      return say('configure-conversion', { mapping, lookups: {}, portalAccess: 'refuse', rules });
    };
    expect(refusal(await saved({}))).toEqual([422, 'invalid']);
    expect(refusal(await saved({ userType: base }))).toEqual([409, 'wrong-base']);
    expect((await saved({ userType: portal.standard })).status).toBe(200);
  });

  test('[S0-84, S0-86] of several one is chosen in the command, nothing happens without, and the open session follows', async () => {
    const portal = await found(server);
    const { act, say, type, user, admin } = portal;
    const partners = await type('Partners', own('Contacts'));
    const [base, source] = [await prospects(portal), await lead(portal)];
    const lena = await user(base, source);
    const line = await lena.connect();
    expect(await line.subscribe('Leads')).toHaveLength(1);
    const refused = await say('convert-lead', { lead: source });
    expect(refusal(refused)).toEqual([422, 'invalid']);
    expect(refused.json.issues).toEqual([{ path: 'userType', message: 'Choose one of: Client portal, Partners.' }]);
    expect((await admin.get(`/api/records/Leads/${source}`)).status).toBe(200);
    const from = line.heard.length;
    const { contact } = await act('convert-lead', { lead: source, userType: partners });
    await line.next('ability', (card) => card.userType.name === 'Partners', from);
    expect((await line.subscribe('Contacts')).map(({ id }) => id)).toEqual([contact]);
    expect(refusal(await lena.get('/api/records/Leads'))).toEqual([404, 'not-found']);
    await line.close();
    await act('convert-lead', { lead: await lead(portal) }); // nobody comes in by it: nothing is to be chosen
  });
});

describe('looking with the eyes of users', () => {
  test('[S0-70, S0-71] staff choose a user type and see what its users see, live data in it; they can only look', async () => {
    const portal = await found(server);
    const { act, say, admin, type, user, contact } = portal;
    const me = await contact();
    const deals = (fields: string[]) => ({
      Deals: { layouts: { Standard: fields }, reaches: [{ kind: 'related', path: 'Contact', edit: ['Name'] }] },
    });
    const [partner, vendor] = [await type('Partner', deals(['Name', 'Amount'])), await type('Vendor', deals(['Name']))];
    const leads = (await act('create-user-type', { name: 'Leads', base: 'Leads' })).userType;
    const kei = await user(partner, me);
    const deal = async (fields: object) => act('create-record', { module: 'Deals', fields });
    await deal({ Name: 'Bridge', Amount: 5, Contact: me });
    await deal({ Name: 'Other', Amount: 6 });
    const look = (what: string, person = admin) => person.get(`/api/preview/${kei.id}/${what}`);
    expect(refusal(await look('records/Deals'))).toEqual([409, 'not-possible']);
    await act('start-preview', { member: kei.id });
    const { userTypes } = (await admin.get('/api/user-types')).json;
    const shown: Record<string, unknown> = {};
    for (const { id, name, base } of userTypes.filter((one: { base: string }) => one.base === 'Contacts')) {
      const { json } = await look(`records/Deals?userType=${id}`);
      shown[name] = json.rows?.map(({ fields }: { fields: object }) => fields) ?? json.code;
      expect(base).toBe('Contacts');
    }
    expect(shown).toEqual({
      'Client portal': 'not-found',
      Partner: [{ Name: 'Bridge', Amount: 5 }],
      Vendor: [{ Name: 'Bridge' }],
    });
    expect((await look('records/Deals')).json).toEqual((await kei.get('/api/records/Deals')).json);
    expect(Object.keys((await look(`ability?userType=${vendor}`)).json.tabs.Deals.fields)).toEqual(['Name']);
    expect(refusal(await look(`records/Deals?userType=${leads}`))).toEqual([409, 'wrong-base']);
    expect(refusal(await look(`records/Deals?userType=${randomUUID()}`))).toEqual([404, 'not-found']);
    const path = `/api/preview/${kei.id}/records/Deals`;
    expect((await admin.post(path, { Name: 'x' })).status).toBe(404);
    const sales = await staff(portal, 'sales');
    for (const person of [kei, sales]) {
      expect(refusal(await look('records/Deals', person))).toEqual([403, 'forbidden']);
      expect(refusal(await person.command('start-preview', { member: kei.id }))).toEqual([403, 'forbidden']);
    }
    expect(refusal(await say('start-preview', { member: sales.id }))).toEqual([404, 'not-found']);
  });
});
