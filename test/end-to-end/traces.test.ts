import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isPostgresThere } from '../../libs/log/src/test/databases.ts';
import { startServer, type Line, type Loose, type Person, type TestServer } from '../support/server.ts';
import { makeWorld, type World } from '../support/world.ts';

const databases = ['memory', 'pglite', ...((await isPostgresThere()) ? (['postgres'] as const) : [])] as const;

describe.each(databases)('what happened, and who was told of it, on %s', (database) => {
  let server: TestServer;
  let world: World;
  let admin: Person;
  let [kei, maria]: Person[] = [];
  let lines: Line[] = [];
  beforeAll(async () => {
    server = await startServer({ database });
    world = await makeWorld(server);
    [admin, kei, maria] = await Promise.all([world.admin(), world.kei(), world.maria()]);
    lines = await Promise.all([admin.connect(), kei!.connect(), maria!.connect()]);
    for (const line of lines) await line.subscribe('Deals');
  }, 60_000);
  afterAll(async () => {
    for (const line of lines) await line.close();
    await server.close();
  });
  const set = (id: string, fields: object): Promise<Loose> =>
    world.act('update-record', { module: 'Deals', id, set: fields });
  const head = (): Promise<number> => server.house.log.head(world.id);

  test('[SV39] staff who may are told each entry as it happens, without values, and read what they missed', async () => {
    const [staff, partner] = lines;
    expect((await partner!.ask('watch-log', { on: true })).problem.code).toBe('forbidden');
    expect(await staff!.ask('watch-log', { on: true })).toEqual({ status: 'watching' });
    await set(world.deals.hidden, { Amount: 4711 });
    const sequence = await head();
    const entry = await staff!.next('entry', (one) => one.sequence === sequence);
    expect(entry).toMatchObject({
      command: 'update-record',
      member: world.administrator,
      outcome: 'applied',
      changes: [{ kind: 'record', module: 'Deals', id: world.deals.hidden, op: 'patch', fields: ['Amount'] }],
    });
    expect(JSON.stringify(entry)).not.toContain('4711');
    const { json } = await admin.get(`/api/log?after=${sequence - 1}&limit=1`);
    expect(json).toEqual({ head: sequence, entries: [entry] });
    expect((await staff!.ask('query', { name: 'entries', input: { after: sequence - 1 } })).entries[0]).toEqual(entry);
    for (const path of ['/api/log', '/api/log/1', '/api/members'])
      expect((await kei!.get(path)).json.code).toBe('forbidden');
    expect(await staff!.ask('watch-log', { on: false })).toEqual({ status: 'not watching' });
    expect(partner!.heard.some(({ event }) => event === 'entry')).toBe(false);
  });

  test('[SV40] a trace says of each session what it was sent, what was left out, and why it was withheld', async () => {
    await set(world.deals.shared, { Stage: 'Won', Amount: 12 });
    const shared = await head();
    await set(world.deals.hidden, { Amount: 13 });
    const hidden = await head();
    const tabs = {
      Deals: { layouts: { Standard: ['Name'] }, reaches: [{ kind: 'related', path: 'Account', own: ['Account'] }] },
    };
    await world.act('configure-user-type', { userType: world.types.observer, tabs }); // what holds later is not what held then
    await set(world.deals.shared, { Stage: 'Lost' });
    const later = await head();
    for (const line of lines) await line.ask('caught-up', {});
    const trace = async (sequence: number, query = ''): Promise<Record<string, Loose>> => {
      const { json } = await admin.get(`/api/log/${sequence}${query}`);
      return Object.fromEntries(json.sessions.map((one: Loose) => [one.member, one.changes[0]]));
    };
    const told = await trace(shared);
    expect(told[world.administrator]).toMatchObject({ outcome: 'sent', why: null, op: 'patch', left: [] });
    expect(told[kei!.id]).toMatchObject({ outcome: 'sent', op: 'patch', left: [] });
    expect([...told[kei!.id].sent].sort()).toEqual(['Amount', 'Stage']);
    expect(told[maria!.id]).toMatchObject({ outcome: 'masked', sent: ['Stage'], left: ['Amount'] });
    expect((await trace(hidden))[kei!.id]).toMatchObject({ outcome: 'withheld', why: 'no-reach' });
    expect((await trace(later))[maria!.id]).toMatchObject({ outcome: 'withheld', why: 'field-hidden' });
    await lines[1]!.ask('unsubscribe', { module: 'Deals' });
    await set(world.deals.shared, { Stage: 'Won' });
    const away = await head();
    expect(await trace(away, `?member=${kei!.id}`)).toMatchObject({
      [kei!.id]: { outcome: 'withheld', why: 'disconnected' },
    });
    expect((await admin.get(`/api/log/${away + 1}`)).json.code).toBe('not-found');
    expect(JSON.stringify(await trace(shared))).not.toMatch(/"Won"|:12[,}]/);
  });

  test('[SV41] who may manage members reads who is connected and what their sessions are sent', async () => {
    const { json } = await admin.get('/api/members');
    const found = Object.fromEntries(json.members.map((one: Loose) => [one.id, one]));
    expect(found[maria!.id]).toMatchObject({
      kind: 'portal-user',
      status: 'active',
      record: { id: world.contacts.maria },
    });
    expect(found[maria!.id].sessions).toEqual([{ session: expect.any(String), modules: ['Deals'] }]);
    expect(found[world.administrator].name).toBe('Admin Example');
    const { member } = await world.act('add-staff', {
      email: 'nils@example.com',
      name: 'Nils',
      roles: ['portal-manager'],
    });
    await lines[2]!.close();
    for (;;) {
      const { members } = (await admin.get('/api/members')).json;
      expect(members.find(({ id }: Loose) => id === member)).toMatchObject({
        kind: 'staff',
        name: 'Nils',
        sessions: [],
      });
      const { sessions } = members.find(({ id }: Loose) => id === maria!.id);
      if (sessions.length === 0) break; // without any entry since she left
    }
  });
});
