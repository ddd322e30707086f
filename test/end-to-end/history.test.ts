import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isPostgresThere } from '../../libs/log/src/test/databases.ts';
import { startServer, type Line, type Loose, type Person, type TestServer } from '../support/server.ts';
import { makeWorld, observerTabs, resellerTabs, type World } from '../support/world.ts';

const databases = ['memory', 'pglite', ...((await isPostgresThere()) ? (['postgres'] as const) : [])] as const;

describe.each(databases)('history and audit trail, on %s', (database) => {
  let server: TestServer;
  let world: World;
  let [admin, kei, maria]: Person[] = [];
  let line: Line;
  beforeAll(async () => {
    server = await startServer({ database });
    world = await makeWorld(server);
    [admin, kei, maria] = await Promise.all([world.admin(), world.kei(), world.maria()]);
    line = await kei!.connect();
  }, 60_000);
  afterAll(async () => {
    await line.close();
    await server.close();
  });
  const path = (id: string): string => `/api/records/Deals/${id}/history`;
  const set = (values: object): Promise<Loose> =>
    world.act('update-record', { module: 'Deals', id: world.deals.shared, set: values });
  const steps = async (who: Person, query = ''): Promise<Loose[]> =>
    (await who.get(`${path(world.deals.shared)}${query}`)).json.steps;
  const brief = (all: Loose[]): Loose[] => all.map(({ op, fields }) => [op, fields]);

  test('[SV61] each reader is told a record’s changes in the fields he sees, over HTTP and the socket; staff who and where too', async () => {
    await set({ Stage: 'Engaging', Amount: 120 });
    await set({ Amount: 130 });
    await kei!.command('update-record', { module: 'Deals', id: world.deals.shared, set: { Stage: 'Won' } });
    const mine = await steps(kei!);
    expect(brief(mine).slice(0, 3)).toEqual([
      ['patch', { Stage: { before: 'Engaging', after: 'Won' } }],
      ['patch', { Amount: { before: 120, after: 130 } }],
      ['patch', { Stage: { before: 'Prospecting', after: 'Engaging' }, Amount: { before: 100, after: 120 } }],
    ]);
    expect(mine.map(({ by }) => by?.id ?? null)).toEqual([kei!.id, null, null, null]);
    expect(mine.every(({ sequence, command }) => sequence === null && command === null)).toBe(true);
    const input = { module: 'Deals', id: world.deals.shared };
    expect((await line.ask('query', { name: 'field-history', input })).steps).toEqual(mine);
    expect(brief(await steps(maria!))).toEqual([
      ['patch', { Stage: { before: 'Engaging', after: 'Won' } }],
      ['patch', { Stage: { before: 'Prospecting', after: 'Engaging' } }],
      ['put', { Name: { after: 'Pumps' }, Stage: { after: 'Prospecting' } }],
    ]);
    const all = await steps(admin!, '?field=Stage');
    expect(all.map(({ command, by }) => [command, by.name])).toEqual([
      ['update-record', `kei@${world.slug}-partners.example.com`],
      ['update-record', 'Admin Example'],
      ['create-record', 'Admin Example'],
    ]);
    expect(all[0].sequence).toBe(await server.house.log.head(world.id));
  });

  test('[SV61] what one did not see while it stood stays untold after a grant, and what one no longer sees after a loss', async () => {
    await world.act('update-record', { module: 'Deals', id: world.deals.hidden, set: { Amount: 777 } });
    await world.act('update-record', {
      module: 'Deals',
      id: world.deals.hidden,
      set: { Contact: world.contacts.kei, Amount: 778 },
    });
    const { text, json } = await kei!.get(path(world.deals.hidden));
    expect(text).not.toMatch(/777|999/);
    expect(brief(json.steps)).toEqual([
      [
        'put',
        {
          Name: { after: 'Secret sensors' },
          Stage: { after: 'Prospecting' },
          Amount: { after: 778 },
          Account: { after: null },
        },
      ],
    ]);
    const wide = { Deals: { ...observerTabs.Deals, layouts: { Standard: ['Name', 'Stage', 'Amount'] } } };
    await world.act('configure-user-type', { userType: world.types.observer, tabs: wide });
    expect(JSON.stringify(await steps(maria!))).not.toContain('Amount":{');
    await set({ Amount: 140 });
    expect(brief(await steps(maria!))[0]).toEqual(['patch', { Amount: { before: 130, after: 140 } }]);
    await world.act('configure-user-type', { userType: world.types.observer, tabs: observerTabs });
    expect(JSON.stringify(await steps(maria!))).not.toContain('Amount');
    const about = async (field: string): Promise<Loose> => {
      const { status, json } = await maria!.get(`${path(world.deals.shared)}?field=${field}`);
      return [status, { ...json, id: '' }];
    };
    expect(await about('Amount')).toEqual(await about('Ghost')); // SEC-3
  });

  test('[SV61] [SEC-5] a hidden record’s history answers like that of one that never was', async () => {
    const never = world.deals.hidden.replace(/^.{8}/, '00000000');
    const [hidden, none] = await Promise.all([maria!.get(path(world.deals.hidden)), maria!.get(path(never))]);
    expect([hidden.status, hidden.json.code]).toEqual([404, 'not-found']);
    expect({ ...hidden.json, id: '' }).toEqual({ ...none.json, id: '' });
    await world.act('delete-record', { module: 'Deals', id: world.deals.hidden });
    expect((await kei!.get(path(world.deals.hidden))).json.code).toBe('not-found');
    const { json } = await admin!.get(path(world.deals.hidden));
    expect(json.steps[0]).toMatchObject({ op: 'remove', command: 'delete-record' });
    await world.act('restore-record', { module: 'Deals', id: world.deals.hidden });
  });

  test('[SV62] [SEC-4] pages are as full as asked and cursors of one length, whatever hidden changes lie between', async () => {
    const cursors = new Set<number>();
    const found: Loose[] = [];
    for (const Amount of [1, 2, 3]) await set({ Amount });
    for (let next = ''; ;) {
      const { json } = await maria!.get(
        `${path(world.deals.shared)}?limit=1${next && `&cursor=${encodeURIComponent(next)}`}`,
      );
      expect(json.steps).toHaveLength(1);
      found.push(...json.steps);
      if (json.next === null) break;
      cursors.add((next = json.next as string).length);
    }
    expect(found).toEqual(await steps(maria!));
    expect(cursors.size).toBe(1);
    const foreign = (await maria!.get(`${path(world.deals.shared)}?limit=1`)).json.next as string;
    const { json } = await kei!.get(`${path(world.deals.shared)}?cursor=${encodeURIComponent(foreign)}`);
    expect(json.code).toBe('invalid');
  });

  test('[SV63] [SEC-34] the audit trail tells staff who sent what and how it ended; refusals and changes of rights by themselves', async () => {
    await kei!.command('delete-record', { module: 'Deals', id: world.deals.shared });
    const copying = {
      Deals: { ...resellerTabs.Deals, reaches: resellerTabs.Deals.reaches.map((one) => ({ ...one, copy: true })) },
    };
    await world.act('configure-user-type', { userType: world.types.reseller, tabs: copying });
    await set({ Amount: 50 });
    const read = async (query: string): Promise<Loose[]> => (await admin!.get(`/api/audit?${query}`)).json.entries;
    const [refused] = await read('about=refused&limit=1');
    expect(refused).toMatchObject({ by: { id: kei!.id }, command: 'delete-record', outcome: 'forbidden', changes: [] });
    const [rights] = await read('about=rights&limit=1');
    expect(rights).toMatchObject({ command: 'configure-user-type', outcome: 'applied', by: { name: 'Admin Example' } });
    expect(rights.changes).toContainEqual({ kind: 'setting', part: 'user-type', id: world.types.reseller });
    const [last, ...before] = await read('');
    expect(last.changes).toEqual([
      { kind: 'record', module: 'Deals', id: world.deals.shared, op: 'patch', fields: ['Amount'] },
    ]);
    expect([last, ...before].map(({ sequence }) => sequence)).toEqual(
      [last, ...before].map((_, n) => last.sequence - n),
    );
    const keis = await read(`member=${kei!.id}`);
    expect(new Set(keis.map(({ by }) => by.id))).toEqual(new Set([kei!.id]));
    expect(keis.map(({ command }) => command)).toEqual(['delete-record', 'update-record']);
    const pages: Loose[] = [];
    for (let next: string | null = ''; next !== null;) {
      const cursor: string = next && `&cursor=${encodeURIComponent(next)}`;
      const { json } = await admin!.get(`/api/audit?limit=7${cursor}`);
      pages.push(...json.entries);
      next = json.next;
    }
    expect(pages.map(({ sequence }) => sequence)).toEqual(pages.map((_, n) => pages.length - n));
  });

  test('[SV63] a portal user reads what he sent himself, in what he saw and sees, and of others nothing', async () => {
    const { json } = await kei!.get('/api/audit');
    expect(json.entries.map(({ command, outcome }: Loose) => [command, outcome])).toEqual([
      ['delete-record', 'forbidden'],
      ['update-record', 'applied'],
    ]);
    expect(json.entries[1].changes).toEqual([
      { kind: 'record', module: 'Deals', id: world.deals.shared, op: 'patch', fields: ['Stage'] },
    ]);
    expect(json.entries.every(({ sequence, by }: Loose) => sequence === null && by.id === kei!.id)).toBe(true);
    expect((await kei!.get(`/api/audit?member=${world.administrator}`)).json.code).toBe('forbidden');
    expect((await kei!.get('/api/audit?about=rights')).json.entries).toEqual([]);
    const narrow = {
      Deals: {
        ...resellerTabs.Deals,
        layouts: { Standard: ['Name'] },
        reaches: resellerTabs.Deals.reaches.map((one) => ({ ...one, edit: [] })),
      },
    };
    await world.act('configure-user-type', { userType: world.types.reseller, tabs: narrow });
    expect((await kei!.get('/api/audit')).text).not.toContain('Stage');
  });
});
