import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ask, startServer, type TestServer } from '../support/server.ts';
import { found, refusal } from './founded.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const view = { layouts: { Standard: ['Name', 'Contact', 'Stage'] } };
const own = (more: object = {}) => ({ kind: 'related', path: 'Contact', ...more });

describe('the portal itself', () => {
  test('[S0-34, S0-35] it cannot be deleted, and its name stays', async () => {
    const { say, admin } = await found(server);
    expect(refusal(await say('delete-portal', {}))).toEqual([404, 'unknown-command']);
    expect(refusal(await say('configure-portal', { name: 'Other' }))).toEqual([422, 'invalid']);
    const commands = (await admin.get('/api/catalogue')).json.commands.map(({ name }: { name: string }) => name);
    expect(commands.filter((name: string) => name.includes('portal'))).toEqual(
      expect.not.arrayContaining(['delete-portal', 'rename-portal']),
    );
  });

  test('[X-3, S0-24] an old address leads to the new one, still signs in, and everybody is told', async () => {
    const { id, say, act, slug, standard, user } = await found(server);
    const socket = await (await user(standard)).connect();
    await act('change-slug', { slug: `${slug}-new` });
    const told = await socket.next('ability', (message) => message.portal?.address ?? message.ability?.portal?.address);
    expect(JSON.stringify(told)).toContain(`"address":{"slug":"${slug}-new","former":["${slug}"]}`);
    const led = await ask(server.url, `/p/${slug}`, { redirect: 'manual' });
    expect([led.status, led.headers.get('location')]).toEqual([308, `/p/${slug}-new`]);
    const page = await ask(server.url, `/p/${slug}-new`, { redirect: 'manual' });
    expect([page.status, page.headers.get('location')]).toEqual([302, `/?portal=${slug}-new`]);
    expect((await server.signIn(slug, `admin@${slug}.example.com`)).portal).toBe(id);
    expect(refusal(await say('change-slug', { slug: 'admin' }))).toEqual([409, 'name-taken']);
    await socket.close();
  });

  test('[X-3] nobody else is given an old address, and nobody without the right changes one', async () => {
    const [one, other] = [await found(server), await found(server)];
    await one.act('change-slug', { slug: `${one.slug}-new` });
    expect(refusal(await other.say('change-slug', { slug: one.slug }))).toEqual([409, 'name-taken']);
    await expect(server.found({ slug: one.slug })).rejects.toThrow(/already in use/);
    const user = await one.user(one.standard);
    expect(refusal(await user.command('change-slug', { slug: 'mine' }))).toEqual([403, 'forbidden']);
    expect((await ask(server.url, '/p/never-was')).status).toBe(404);
  });
});

describe('who comes in', () => {
  test('[S0-31, X-9] own people and who looks like them are refused, with the reason', async () => {
    const { invite, slug, standard, act, type } = await found(server);
    const domain = `${slug}.example.com`;
    const [own, below, ending] = [domain, `eu.${domain}`, `${slug}.example.net`].map((one) => `somebody@${one}`);
    for (const address of [own!, below!, ending!]) {
      const reply = await invite(standard, address);
      expect(refusal(reply)).toEqual([409, 'employee-domain']);
      expect(reply.json.issues[0].message).toContain(domain);
    }
    const partners = await type('Partners');
    expect((await invite(partners, own)).status).toBe(200);
    await act('configure-portal', { employeeDomains: [domain], clientDomains: [`${slug}.example.net`] });
    expect(refusal(await invite(partners, `other@eu.${domain}`))).toEqual([409, 'employee-domain']);
    expect((await invite(standard, ending)).status).toBe(200);
  });

  test('[S0-80] the inviter owns what is made; when he is gone the default owner does, then an administrator', async () => {
    const { act, admin, standard, user, id } = await found(server);
    const deals = { ...view, reaches: [{ kind: 'created' }], create: ['Name'] };
    await act('configure-user-type', { userType: standard, tabs: { Deals: deals } });
    const add = async (email: string) =>
      (await act('add-staff', { email, name: 'Staff', roles: ['portal-manager'] })).member;
    const [inviter, chosen] = [await add('inviter@example.com'), await add('chosen@example.com')];
    await act('configure-portal', { owner: chosen });
    const record = (await act('create-record', { module: 'Contacts', fields: { Name: 'Kei' } })).id;
    const input = { userType: standard, record, email: 'kei@kunde.de' };
    const { member } = await server.run(id, inviter, 'add-member', input);
    await server.setPassword(id, member);
    const kei = await server.signIn((await server.house.log.settings(id))!.portal.profile.slug, 'kei@kunde.de');
    const owner = async () => {
      const made = (await kei.command('create-record', { module: 'Deals', fields: { Name: 'N' } })).json.result.id;
      const { known } = await server.house.log.gather(id, [{ ask: 'record', module: 'Deals', id: made }]);
      return known.record('Deals', made)?.owner;
    };
    const owners = [await owner()];
    for (const gone of [inviter, chosen]) {
      await act('deactivate-member', { member: gone });
      owners.push(await owner());
    }
    expect(owners).toEqual([inviter, chosen, admin.id]);
    expect(await user(standard)).toBeDefined();
  });
});

describe('what is done with records', () => {
  test('[S0-62, X-8, S1-8, S1-11] copying is its own right; staff’s records are viewed, the copy is edited', async () => {
    const { act, type, contact, user } = await found(server);
    const tabs = {
      Deals: { ...view, reaches: [own({ copy: true }), { kind: 'created', edit: ['Name', 'Contact', 'Stage'] }] },
      Contacts: { layouts: { Standard: ['Name'] }, reaches: [{ kind: 'self' }] },
    };
    const me = await contact();
    const [partner, closed] = [await type('P', tabs), await type('Q', { Deals: { ...view, reaches: [own()] } })];
    const deal = (await act('create-record', { module: 'Deals', fields: { Name: 'Bridge', Contact: me, Amount: 5 } }))
      .id;
    const [kei, maria] = [await user(partner, me), await user(closed, me)];
    const edit = { module: 'Deals', id: deal, set: { Name: 'Road' } };
    expect(refusal(await kei.command('update-record', edit))).toEqual([403, 'forbidden']);
    expect(refusal(await maria.command('copy-record', { module: 'Deals', id: deal }))).toEqual([403, 'forbidden']);
    const { id } = (await kei.command('copy-record', { module: 'Deals', id: deal })).json.result;
    expect((await kei.command('update-record', { ...edit, id })).status).toBe(200);
    const copy = (await kei.get(`/api/records/Deals/${id}`)).json;
    expect(JSON.stringify(copy)).toContain('"Name":"Road"');
    expect(JSON.stringify(copy)).toContain(me);
  });

  test('[S0-63, X-7] products are seen by all without association, and only seen', async () => {
    const { act, type, user } = await found(server);
    const tabs = { Products: { layouts: { Standard: ['Name'] }, reaches: [{ kind: 'all' }] } };
    const kei = await user(await type('P', tabs));
    const { id } = await act('create-record', { module: 'Products', fields: { Name: 'Pump' } });
    expect((await kei.get(`/api/records/Products/${id}`)).status).toBe(200);
    const set = { module: 'Products', id, set: { Name: 'x' } };
    expect(refusal(await kei.command('update-record', set))).toEqual([403, 'forbidden']);
  });

  test('[S0-68] a setup that makes creating impossible is refused when it is saved', async () => {
    const { say, standard } = await found(server);
    const tabs = { Deals: { layouts: { Standard: ['Stage'] }, reaches: [{ kind: 'created' }], create: ['Stage'] } };
    expect(refusal(await say('configure-user-type', { userType: standard, tabs }))).toEqual([422, 'invalid']);
  });
});

describe('user types and their users', () => {
  test('[S0-82, S0-86] many move at once, and their live view changes with it', async () => {
    const { act, type, contact, user } = await found(server);
    const [from, to] = [await type('From', { Deals: { ...view, reaches: [own()] } }), await type('To')];
    const me = await contact();
    await act('create-record', { module: 'Deals', fields: { Name: 'Bridge', Contact: me } });
    const [kei, other] = [await user(from, me), await user(from)];
    const socket = await kei.connect();
    expect(await socket.subscribe('Deals')).toHaveLength(1);
    const { rows } = await act('move-members', { members: [kei.id, other.id, kei.portal], userType: to });
    expect(rows).toEqual([{ outcome: 'moved' }, { outcome: 'moved' }, { outcome: 'refused', code: 'not-found' }]);
    await socket.next('ability');
    expect((await kei.get('/api/records/Deals')).status).toBe(404);
    await socket.close();
  });

  test('[S0-82] five thousand move in one command', async () => {
    const { act, type } = await found(server);
    const to = await type('To');
    const members = Array.from({ length: 5000 }, () => crypto.randomUUID());
    const { rows } = await act('move-members', { members, userType: to });
    expect(rows).toHaveLength(5000);
  });

  test('[S0-28, S0-87, S0-88, S0-89] a type is deleted with its users moved, or directly, the default one never', async () => {
    const { say, act, type, user, standard } = await found(server);
    const [from, to, empty] = [await type('From'), await type('To'), await type('Empty')];
    const kei = await user(from);
    expect(refusal(await say('delete-user-type', { userType: standard }))).toEqual([409, 'default-type']);
    expect(refusal(await say('delete-user-type', { userType: from }))).toEqual([409, 'type-in-use']);
    expect(await act('delete-user-type', { userType: from, moveTo: to })).toEqual({ moved: 1 });
    expect((await kei.get('/api/ability')).json.userType).toEqual({ id: to, name: 'To' });
    expect((await say('delete-user-type', { userType: empty })).status).toBe(200);
  });
});
