import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isPostgresThere } from '../../libs/log/src/test/databases.ts';
import { startServer, type Line, type Loose, type Person, type TestServer } from '../support/server.ts';
import { makeWorld, resellerTabs, type World } from '../support/world.ts';

const databases = ['memory', 'pglite', ...((await isPostgresThere()) ? (['postgres'] as const) : [])] as const;

describe.each(databases)('who could see what, and who received it, on %s', (database) => {
  let server: TestServer;
  let world: World;
  let [admin, kei, maria]: Person[] = [];
  let lines: Line[] = [];
  beforeAll(async () => {
    server = await startServer({ database });
    world = await makeWorld(server);
    [admin, kei, maria] = await Promise.all([world.admin(), world.kei(), world.maria()]);
    lines = await Promise.all([kei!.connect(), maria!.connect()]);
  }, 60_000);
  afterAll(async () => {
    for (const line of lines) await line.close();
    await server.close();
  });
  const head = (): Promise<number> => server.house.log.head(world.id);
  const seers = async (id: string, query: string): Promise<Record<string, Loose>> => {
    const { json } = await admin!.get(`/api/past/Deals/${id}?${query}`);
    return Object.fromEntries(json.members.map((one: Loose) => [one.member, one]));
  };

  test('[G-37] [P13] who could see a field then is told by the rights, records and members of then, and who was sent it', async () => {
    await lines[0]!.subscribe('Deals');
    await world.act('update-record', { module: 'Deals', id: world.deals.shared, set: { Amount: 7 } });
    for (const line of lines) await line.ask('caught-up', {});
    const then = await head();
    const { json: entries } = await admin!.get(`/api/log?after=${then - 1}&limit=1`);
    const time: string = entries.entries[0].at;
    const narrow = { Deals: { ...resellerTabs.Deals, layouts: { Standard: ['Name', 'Stage'] }, reaches: [] } };
    await world.act('configure-user-type', { userType: world.types.reseller, tabs: narrow });
    await world.act('update-record', { module: 'Deals', id: world.deals.shared, set: { Amount: 8, Contact: null } });
    await world.act('deactivate-member', { member: world.members.maria });
    const later = await head();

    const both = await seers(world.deals.shared, `at=${then}`);
    expect(Object.keys(both).sort()).toEqual([world.administrator, kei!.id, maria!.id].sort());
    expect(both[kei!.id]).toMatchObject({
      received: true,
      userType: world.types.reseller,
      view: { fields: { Amount: 7 } },
    });
    expect(both[maria!.id]).toMatchObject({ received: false, view: { fields: { Name: 'Pumps' } } });
    expect(both[maria!.id].view.fields).not.toHaveProperty('Amount');
    expect(Object.keys(await seers(world.deals.shared, `at=${then}&field=Amount`))).not.toContain(maria!.id);
    expect(Object.keys(await seers(world.deals.shared, `at=${later}`))).toEqual([world.administrator]);
    expect(Object.keys(await seers(world.deals.hidden, `at=${then}`))).toEqual([world.administrator]);
    expect(Object.keys(await seers(world.deals.shared, `at=${encodeURIComponent(time)}&field=Amount`))).toContain(
      kei!.id,
    );
    await world.act('reactivate-member', { member: world.members.maria });
  });

  test('[G-37] the list is read page by page, each member once', async () => {
    const then = await head();
    const first = (await admin!.get(`/api/past/Deals/${world.deals.shared}?at=3&limit=1`)).json;
    expect(first.code).toBe('not-found'); // it was not there yet
    const found: string[] = [];
    let next = '';
    do {
      const cursor = next === '' ? '' : `&cursor=${encodeURIComponent(next)}`;
      const { json } = await admin!.get(`/api/past/Deals/${world.deals.shared}?at=${then}&limit=1${cursor}`);
      expect(json.members.length).toBeLessThanOrEqual(1);
      found.push(...json.members.map((one: Loose) => one.member));
      next = json.next ?? '';
    } while (next !== '');
    expect(found).toEqual([...new Set(found)].sort());
    expect(found).toContain(world.administrator);
  });

  test('[G-37] the records a member saw then are read page by page, deleted and moved ones as they were', async () => {
    const tabs = { Deals: { layouts: { Standard: ['Name'] }, reaches: [{ kind: 'all' }] } };
    await world.act('configure-user-type', { userType: world.types.observer, tabs });
    const made: string[] = [];
    for (const Name of ['One', 'Two', 'Three'])
      made.push((await world.act('create-record', { module: 'Deals', fields: { Name } })).id);
    const then = await head();
    await world.act('delete-record', { module: 'Deals', id: made[0] });
    await world.act('update-record', { module: 'Deals', id: made[1], set: { Name: 'Other' } });
    const rows: Loose[] = [];
    let next: string | null = null;
    do {
      const cursor: string = next === null ? '' : `&cursor=${encodeURIComponent(next)}`;
      const { json } = await admin!.get(`/api/past/Deals?member=${maria!.id}&at=${then}&limit=2${cursor}`);
      rows.push(...json.rows);
      next = json.next;
    } while (next !== null);
    const expected = [...made, world.deals.shared, world.deals.hidden].sort();
    expect(rows.map(({ id }) => id)).toEqual(expected);
    expect(rows.find(({ id }) => id === made[1]).fields).toEqual({ Name: 'Two' });
  });

  test('[G-37] only staff who may watch the log ask; what never was, or is yet to come, is not found', async () => {
    const past = `/api/past/Deals/${world.deals.shared}`;
    for (const path of [`${past}?at=1`, `/api/past/Deals?at=1&member=${kei!.id}`])
      expect((await kei!.get(path)).json.code).toBe('forbidden');
    expect(
      (
        await lines[0]!.ask('query', {
          name: 'who-could-see',
          input: { module: 'Deals', id: world.deals.shared, at: 1 },
        })
      ).problem.code,
    ).toBe('forbidden');
    const code = async (path: string): Promise<string> => (await admin!.get(path)).json.code;
    expect(await code(`${past}?at=${(await head()) + 1}`)).toBe('not-found');
    expect(await code(`${past}?at=2001-01-01T00:00:00Z`)).toBe('not-found');
    expect(await code(`${past}?at=yesterday`)).toBe('invalid');
    expect(await code(`${past}?at=${await head()}&field=Ghost`)).toBe('unknown-field');
    expect(await code(`/api/past/Nothing/${world.deals.shared}?at=${await head()}`)).toBe('not-found');
    expect(await code(`/api/past/Deals?at=${await head()}&member=${world.deals.shared}`)).toBe('not-found');
  });
});
