import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startServer, type Loose, type TestServer } from '../support/server.ts';
import { found, refusal, type Founded } from './founded.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const lookup = { type: 'lookup', module: 'Contacts' };
/** A portal whose deals have two lookups to the contact, `Contact` first. */
async function withTwoLookups(): Promise<Founded> {
  const acme = await found(server);
  await acme.act('define-field', { module: 'Deals', field: { name: 'Adviser', label: 'Adviser', ...lookup } });
  return acme;
}
const seen = ['Name', 'Stage', 'Contact', 'Adviser'];
const deals = (more: object = {}, ...reaches: object[]) => ({
  Deals: { layouts: { Standard: seen }, reaches, ...more },
});
const related = (more: object = {}) => ({ kind: 'related', ...more });

describe('which lookup decides what is seen', () => {
  test('[S0-58, X-11] while a user type is made it is the first one, and no other', async () => {
    const { act, say, admin, user, contact } = await withTwoLookups();
    const make = (name: string, tabs: object) => say('create-user-type', { name, base: 'Contacts', tabs });
    const refused = await make('Advised', deals({}, related({ path: 'Adviser' })));
    expect(refusal(refused)).toEqual([422, 'invalid']);
    expect(refused.json.issues).toMatchObject([{ path: 'tabs.Deals.reaches.0.path' }]);
    expect(refusal(await make('Unrelated', { Products: deals({}, related()).Deals }))).toEqual([422, 'invalid']);
    const { userType } = (await make('Buyers', deals({}, related()))).json.result;
    const setup = async () => (await admin.get(`/api/related-tabs/Contacts?userType=${userType}`)).json.tabs;
    const chosen = async () => (await setup()).find(({ module }: Loose) => module === 'Deals').chosen;
    expect(await chosen()).toEqual({ paths: ['Contact'], layouts: ['Standard'], view: 'list' });
    const me = await contact();
    const kei = await user(userType, me);
    const make1 = (fields: object) => act('create-record', { module: 'Deals', fields });
    const bought = await make1({ Name: 'Bought', Contact: me });
    const advised = await make1({ Name: 'Advised', Adviser: me });
    const status = async ({ id }: Loose) => (await kei.get(`/api/records/Deals/${id}`)).status;
    expect([await status(bought), await status(advised)]).toEqual([200, 404]);
    await act('configure-user-type', { userType, tabs: deals({}, related({ path: 'Adviser' })) });
    expect((await chosen()).paths).toEqual(['Adviser']);
    expect([await status(bought), await status(advised)]).toEqual([404, 200]);
  });

  test('[S0-57, X-11] where the portal is set so it is chosen at once', async () => {
    const { act, say, admin, user, contact } = await withTwoLookups();
    const make = (path: string, name = path) =>
      say('create-user-type', { name, base: 'Contacts', tabs: deals({}, related({ path })) });
    expect(refusal(await make('Adviser'))).toEqual([422, 'invalid']);
    const choice = async () => (await admin.get('/api/related-tabs/Contacts')).json.filterAtCreate;
    expect(await choice()).toBe(false);
    await act('configure-portal', { filterAtCreate: true });
    expect(await choice()).toBe(true);
    expect(refusal(await make('Stage'))).toEqual([422, 'invalid']);
    const { userType } = (await make('Adviser')).json.result;
    const me = await contact();
    await act('create-record', { module: 'Deals', fields: { Name: 'Advised', Adviser: me } });
    await act('create-record', { module: 'Deals', fields: { Name: 'Bought', Contact: me } });
    const socket = await (await user(userType, me)).connect();
    expect((await socket.subscribe('Deals')).map(({ fields }) => fields.Name)).toEqual(['Advised']);
    await socket.close();
    await act('configure-portal', { filterAtCreate: false });
    expect(refusal(await make('Adviser', 'Others'))).toEqual([422, 'invalid']);
  });
});

describe('what a setup must hold', () => {
  test('[S0-68] creating is never left impossible: by a new type, a changed one, a draft, or a field made mandatory', async () => {
    const { act, say, type } = await found(server);
    const impossible = {
      hidden: { layouts: { Standard: ['Stage'] }, reaches: [{ kind: 'created' }], create: ['Stage'] },
      viewOnly: { layouts: { Standard: ['Name', 'Stage'] }, reaches: [{ kind: 'created' }], create: ['Stage'] },
    };
    const possible = { layouts: { Standard: ['Name', 'Stage'] }, reaches: [{ kind: 'created' }], create: ['Name'] };
    const partners = await type('Partners', { Deals: possible });
    for (const [name, Deals] of Object.entries(impossible)) {
      const asks = [
        await say('create-user-type', { name, base: 'Contacts', tabs: { Deals } }),
        await say('configure-user-type', { userType: partners, tabs: { Deals } }),
      ];
      for (const refused of asks) {
        expect(refusal(refused)).toEqual([422, 'invalid']);
        expect(refused.json.issues.map(({ path }: Loose) => path)).toEqual(['tabs.Deals.create.Standard.Name']);
      }
    }
    const narrow = { name: 'Narrow', userTypes: { [partners]: { Deals: impossible.hidden } } };
    expect(refusal(await say('save-draft', narrow))).toEqual([422, 'invalid']);
    const Amount = { name: 'Amount', label: 'Amount', type: 'money', required: true };
    const mandatory = await say('define-field', { module: 'Deals', field: Amount });
    expect(refusal(mandatory)).toEqual([422, 'invalid']);
    expect(mandatory.json.issues).toMatchObject([{ path: `userTypes.${partners}.tabs.Deals.create.Standard.Amount` }]);
    await act('configure-user-type', { userType: partners, tabs: { Deals: { ...possible, create: null } } });
    expect((await say('define-field', { module: 'Deals', field: Amount })).status).toBe(200);
  });

  test('[X-8, S1-8, S1-11, S0-52] each lookup has its own set of fields, and what one made another', async () => {
    const { act, type, user, contact } = await withTwoLookups();
    const partner = await type(
      'Partners',
      deals(
        { create: ['Name', 'Stage'] },
        related({ path: 'Contact', edit: ['Stage'] }),
        related({ path: 'Adviser' }),
        { kind: 'created', edit: ['Name', 'Stage'], delete: true },
      ),
    );
    const me = await contact();
    const kei = await user(partner, me);
    const make = async (fields: object) => (await act('create-record', { module: 'Deals', fields })).id;
    const both = await make({ Name: 'Both', Contact: me, Adviser: me });
    const [bought, advised] = [await make({ Name: 'B', Contact: me }), await make({ Name: 'A', Adviser: me })];
    const mine = (await kei.command('create-record', { module: 'Deals', fields: { Name: 'M' } })).json.result.id;
    const change = async (id: string, set: object) =>
      refusal(await kei.command('update-record', { module: 'Deals', id, set }));
    const done = [200, undefined];
    const forbidden = [403, 'forbidden'];
    const rights: [string, unknown[], unknown[], unknown[]][] = [
      [bought, done, forbidden, forbidden],
      [advised, forbidden, forbidden, forbidden],
      [both, done, forbidden, forbidden],
      [mine, done, done, done],
    ];
    for (const [id, stage, name, remove] of rights) {
      expect(await change(id, { Stage: 'Won' })).toEqual(stage);
      expect(await change(id, { Name: 'X' })).toEqual(name);
      expect(await change(id, { Name: 'X', Stage: 'Lost' })).toEqual(name);
      expect(refusal(await kei.command('delete-record', { module: 'Deals', id }))).toEqual(remove);
    }
  });

  test('[S1-11, R-3] over a socket the right goes with the lookup, at once', async () => {
    const { act, type, user, contact } = await withTwoLookups();
    const partner = await type(
      'P',
      deals({}, related({ path: 'Contact', edit: ['Stage'] }), related({ path: 'Adviser' })),
    );
    const me = await contact();
    const { id } = await act('create-record', { module: 'Deals', fields: { Name: 'N', Contact: me, Adviser: me } });
    const socket = await (await user(partner, me)).connect();
    const [row] = await socket.subscribe('Deals');
    const say = (stage: string) => socket.command('update-record', { module: 'Deals', id, set: { Stage: stage } });
    expect((await say('Won')).status).toBe('applied');
    await act('update-record', { module: 'Deals', id, set: { Contact: null } });
    expect(await say('Lost')).toMatchObject({ status: 'rejected', code: 'forbidden' });
    const changes = socket.heard.flatMap(({ event, message }) => (event === 'frame' ? message.changes : []));
    expect(changes.findLast((one: Loose) => one.id === id && 'may' in one).may).not.toBe(row.may);
    await socket.close();
  });
});

describe('what can be read of a setup', () => {
  test('[S0-49, S0-50, S1-6, S1-7] the related tabs are exactly those with a lookup to the base', async () => {
    const { act, admin, type, user, standard } = await withTwoLookups();
    await act('define-module', { name: 'Repairs', label: 'Repairs' });
    const names = async (base: string) =>
      (await admin.get(`/api/related-tabs/${base}`)).json.tabs.map(({ module }: Loose) => module);
    const before = await names('Contacts');
    expect(before).toEqual(expect.arrayContaining(['Cases', 'Deals', 'Invoices', 'Quotes']));
    for (const other of ['Repairs', 'Leads']) expect(before).not.toContain(other);
    await act('define-field', { module: 'Repairs', field: { name: 'Owner', label: 'Owner', ...lookup } });
    await act('define-field', { module: 'Leads', field: { name: 'Referrer', label: 'Referrer', ...lookup } });
    expect((await names('Contacts')).sort()).toEqual([...before, 'Leads', 'Repairs'].sort());
    const partners = await type('Partners', deals({}, related({ path: 'Adviser' })));
    const { tabs } = (await admin.get(`/api/related-tabs/Contacts?userType=${partners}`)).json;
    const ticked = tabs.filter(({ chosen }: Loose) => chosen !== null);
    expect(ticked).toMatchObject([
      {
        module: 'Deals',
        lookups: [{ field: 'Contact' }, { field: 'Adviser' }],
        layouts: [{ name: 'Standard', canvas: false }],
        chosen: { paths: ['Adviser'], layouts: ['Standard'], view: 'list' },
      },
    ]);
    const kei = await user(standard);
    expect(refusal(await kei.get('/api/related-tabs/Contacts'))).toEqual([403, 'forbidden']);
    expect(refusal(await admin.get('/api/related-tabs/Nowhere'))).toEqual([404, 'not-found']);
    expect(refusal(await admin.get(`/api/related-tabs/Leads?userType=${partners}`))).toEqual([404, 'not-found']);
  });

  test('[S0-41, S0-64, S0-66] the overview tells the portal, its types with their users, and what becomes of each field', async () => {
    const { act, admin, type, user, slug, standard } = await found(server);
    const tabs = {
      Deals: {
        layouts: { Standard: ['Name', 'Stage'] },
        reaches: [related({ path: 'Contact', edit: ['Stage'] })],
      },
    };
    const partners = await type('Partners', tabs);
    const [kei, off] = [await user(partners), await user(partners)];
    await act('deactivate-member', { member: off.id });
    const { status, json } = await admin.get('/api/overview');
    expect([status, json.portal.slug]).toEqual([200, slug]);
    expect(json.userTypes.map(({ id, isDefault, users }: Loose) => [id, isDefault, users])).toEqual([
      [standard, true, { active: 0, inactive: 0 }],
      [partners, false, { active: 1, inactive: 1 }],
    ]);
    const [tab] = json.userTypes[1].tabs;
    const of = (name: string) => tab.layouts[0].fields.find((one: Loose) => one.name === name);
    expect(of('Name')).toEqual({ name: 'Name', label: 'Name', visible: true, viewOnly: true, mandatory: true });
    expect(of('Stage')).toMatchObject({ visible: true, viewOnly: false });
    expect(of('Amount')).toMatchObject({ visible: false, viewOnly: false });
    const again = await act('configure-user-type', { userType: partners, tabs: { Deals: tab.setup } });
    expect(again).toBeDefined();
    const socket = await admin.connect();
    const asked = await socket.ask('query', { name: 'overview', input: {} });
    expect(JSON.stringify(asked)).toContain(JSON.stringify(json.userTypes));
    const hers = await kei.connect();
    expect(JSON.stringify(await hers.ask('query', { name: 'overview', input: {} }))).toContain('"forbidden"');
    expect(refusal(await kei.get('/api/overview'))).toEqual([403, 'forbidden']);
    await Promise.all([socket.close(), hers.close()]);
  });
});
