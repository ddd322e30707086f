import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startServer, type Line, type Loose, type Person, type TestServer } from '../support/server.ts';
import { makeWorld, type World } from '../support/world.ts';

let server: TestServer;
let world: World;
let admin: Person;
let kei: Person;
const lines: Line[] = [];

beforeAll(async () => {
  server = await startServer({ database: 'pglite' });
  world = await makeWorld(server, 'restricted');
  await world.act('configure-privacy', { compliance: true });
  [admin, kei] = [await world.admin(), await world.kei()];
}, 60_000);
afterAll(async () => {
  await Promise.all(lines.map((line) => line.close()));
  await server.close();
});

/** The person is told first (GDPR 18(3)). */
const lift = async (record: object): Promise<void> => {
  await world.act('announce-lifting', { ...record, reason: 'Settled' });
  await world.act('lift-restriction', record);
};
const watching = async (person: Person): Promise<Line> => {
  const line = await person.connect();
  lines.push(line);
  await line.subscribe('Deals');
  return line;
};
const about = (id: string) => (frame: Loose) => frame.changes.some((change: Loose) => change.id === id);
const changeOf = async (line: Line, id: string, from: number): Promise<Loose> =>
  (await line.next('frame', about(id), from)).changes.find((change: Loose) => change.id === id);

describe('stopping the processing of a record', () => {
  test('[S0-99] [R-3] [PV2] it leaves a portal user at once, without a reason, and staff see it flagged; lifted, it comes back', async () => {
    const [partner, staff] = [await watching(kei), await watching(admin)];
    const { shared } = world.deals;
    const [atPartner, atStaff] = [partner.heard.length, staff.heard.length];
    await world.act('restrict-record', { module: 'Deals', id: shared });
    expect(await changeOf(partner, shared, atPartner)).toEqual({ op: 'remove', module: 'Deals', id: shared });
    expect(await changeOf(staff, shared, atStaff)).toEqual({ op: 'patch', module: 'Deals', id: shared, may: 65_536 });
    const afterwards = partner.heard.length;
    await lift({ module: 'Deals', id: shared });
    expect(await changeOf(partner, shared, afterwards)).toMatchObject({ op: 'put', id: shared, may: 1 });
  });

  test('[PV2] [PV3] page, count, record and lookup behave as if it were not there; a command is answered like for an id that never was', async () => {
    const { shared } = world.deals;
    await world.act('restrict-record', { module: 'Deals', id: shared });
    expect((await kei.get('/api/records/Deals')).json.rows).toEqual([]);
    expect((await kei.get('/api/records/Deals/count')).json).toMatchObject({ count: 0 });
    expect((await admin.get('/api/records/Deals/count')).json.count).toBeGreaterThan(0);
    const never = '00000000-0000-4000-8000-00000000ffff';
    for (const id of [shared, never]) {
      expect((await kei.get(`/api/records/Deals/${id}`)).status).toBe(404);
      const reply = await kei.command('update-record', { module: 'Deals', id, set: { Stage: 'Won' } });
      expect([reply.status, reply.json.code]).toEqual([404, 'not-found']);
    }
    await lift({ module: 'Deals', id: shared });
    expect((await kei.get('/api/records/Deals')).json.rows).toHaveLength(1);
  });

  test('[PV1] [S0-87] a user type is deleted though the record of somebody who was removed from it is restricted', async () => {
    const { userType } = await world.act('create-user-type', { name: 'Short-lived', base: 'Contacts' });
    const { id } = await world.act('create-record', { module: 'Contacts', fields: { Name: 'Gone' } });
    const { member } = await world.act('add-member', { userType, record: id, email: 'gone@example.org' });
    await world.act('restrict-record', { module: 'Contacts', id });
    const remove = () => admin.command('delete-user-type', { userType, moveTo: world.types.reseller });
    expect((await remove()).json.code).toBe('restricted'); // he would be moved
    await lift({ module: 'Contacts', id });
    await world.act('remove-member', { member });
    await world.act('restrict-record', { module: 'Contacts', id });
    expect((await remove()).json).toMatchObject({ status: 'applied', result: { moved: 0 } });
  });

  test('[PV1] staff are refused `restricted` by edit, delete, import, lookup and giving access, and nothing changes', async () => {
    const { kei: contact } = world.contacts;
    await world.act('import-records', { module: 'Contacts', rows: [{ externalId: 'free', fields: { Name: 'Free' } }] });
    const held = (
      await world.act('create-record', { module: 'Contacts', externalId: 'held', fields: { Name: 'Held' } })
    ).id;
    await world.act('restrict-record', { module: 'Contacts', id: held });
    const head = await server.house.log.head(world.id);
    const tried: (readonly [string, object])[] = [
      ['update-record', { module: 'Contacts', id: held, set: { Name: 'Other' } }],
      ['delete-record', { module: 'Contacts', id: held }],
      ['update-record', { module: 'Deals', id: world.deals.hidden, set: { Contact: held } }],
      ['create-record', { module: 'Deals', fields: { Name: 'New', Contact: held } }],
      ['add-member', { userType: world.types.reseller, record: held, email: 'held@example.org' }],
    ];
    for (const [name, input] of tried) {
      const { status, json } = await admin.command(name, input);
      expect([name, status, json.code]).toEqual([name, 409, 'restricted']);
    }
    expect(await server.house.log.head(world.id)).toBe(head);
    const rows = [
      { externalId: 'held', fields: { Name: 'Other' } },
      { externalId: 'free', fields: { Name: 'Freer' } },
    ];
    expect((await admin.command('import-records', { module: 'Contacts', rows })).json.result.rows).toMatchObject([
      { outcome: 'refused', code: 'restricted' },
      { outcome: 'updated' },
    ]);
    await world.act('restrict-record', { module: 'Contacts', id: contact });
    const moved = await admin.command('move-member', { member: world.members.kei, userType: world.types.observer });
    expect(moved.json.code).toBe('restricted');
    await lift({ module: 'Contacts', id: contact });
  });

  test('[PV5] a client that was away while it was restricted is told of it when it resumes', async () => {
    const line = await kei.connect();
    await line.subscribe('Deals');
    const { ticket } = await line.next('welcome');
    const { token } = await line.ask('caught-up', {});
    await line.close();
    await world.act('restrict-record', { module: 'Deals', id: world.deals.shared });
    const again = await kei.connect({ cursor: { ticket, token }, subscriptions: ['Deals'] });
    lines.push(again);
    expect(await changeOf(again, world.deals.shared, 0)).toEqual({
      op: 'remove',
      module: 'Deals',
      id: world.deals.shared,
    });
    await lift({ module: 'Deals', id: world.deals.shared });
  });

  test('[PV6] only staff with the right may restrict, and to others it is forbidden whatever they name', async () => {
    const never = '00000000-0000-4000-8000-00000000ffff';
    for (const id of [world.deals.shared, world.deals.hidden, never]) {
      const { status, json } = await kei.command('restrict-record', { module: 'Deals', id });
      expect([status, json.code]).toEqual([403, 'forbidden']);
    }
  });
});
