import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isPostgresThere } from '../../libs/log/src/test/databases.ts';
import { asked } from '../support/asking.ts';
import { startServer, type Loose, type Person, type TestServer } from '../support/server.ts';
import { makeWorld, observerTabs, resellerTabs, type World } from '../support/world.ts';

const databases = ['memory', 'pglite', ...((await isPostgresThere()) ? (['postgres'] as const) : [])] as const;
const withAmount = {
  Deals: { ...observerTabs.Deals, layouts: { Standard: ['Name', 'Stage', 'Amount'] } },
};

describe.each(databases)('drafts of what user types may see, on %s', (database) => {
  let server: TestServer;
  let world: World;
  let [admin, kei, maria]: Person[] = [];
  beforeAll(async () => {
    server = await startServer({ database });
    world = await makeWorld(server);
    [admin, kei, maria] = await Promise.all([world.admin(), world.kei(), world.maria()]);
  }, 60_000);
  afterAll(() => server.close());
  const amount = async (): Promise<unknown> =>
    (await maria!.get(`/api/records/Deals/${world.deals.shared}`)).json.fields.Amount;
  const save = async (userTypes: object, more: object = {}): Promise<string> =>
    (await world.act('save-draft', { name: 'Wider', userTypes, ...more })).draft;
  const code = async (name: string, input: unknown, who: Person = admin!): Promise<string> =>
    (await who.command(name, input)).json.code;

  test('[G-11] a draft changes what nobody sees until it is applied, and then all of it at once', async () => {
    const { observer, reseller } = world.types;
    const draft = await save({ [observer]: withAmount, [reseller]: resellerTabs });
    expect(await amount()).toBeUndefined();
    const before = await server.house.log.head(world.id);
    await world.act('apply-draft', { draft });
    expect(await server.house.log.head(world.id)).toBe(before + 1);
    expect(await amount()).toBe(100);
    expect(await code('apply-draft', { draft })).toBe('not-found');
  });

  test('[G-44] a user type is given back what it had at a sequence, as a new version that sessions follow', async () => {
    const line = await maria!.connect();
    await line.subscribe('Deals');
    const wide = await server.house.log.head(world.id);
    await world.act('configure-user-type', { userType: world.types.observer, tabs: observerTabs });
    expect(await amount()).toBeUndefined();
    await world.act('revert-user-type', { userType: world.types.observer, to: wide });
    expect(await server.house.log.head(world.id)).toBe(wide + 2);
    expect(await amount()).toBe(100);
    await line.next('ability', ({ tabs }) => tabs.Deals.layouts.Standard.includes('Amount'));
    await line.close();
    expect(await code('revert-user-type', { userType: world.types.observer, to: 1 })).toBe('not-found');
    expect(await code('revert-user-type', { userType: world.types.observer, to: wide + 99 })).toBe('not-found');
    expect(await code('revert-user-type', { userType: randomUUID(), to: wide })).toBe('not-found');
    expect(await code('revert-user-type', { userType: world.types.observer, to: wide }, kei)).toBe('forbidden');
  });

  test('[G-11] a draft whose base moved is refused, and can be saved on the present one', async () => {
    const { observer } = world.types;
    const draft = await save({ [observer]: withAmount });
    await world.act('configure-user-type', { userType: observer, tabs: {} });
    const refused = await admin!.command('apply-draft', { draft });
    expect(refused.status).toBe(409);
    expect(refused.json).toMatchObject({ code: 'conflict', issues: [{ path: `userTypes.${observer}` }] });
    await save({ [observer]: withAmount }, { draft });
    expect(await code('apply-draft', { draft })).toBe('conflict');
    await save({ [observer]: withAmount }, { draft, rebase: true });
    await world.act('apply-draft', { draft });
    expect(await amount()).toBe(100);
  });

  test('[G-11] a draft that could not be saved as a setup is refused with the place, and one can be thrown away', async () => {
    const { observer } = world.types;
    const wrong = { Deals: { ...observerTabs.Deals, layouts: { Standard: ['Ghost'] } } };
    const { json } = await admin!.command('save-draft', { name: 'Wrong', userTypes: { [observer]: wrong } });
    expect(json).toMatchObject({
      code: 'invalid',
      issues: [{ path: `userTypes.${observer}.tabs.Deals.layouts.Standard.Ghost` }],
    });
    expect(await code('save-draft', { name: 'None', userTypes: { [randomUUID()]: {} } })).toBe('not-found');
    const draft = await save({ [observer]: withAmount });
    for (const [name, input] of [
      ['save-draft', { name: 'Mine', userTypes: {} }],
      ['apply-draft', { draft }],
      ['discard-draft', { draft }],
      ['schedule-draft', { draft, at: null }],
      ['start-preview', { member: world.members.maria }],
    ] as const)
      expect([name, await code(name, input, kei)]).toEqual([name, 'forbidden']);
    expect(await code('schedule-draft', { draft, at: '2001-01-01T00:00:00.000Z' })).toBe('invalid');
    await world.act('discard-draft', { draft });
    expect(await code('discard-draft', { draft })).toBe('not-found');
  });

  test('[SEC-36] a preview begins with an entry that names both, and ends with one', async () => {
    const { maria: member } = world.members;
    expect(await code('end-preview', { member })).toBe('not-found');
    expect(await code('start-preview', { member: world.administrator })).toBe('not-found');
    await world.act('start-preview', { member });
    const head = await server.house.log.head(world.id);
    const { json } = await admin!.get(`/api/log?after=${head - 1}`);
    expect(json.entries[0]).toMatchObject({
      command: 'start-preview',
      member: world.administrator,
      changes: [{ kind: 'setting', part: 'preview', id: `${world.administrator}/${member}` }],
    });
    await world.act('end-preview', { member });
    const settings = (await server.house.log.settings(world.id))!.portal as Loose;
    expect(settings.previews[`${world.administrator}/${member}`]).toMatchObject({ member, open: false });
  });

  test('[G-11] what a draft opens and closes is counted by user type and member before it is applied', async () => {
    const { observer, reseller } = world.types;
    await world.act('configure-user-type', { userType: observer, tabs: observerTabs });
    await world.act('configure-user-type', { userType: reseller, tabs: resellerTabs });
    const line = await maria!.connect();
    await line.subscribe('Deals');
    await line.ask('caught-up', {});
    const draft = await save({ [observer]: withAmount, [reseller]: {} });
    const { json } = await admin!.get(`/api/drafts/${draft}/diff?limit=1`);
    const none = { recordsGained: 0, recordsLost: 0, valuesGained: 0, valuesLost: 0 };
    expect(json.userTypes).toEqual(
      expect.arrayContaining([
        { userType: observer, membersGaining: 1, membersLosing: 0, online: 1, ...none, valuesGained: 1 },
        { userType: reseller, membersGaining: 0, membersLosing: 1, online: 0, ...none, recordsLost: 1, valuesLost: 4 },
      ]),
    );
    const more = (await admin!.get(`/api/drafts/${draft}/diff?limit=1&cursor=${encodeURIComponent(json.next)}`)).json;
    const told = [...json.members, ...more.members];
    expect(told.map(({ member }: Loose) => member)).toEqual([world.members.kei, world.members.maria].sort());
    expect(more.next).toBeNull();
    expect((await kei!.get(`/api/drafts/${draft}/diff`)).json.code).toBe('forbidden');
    expect((await admin!.get(`/api/drafts/${randomUUID()}/diff`)).json.code).toBe('not-found');
    await line.close();
  });

  test('[G-11] [SEC-36] staff look with the eyes of a user, of another type, or under a draft, once he can read of it', async () => {
    const { maria: member } = world.members;
    const draft = await save({ [world.types.observer]: withAmount });
    const look = async (what: string): Promise<Loose> => (await admin!.get(`/api/preview/${member}/${what}`)).json;
    expect((await look('records/Deals')).code).toBe('not-possible');
    await world.act('start-preview', { member });
    const own = (await maria!.get('/api/records/Deals')).json;
    expect(await look('records/Deals')).toEqual(own);
    expect((await look(`records/Deals?draft=${draft}`)).rows[0].fields).toHaveProperty('Amount', 100);
    expect((await look(`records/Deals?userType=${world.types.reseller}`)).rows).toEqual([]); // not her contact
    expect(await look('ability')).toEqual((await maria!.get('/api/ability')).json);
    expect((await look('records/Accounts')).code).toBe('not-found');
    expect((await look('records/Deals?where={"field":"Amount","is":"not-empty"}')).code).toBe('unknown-field');
    expect((await maria!.get('/api/previews')).json.previews).toMatchObject([{ open: true }]);
    expect((await kei!.get('/api/previews')).json.previews).toEqual([]);
    expect((await kei!.get(`/api/preview/${member}/records/Deals`)).json.code).toBe('forbidden');
    await world.act('end-preview', { member });
    expect((await look('records/Deals')).code).toBe('not-possible');
  });

  test('[G-43] fields that are open to more than a number of people are told, the widest first', async () => {
    const { json } = await admin!.get('/api/exposure?people=1');
    expect(json.fields.map(({ field }: Loose) => field)).toEqual(['Name', 'Stage']);
    expect(json.fields[0]).toMatchObject({ module: 'Deals', people: 2, everyRecord: false });
    const all = (await admin!.get('/api/exposure')).json.fields.map(({ field }: Loose) => field);
    expect(all).toEqual(['Name', 'Stage', 'Account', 'Amount']);
    expect((await kei!.get('/api/exposure')).json.code).toBe('forbidden');
  });

  test('[G-43] the first time a field is open to more people than it should be, staff who watch the log are told at once', async () => {
    const { id, administrator, act, types } = await makeWorld(server, 'exposed');
    const watching = await (await server.signIn('exposed', 'admin@exposed.example.com')).connect();
    await watching.ask('watch-log', { on: true });
    const told = async (from: number): Promise<Loose[]> => {
      const { changes } = await watching.next('entry', ({ command }) => command === 'note-exposure', from);
      return changes
        .filter(({ part }: Loose) => part === 'exposed')
        .map((one: Loose) => one.id)
        .sort();
    };
    const since = (): number => watching.heard.length;
    let from = since();
    await act('watch-exposure', { people: 1 });
    expect(await told(from)).toEqual(['Deals.Name', 'Deals.Stage']); // kei and maria are shown both
    from = since();
    const { draft } = await act('save-draft', { name: 'Wider', userTypes: { [types.observer]: withAmount } });
    await act('apply-draft', { draft });
    expect(await told(from)).toEqual(['Deals.Amount']);
    const exposure = (): Promise<Loose> => asked(server, id, administrator, 'exposure', { people: 1 });
    expect(await exposure()).toMatchObject({ watched: 1, fields: [{ told: true }, { told: true }, { told: true }] });
    from = since();
    await act('watch-exposure', { people: 2 });
    expect(await told(from)).toEqual(['Deals.Amount', 'Deals.Name', 'Deals.Stage']); // no more
    from = since();
    const third = {
      userType: types.observer,
      record: (await act('create-record', { module: 'Contacts', fields: { Name: 'Third' } })).id,
    };
    await act('add-member', { ...third, email: 'third@exposed-partners.example.com' });
    expect(await told(from)).toEqual(['Deals.Amount', 'Deals.Name', 'Deals.Stage']);
    await watching.close();
  });

  test('[G-11] a scheduled draft is applied by itself, as whoever scheduled it, and live sessions follow', async () => {
    const line = await maria!.connect();
    const { observer } = world.types;
    await world.act('configure-user-type', { userType: observer, tabs: observerTabs });
    const draft = await save({ [observer]: withAmount });
    const from = line.heard.length;
    await world.act('schedule-draft', { draft, at: new Date(Date.now() + 500).toISOString() });
    await line.next('ability', ({ tabs }) => tabs.Deals?.layouts.Standard.includes('Amount'), from);
    expect(await amount()).toBe(100);
    const [entry] = await server.house.log.entries(world.id, (await server.house.log.head(world.id)) - 1, 1);
    expect(entry).toMatchObject({ command: 'apply-draft', member: world.administrator, outcome: 'applied' });
    await line.close();
  });

  test('[G-11] a scheduled draft of a portal that nobody is connected to is applied in time too', async () => {
    const alone = await makeWorld(server, 'alone');
    const { observer } = alone.types;
    const { draft } = await alone.act('save-draft', { name: 'Wider', userTypes: { [observer]: withAmount } });
    const at = Date.now() + 300;
    await alone.act('schedule-draft', { draft, at: new Date(at).toISOString() });
    const { log, portals } = server.house;
    const applied = async (): Promise<string | undefined> => {
      const [entry] = await log.entries(alone.id, (await log.head(alone.id)) - 1, 1);
      return entry?.command === 'apply-draft' ? entry.at : undefined;
    };
    while ((await applied()) === undefined) await setTimeout(20);
    expect(Date.parse((await applied())!)).toBeGreaterThanOrEqual(at);
    expect(portals.all.some(({ tail }) => tail.portal === alone.id)).toBe(false);
  }, 60_000);
});
