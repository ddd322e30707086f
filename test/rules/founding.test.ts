import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startServer, type Loose, type Person, type Reply, type TestServer } from '../support/server.ts';
import { found, refusal, type Founded } from './founded.ts';

let server: TestServer;
/** A portal whose administrator founds the others. */
let first: Founded;
beforeAll(async () => {
  server = await startServer();
  first = await found(server);
});
afterAll(() => server.close());

const fresh = (): string => randomUUID().slice(0, 8);
const founding = (company: string, more: object = {}): Promise<Reply> => {
  const administrator = { email: `boss@${fresh()}.example.com`, name: 'Boss' };
  return first.admin.command('create-portal', { company, plan: 'enterprise', administrator, ...more });
};
/** Founds a portal over HTTP and signs its administrator in. */
async function founded(slug: string, more: object = {}): Promise<Person> {
  const email = `boss@${slug}.example.com`;
  const administrator = { email, name: 'Boss' };
  const reply = await founding(`${slug} ltd`, { slug, administrator, ...more });
  const { portal, member } = reply.json.result;
  await server.setPassword(portal, member);
  return server.signIn(slug, email);
}
const types = async (person: Person): Promise<Loose[]> => (await person.get('/api/user-types')).json.userTypes;
const nameOf = async (person: Person): Promise<string> => (await person.get('/api/ability')).json.portal.name;

describe('founding a portal', () => {
  test('[S0-23, S0-24, S0-25] the name is the company’s unless another is given, the address is made from it', async () => {
    const company = `Blue Heron ${fresh()}`;
    const administrator = { email: 'boss@heron.example.com', name: 'Boss' };
    const { portal, member } = (await founding(company, { administrator })).json.result;
    await server.setPassword(portal, member);
    const address = company.toLowerCase().replaceAll(' ', '-');
    const boss = await server.signIn(address, administrator.email);
    expect([boss.portal, await nameOf(boss)]).toEqual([portal, company]);
    const name = `Heron’s friends ${fresh()}`;
    const other = await founded(`friends-${fresh()}`, { name });
    expect(await nameOf(other)).toBe(name);
  });

  test('[S0-26] a taken name or address is refused, however it is written, and the refusal says which of the two', async () => {
    const [slug, name] = [`crane-${fresh()}`, `Crane ${fresh()}`];
    await founded(slug, { name });
    for (const like of [name, name.toUpperCase(), ` ${name.replace(' ', '  ')} `]) {
      const reply = await founding('Other', { name: like });
      expect(refusal(reply)).toEqual([409, 'name-taken']);
      expect(reply.json.issues).toEqual([{ path: 'name', message: expect.stringMatching(/already in use/) }]);
    }
    const reply = await founding(`Another ${fresh()}`, { slug });
    expect(refusal(reply)).toEqual([409, 'name-taken']);
    expect(reply.json.issues[0].path).toBe('slug');
    await expect(server.signIn('other', 'boss@example.com')).rejects.toThrow(/401/);
  });

  test('[S0-13, S0-27, S0-37, X-5, X-22] it begins with one user type, Client portal, for customers among Contacts', async () => {
    const slug = `wren-${fresh()}`;
    const boss = await founded(slug);
    const all = await types(boss);
    expect(all).toEqual([{ id: expect.any(String), name: 'Client portal', base: 'Contacts', isDefault: true }]);
    for (const more of [{ base: 'Leads' }, { userType: { name: 'Vendors', base: 'Vendors' } }])
      expect(refusal(await founding(`Wren ${fresh()}`, more))).toEqual([422, 'invalid']);
    const { json } = await boss.command('create-record', {
      module: 'Contacts',
      fields: { Name: 'Kei', Email: 'k@d.de' },
    });
    const input = { userType: all[0].id, record: json.result.id, email: 'kei@kunde.de' };
    const { member } = (await boss.command('add-member', input)).json.result;
    await server.setPassword(boss.portal, member);
    const kei = await server.signIn(slug, 'kei@kunde.de');
    const { rows } = (await kei.get('/api/records/Contacts')).json;
    expect(rows.map(({ fields }: Loose) => fields.Name)).toEqual(['Kei']);
    const set = { Name: 'Other' };
    const edit = { module: 'Contacts', id: json.result.id, set };
    expect(refusal(await kei.command('update-record', edit))).toEqual([403, 'forbidden']);
  });

  test('[S0-28, X-4] neither the portal nor its default type can be deleted; another type can', async () => {
    const { say, act, standard, type } = await found(server);
    expect(refusal(await say('delete-portal', {}))).toEqual([404, 'unknown-command']);
    const refused = await say('delete-user-type', { userType: standard });
    expect(refusal(refused)).toEqual([409, 'default-type']);
    expect(refused.text).toMatch(/default user type cannot be deleted/);
    const other = await type('Other');
    expect(refusal(await say('delete-user-type', { userType: standard, moveTo: other }))).toEqual([
      409,
      'default-type',
    ]);
    await act('delete-user-type', { userType: other });
    expect(refusal(await say('configure-user-type', { userType: other, name: 'X' }))).toEqual([404, 'not-found']);
  });
});

describe('who may let people in, and whom', () => {
  test('[S0-9] setting up and letting in are for staff who hold the right; all others are refused and nothing happens', async () => {
    const { act, admin, contact, standard, user, slug, id } = await found(server);
    const staff = async (role: string): Promise<Person> => {
      const email = `${role}@example.com`;
      const { member } = await act('add-staff', { email, name: role, roles: [role] });
      await server.setPassword(id, member);
      return server.signIn(slug, email);
    };
    const [sales, manager, outsider] = [await staff('sales'), await staff('portal-manager'), await user(standard)];
    const record = await contact();
    const administrator = { email: 'boss@example.com', name: 'Boss' };
    const asked = {
      'create-portal': { company: `Heron ${fresh()}`, plan: 'enterprise', administrator },
      'create-user-type': { name: 'Partners', base: 'Contacts' },
      'configure-user-type': { userType: standard, name: 'Ours' },
      'delete-user-type': { userType: standard },
      'add-member': { userType: standard, record, email: 'new@kunde.de' },
      'move-member': { member: outsider.id, userType: standard },
      'add-staff': { email: 'x@example.com', name: 'X', roles: ['administrator'] },
    };
    const before = (await admin.get('/api/members')).json.members.length;
    for (const [name, input] of Object.entries(asked))
      for (const person of [sales, outsider])
        expect(refusal(await person.command(name, input))).toEqual([403, 'forbidden']);
    expect([(await types(admin)).length, (await admin.get('/api/members')).json.members.length]).toEqual([1, before]);
    expect((await manager.command('add-member', asked['add-member'])).status).toBe(200);
    for (const name of ['create-portal', 'add-staff'] as const)
      expect(refusal(await manager.command(name, asked[name]))).toEqual([403, 'forbidden']);
  });

  test('[S0-30, S0-72] customers are let in by their contact; nobody comes in by a record of another module or by none', async () => {
    const { act, say, standard, user, contact } = await found(server);
    const me = await contact();
    expect((await (await user(standard, me)).get('/api/ability')).json.userType.name).toBe('Client portal');
    const lead = (await act('create-record', { module: 'Leads', fields: { Name: 'Lena' } })).id;
    const gone = await contact();
    await act('delete-record', { module: 'Contacts', id: gone });
    for (const record of [lead, gone, randomUUID()]) {
      const reply = await say('add-member', { userType: standard, record, email: `${fresh()}@kunde.de` });
      expect(refusal(reply)).toEqual([422, 'unknown-record']);
    }
    const twice = { userType: standard, record: me, email: 'kei@kunde.de' };
    await act('add-member', twice);
    expect(refusal(await say('add-member', { ...twice, email: 'KEI@Kunde.de' }))).toEqual([409, 'name-taken']);
  });
});

describe('what the plan gives', () => {
  test('[S0-11, S1-2, S0-38] enterprise holds the one free type; more come with seats, and so do their users', async () => {
    const boss = await founded(`rook-${fresh()}`);
    for (const plan of ['free', 'standard', 'professional'])
      expect(refusal(await founding(`Rook ${fresh()}`, { plan }))).toEqual([409, 'limit-reached']);
    expect(refusal(await founding(`Rook ${fresh()}`, { plan: 'golden' }))).toEqual([422, 'invalid']);
    const partners = { name: 'Partners', base: 'Contacts' };
    expect(refusal(await boss.command('create-user-type', partners))).toEqual([409, 'limit-reached']);
    const record = (await boss.command('create-record', { module: 'Contacts', fields: { Name: 'Kei' } })).json.result
      .id;
    const add = (userType: string, email: string) => boss.command('add-member', { userType, record, email });
    expect((await add((await types(boss))[0].id, 'free@kunde.de')).status).toBe(200);
    expect((await boss.get('/api/licence')).json).toMatchObject({ seatsUsed: 0, licence: { seats: 0 } });
    expect((await boss.command('buy-seats', { seats: 50 })).json.result.price).toBe(60_000);
    const { userType } = (await boss.command('create-user-type', partners)).json.result;
    expect((await add(userType, 'paid@kunde.de')).status).toBe(200);
    expect((await boss.get('/api/licence')).json).toMatchObject({ seatsUsed: 1, licence: { seats: 50 } });
  });
});
