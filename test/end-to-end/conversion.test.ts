import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createClient, type Observable } from 'genkan';
import { signIn } from 'genkan/sign-in';
import {
  startServer,
  testPassword,
  type Loose,
  type Person,
  type TestPortal,
  type TestServer,
} from '../support/server.ts';

const mapping = {
  Contacts: { Name: 'Name', Email: 'Email', Phone: 'Phone', Title: 'Title' },
  Accounts: { Name: 'Company', Website: 'Website' },
  Deals: { Name: 'Company' },
};
const settings = { mapping, lookups: {}, portalAccess: 'refuse', rules: {} };
const self = { kind: 'self' };
const mine = { kind: 'related', path: 'Contact' };
const prospectTabs = {
  Leads: { layouts: { Standard: ['Name', 'Company', 'Phone'] }, reaches: [{ ...self, edit: ['Phone'] }] },
  Cases: { layouts: { Standard: ['Subject'] }, reaches: [{ kind: 'created', edit: ['Subject'] }], create: ['Subject'] },
  Products: { layouts: { Standard: ['Name'] }, reaches: [{ kind: 'all' }] },
};
const clientTabs = {
  Contacts: { layouts: { Standard: ['Name', 'Email'] }, reaches: [self] },
  Deals: { layouts: { Standard: ['Name', 'Contact'] }, reaches: [mine] },
  Cases: { layouts: { Standard: ['Subject', 'Status'] }, reaches: [{ kind: 'created' }, mine] },
  Products: { layouts: { Standard: ['Name', 'UnitPrice'] }, reaches: [{ kind: 'all' }] },
};

describe('leads are converted', () => {
  let server: TestServer;
  let portal: TestPortal;
  let admin: Person;
  let sales: Person;
  let types: { client: string; prospect: string; partner: string };

  const act = (name: string, input: unknown, by = portal.administrator) => server.run(portal.id, by, name, input);
  const create = async (module: string, fields: object): Promise<string> =>
    (await act('create-record', { module, fields })).id;
  const lead = (fields: object = {}) =>
    create('Leads', { Name: 'Aiko Mori', Company: 'Mori KK', Email: 'aiko@example.net', ...fields });
  const enrol = async (record: string, userType = types.prospect) => {
    const email = `${randomUUID()}@example.net`;
    const { member } = await act('add-member', { userType, record, email });
    await server.setPassword(portal.id, member);
    return { member, email, person: await server.signIn('acme', email) };
  };
  const record = async (module: string, id: string) => (await admin.get(`/api/records/${module}/${id}`)).json;
  const configure = (more: object) => act('configure-conversion', { ...settings, ...more });
  const rule = (more: object = {}) => ({
    label: 'Hot',
    criteria: { field: 'Rating', is: 'is', value: 'Hot' },
    userType: types.client,
    ...more,
  });

  beforeAll(async () => {
    server = await startServer();
    portal = await server.found({ slug: 'acme' });
    admin = await server.signIn('acme', portal.email, portal.password);
    const type = async (name: string, base: string, tabs: object) => {
      const { userType } = await act('create-user-type', { name, base });
      await act('configure-user-type', { userType, tabs });
      return userType;
    };
    types = {
      client: await type('Client', 'Contacts', clientTabs),
      prospect: await type('Prospect', 'Leads', prospectTabs),
      partner: await type('Partner', 'Contacts', clientTabs),
    };
    const { member } = await act('add-staff', { email: 'sales@acme.example.com', name: 'Sales', roles: ['sales'] });
    await server.setPassword(portal.id, member);
    sales = await server.signIn('acme', 'sales@acme.example.com');
    await configure({});
    await create('Products', { Name: 'Tea', UnitPrice: 3 });
  }, 60_000);
  afterAll(() => server.close());

  test('[S0-83] by hand, with account and deal, once; a repeat of the same command tells the same', async () => {
    const source = await lead();
    const id = randomUUID();
    const input = { lead: source, account: { fields: {} }, deal: { Amount: 5 } };
    const first = await sales.command('convert-lead', input, id);
    expect([first.status, first.json.status]).toEqual([200, 'applied']);
    const { contact, account, deal } = first.json.result;
    expect((await sales.command('convert-lead', input, id)).json).toMatchObject({
      replayed: true,
      result: { contact },
    });
    expect((await sales.command('convert-lead', input)).json).toMatchObject({ code: 'not-possible' });
    expect(await record('Contacts', contact)).toMatchObject({ fields: { Name: 'Aiko Mori', Account: account } });
    expect(await record('Deals', deal)).toMatchObject({ fields: { Name: 'Mori KK', Contact: contact, Amount: 5 } });
    expect((await admin.get(`/api/records/Leads/${source}`)).status).toBe(404);
    expect((await admin.command('restore-record', { module: 'Leads', id: source })).json.code).toBe('not-possible');
  });

  test('[S0-83] portal users cannot, and what is not a lead is not found', async () => {
    const { person } = await enrol(await lead());
    expect((await person.command('convert-lead', { lead: await lead() })).status).toBe(403);
    expect((await person.command('configure-conversion', settings)).status).toBe(403);
    expect((await sales.command('configure-conversion', settings)).status).toBe(403);
    expect((await sales.command('convert-lead', { lead: randomUUID() })).status).toBe(404);
  });

  test('[S0-84] several contact types: one must be chosen, and it must be one for contacts', async () => {
    const source = await lead();
    await enrol(source);
    const refused = await sales.command('convert-lead', { lead: source });
    expect(refused.json).toMatchObject({ code: 'invalid', issues: [{ path: 'userType' }] });
    expect(refused.json.issues[0].message).toContain('Partner');
    const wrong = await sales.command('convert-lead', { lead: source, userType: types.prospect });
    expect(wrong.json).toMatchObject({ code: 'wrong-base' });
    expect((await sales.command('convert-lead', { lead: source, userType: types.partner })).status).toBe(200);
  });

  test('[G-30] [S0-86] the open session becomes the contact’s view: the same member, sign-in and own cases', async () => {
    const source = await lead({ Rating: 'Cold' });
    const { member, email, person } = await enrol(source);
    const line = await person.connect();
    await Promise.all(['Leads', 'Cases', 'Products'].map((module) => line.subscribe(module)));
    const made = await line.command('create-record', { module: 'Cases', fields: { Subject: 'Where is my tea?' } });
    const from = line.heard.length;
    const { contact, deal } = await act('convert-lead', { lead: source, userType: types.client, deal: {} });
    const card = await line.next('ability', () => true, from);
    expect([card.userType.id, Object.keys(card.tabs).sort()]).toEqual([
      types.client,
      ['Cases', 'Contacts', 'Deals', 'Products'],
    ]);
    expect(await line.next('self', () => true, from)).toEqual({ record: { module: 'Contacts', id: contact } });
    expect((await line.subscribe('Contacts')).map((row) => row.id)).toEqual([contact]);
    expect((await line.subscribe('Deals')).map((row) => row.id)).toEqual([deal]);
    await line.ask('caught-up', {});
    const told = line.heard.slice(from).map((one: Loose) => one.event);
    expect(told.filter((event) => event === 'bye' || event === 'closed')).toEqual([]);
    expect((await line.command('update-record', { module: 'Leads', id: source, set: { Phone: '+1' } })).code).toBe(
      'not-found',
    );
    const { json } = await person.get(`/api/records/Cases/${made.result.id}`);
    expect(json).toMatchObject({ fields: { Subject: 'Where is my tea?', Status: 'New' } });
    expect((await server.signIn('acme', email)).id).toBe(member);
    await line.close();
  });

  test('[G-30] [S0-86] the SDK follows without a reload: lists leave and enter, and its member has the contact', async () => {
    const source = await lead();
    const { member, email } = await enrol(source);
    const { auth } = await signIn(server.url, { portal: 'acme', email, password: testPassword });
    const client = createClient({ url: server.url, auth });
    const [leads, products] = [client.live('Leads'), client.live('Products')];
    expect((await until(leads, ({ phase }) => phase === 'live')).rows).toMatchObject([
      { id: source, Name: 'Aiko Mori' },
    ]);
    await until(products, ({ phase }) => phase === 'live');
    const { contact } = await act('convert-lead', { lead: source, userType: types.client });
    await until(leads, ({ rows }) => rows.length === 0);
    expect((await until(client.live('Contacts'), ({ rows }) => rows.length > 0)).rows).toMatchObject([{ id: contact }]);
    expect((await until(products, ({ rows }) => rows[0]?.['UnitPrice'] === 3)).rows).toHaveLength(1);
    await client.caughtUp();
    expect(client.member).toEqual({ id: member, record: { module: 'Contacts', id: contact } });
    await client.close();
  });

  describe('by a workflow', () => {
    const converted = async (id: string): Promise<boolean> =>
      (await admin.get(`/api/records/Leads/${id}`)).status === 404;
    const idle = () => server.house.directory.idle();

    test('[S0-83] [S0-85] a lead that comes to meet the condition is converted, with its portal user', async () => {
      const [source, before] = [await lead({ Rating: 'Cold' }), await lead({ Rating: 'Hot' })];
      const { member } = await enrol(source);
      await configure({ rules: { Hot: rule({ automatic: true, account: true }) } });
      const line = await admin.connect();
      line.emit('watch-log', { on: true });
      await act('update-record', { module: 'Leads', id: source, set: { Rating: 'Hot' } });
      const entry = await line.next('entry', ({ command }) => command === 'convert-due');
      expect(entry).toMatchObject({ member: null, outcome: 'applied' });
      await idle();
      expect([await converted(source), await converted(before)]).toEqual([true, false]); // before met it already
      const { members } = (await admin.get('/api/members')).json;
      const person = members.find((one: Loose) => one.id === member);
      expect([person.userType, person.record.module]).toEqual([types.client, 'Contacts']);
      await line.close();
    });

    test('[S0-83] what does not come to meet it, or cannot be made, stays a lead and stops nothing; staff read which, and why', async () => {
      await configure({ rules: { Hot: rule({ automatic: true, account: true }) } });
      const nameless = await lead({ Company: null, Rating: 'Hot' });
      const cold = await lead({ Rating: 'Warm' });
      const hot = await lead({ Rating: 'Hot' });
      await idle();
      expect(await Promise.all([nameless, cold, hot].map(converted))).toEqual([false, false, true]);
      const refused = async () => (await sales.get('/api/conversions-refused')).json.refused;
      expect(await refused()).toMatchObject([
        { lead: nameless, rule: 'Hot', code: 'invalid', fields: ['Accounts.Name'], at: expect.stringMatching(/Z$/) },
      ]);
      await act('delete-record', { module: 'Leads', id: nameless });
      expect(await refused()).toEqual([]);
      await configure({});
    });
  });

  describe('in a batch', () => {
    const seen = async (person: Person): Promise<Map<string, readonly string[]>> => {
      const found = new Map<string, readonly string[]>();
      for (const module of ['Leads', 'Contacts', 'Deals', 'Cases', 'Products']) {
        const { status, json } = await person.get(`/api/records/${module}?limit=200`);
        if (status === 200) for (const row of json.rows) found.set(`${module} ${row.id}`, Object.keys(row.fields));
      }
      return found;
    };
    const difference = (from: Map<string, readonly string[]>, there: Map<string, readonly string[]>) => {
      const of = new Map<string, { records: number; values: number }>();
      for (const [key, fields] of from) {
        const module = key.split(' ')[0] ?? '';
        const sum = of.get(module) ?? { records: 0, values: 0 };
        const others = there.get(key) ?? [];
        of.set(module, {
          records: sum.records + (there.has(key) ? 0 : 1),
          values: sum.values + fields.filter((name) => !others.includes(name)).length,
        });
      }
      return of;
    };
    const dryRun = async (by = sales) => (await by.get('/api/conversion-dry-run/Chosen')).json;
    const batch = (dry: Loose, by = sales) =>
      by.command('convert-leads', {
        rule: 'Chosen',
        ids: dry.leads.map((one: Loose) => one.lead),
        expect: dry.expect,
      });
    const chosen = (Source: string, more: object = {}) =>
      configure({ rules: { Chosen: rule({ criteria: { field: 'Source', is: 'is', value: Source }, ...more }) } });

    test('[G-31] the real run gives and takes exactly what the dry run said, person by person', async () => {
      await chosen('Event', { deal: true, account: true });
      const sources = [];
      for (const Company of ['One', 'Two', null]) sources.push(await lead({ Source: 'Event', Company }));
      const people = await Promise.all(sources.map((source) => enrol(source)));
      await people[0]?.person.command('create-record', { module: 'Cases', fields: { Subject: 'Mine' } });
      const before = await Promise.all(people.map(({ person }) => seen(person)));
      const dry = await dryRun();
      expect(dry.leads.map((one: Loose) => one.outcome).sort()).toEqual(['converted', 'converted', 'refused']);
      const { json } = await batch(dry);
      const outcomes = (rows: Loose) => rows.map(({ lead: of, outcome, code }: Loose) => ({ of, outcome, code }));
      expect(outcomes(json.result.rows)).toEqual(outcomes(dry.leads));
      const after = await Promise.all(people.map(({ person }) => seen(person)));
      for (const [at, { member }] of people.entries()) {
        const lost = difference(before[at] ?? new Map(), after[at] ?? new Map());
        const gained = difference(after[at] ?? new Map(), before[at] ?? new Map());
        const modules = dry.people.find((one: Loose) => one.member === member)?.modules ?? [];
        for (const module of ['Leads', 'Contacts', 'Deals', 'Cases', 'Products']) {
          const none = { records: 0, values: 0 };
          const [more, less] = [gained.get(module) ?? none, lost.get(module) ?? none];
          const said = modules.find((one: Loose) => one.module === module);
          const { records = { gained: 0, lost: 0 }, values = { gained: 0, lost: 0 } } = said ?? {};
          expect([member, module, records, values]).toEqual([
            member,
            module,
            { gained: more.records, lost: less.records },
            { gained: more.values, lost: less.values },
          ]);
        }
      }
      expect(dry.people).toHaveLength(2);
    });

    test('[G-31] a lead that changed since the dry run refuses the whole of it; portal users may not ask', async () => {
      await chosen('Referral');
      const source = await lead({ Source: 'Referral' });
      const { person } = await enrol(source);
      const dry = await dryRun();
      await act('update-record', { module: 'Leads', id: source, set: { Title: 'Chief' } });
      expect((await batch(dry)).json).toMatchObject({ code: 'conflict' });
      expect((await person.get('/api/conversion-dry-run/Chosen')).status).toBe(403);
      expect((await admin.get('/api/conversion-dry-run/Nothing')).status).toBe(404);
      expect((await batch(await dryRun())).json.result.rows).toMatchObject([{ lead: source, outcome: 'converted' }]);
    });
  });
});

const until = <T>(observable: Observable<T>, holds: (value: T) => boolean): Promise<T> =>
  new Promise((resolve) => {
    if (holds(observable.get())) return resolve(observable.get());
    const stop = observable.subscribe((value) => {
      if (!holds(value)) return;
      stop();
      resolve(value);
    });
  });
