import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createClient, type Client, type LiveQueryOf, type Observable } from 'genkan';
import { signIn } from 'genkan/sign-in';
import { systemClock, type Clock } from '../../sdk/src/clock.ts';
import { BadLine } from '../../libs/testing/src/bad-line.ts';
import { startServer, testPassword, type TestServer } from '../support/server.ts';
import { makeWorld, observerTabs, resellerTabs, type World } from '../support/world.ts';

let server: TestServer;
let world: World;
const open: Client[] = [];
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
let portals = 0;
beforeEach(async () => {
  world = await makeWorld(server, `sdk-${(portals += 1)}`);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.close()));
});

async function enter(name: 'kei' | 'maria', url = server.url): Promise<Client> {
  const email = `${name}@${world.slug}-partners.example.com`;
  const { auth } = await signIn(server.url, { portal: world.slug, email, password: testPassword });
  const client = createClient({ url, auth, clock: hasty });
  open.push(client);
  return client;
}

/** Waits between tries last no time, so that a reconnect is not slept for. */
const hasty: Clock = { ...systemClock, after: (ms, act) => systemClock.after(ms < 5000 ? 0 : ms, act) };

const until = <T>(observable: Observable<T>, holds: (value: T) => boolean): Promise<T> =>
  new Promise((resolve) => {
    if (holds(observable.get())) return resolve(observable.get());
    const stop = observable.subscribe((value) => {
      if (!holds(value)) return;
      stop();
      resolve(value);
    });
  });
const whole = <R, D>(list: LiveQueryOf<R, D>) => until(list, ({ phase }) => phase === 'live');

describe('the sdk and the real server', () => {
  test('[SD5] a live list holds what the member may see, masked, and follows what others do', async () => {
    const [kei, maria] = [await enter('kei'), await enter('maria')];
    const [hers, other] = [kei.live('Deals'), maria.live('Deals')];
    expect((await whole(hers)).rows).toEqual([
      { id: world.deals.shared, Name: 'Pumps', Stage: 'Prospecting', Amount: 100, Account: world.accounts.birch },
    ]);
    expect((await whole(other)).rows).toEqual([{ id: world.deals.shared, Name: 'Pumps', Stage: 'Prospecting' }]);
    await world.act('update-record', { module: 'Deals', id: world.deals.shared, set: { Name: 'Valves', Amount: 7 } });
    expect((await until(hers, ({ rows }) => rows[0]?.Name === 'Valves')).rows[0]?.Amount).toBe(7);
    expect((await until(other, ({ rows }) => rows[0]?.Name === 'Valves')).rows).toEqual([
      { id: world.deals.shared, Name: 'Valves', Stage: 'Prospecting' },
    ]);
  });

  test('[SD9, SD12] two edit one field: the second is told both values and may take it up again', async () => {
    const kei = await enter('kei');
    const deals = kei.live('Deals');
    await whole(deals);
    const { shared } = world.deals;
    const both = world.act('update-record', { module: 'Deals', id: shared, set: { Amount: 5 } });
    const outcome = await kei.update('Deals', shared, { Amount: 6 });
    await both;
    if (outcome.status !== 'conflict') throw new Error(outcome.status);
    expect(outcome.fields).toEqual([{ module: 'Deals', id: shared, field: 'Amount', base: 100, mine: 6, theirs: 5 }]);
    expect(deals.get().rows[0]?.Amount).toBe(5);
    expect(await outcome.resolve(() => 'mine')).toMatchObject({ status: 'applied' });
    expect(deals.get().rows[0]?.Amount).toBe(6);
  });

  test('[SD10] the effects of an edit are held when its outcome is known', async () => {
    const kei = await enter('kei');
    const deals = kei.live('Deals');
    await whole(deals);
    expect(await kei.update('Deals', world.deals.shared, { Stage: 'Won' })).toMatchObject({ status: 'applied' });
    expect(deals.pendingFields(world.deals.shared)).toEqual([]);
    expect(deals.get().rows[0]?.Stage).toBe('Won');
  });

  test('[SD9] what may not be edited is refused and taken back, and what is hidden is unknown', async () => {
    const kei = await enter('kei');
    const deals = kei.live('Deals');
    await whole(deals);
    expect(await kei.update('Deals', world.deals.shared, { Name: 'Mine' })).toMatchObject({ status: 'denied' });
    expect(await kei.update('Deals', world.deals.hidden, { Stage: 'Won' })).toMatchObject({ code: 'not-found' });
    expect(deals.get().rows[0]?.Name).toBe('Pumps');
    expect(await kei.get('Deals', world.deals.hidden)).toBeNull();
  });

  test('[SD27] a record that is made shows at once under a provisional id, may be edited, and gives way to its own', async () => {
    const kei = await enter('kei');
    const tabs = { Deals: { ...resellerTabs.Deals, create: ['Name', 'Stage', 'Amount'] } };
    const reaches = [...resellerTabs.Deals.reaches, { kind: 'created', edit: ['Name', 'Stage', 'Amount'] }];
    await world.act('configure-user-type', {
      userType: world.types.reseller,
      tabs: { Deals: { ...tabs.Deals, reaches } },
    });
    const deals = kei.live('Deals', { where: { Name: { in: ['Mine', 'Ours'] } } });
    await whole(deals);
    await kei.caughtUp();
    const fields = { Name: 'Mine', Amount: 1 };
    let provisional = '';
    const making = kei.command(
      'create-record',
      { module: 'Deals', fields },
      { optimistic: (draft) => void (provisional = draft.insert('Deals', fields)) },
    );
    expect(deals.get().rows).toEqual([{ id: provisional, ...fields }]);
    const editing = kei.update('Deals', provisional, { Name: 'Ours' });
    expect(deals.get().rows).toEqual([{ id: provisional, Name: 'Ours', Amount: 1 }]);
    const seen: (readonly string[])[] = [];
    deals.subscribe(({ rows }) => seen.push(rows.map(({ id }) => id)));
    const made = await making.orThrow();
    expect(await editing).toMatchObject({ status: 'applied' });
    expect(deals.get().rows).toEqual([
      { id: made['id'], Name: 'Ours', Amount: 1, Stage: 'Prospecting', Account: null },
    ]);
    expect(seen.every((ids) => ids.length === 1)).toBe(true); // never both, never neither
  });

  test('[SD35] a lookup shows its record once the module is reached, and null before', async () => {
    const kei = await enter('kei');
    const deals = kei.live('Deals', { fields: ['Name'], include: ['Account'] });
    expect((await whole(deals)).rows).toEqual([
      { id: world.deals.shared, Name: 'Pumps', Account: world.accounts.birch, $Account: null },
    ]);
    const Accounts = { layouts: { Standard: ['Name'] }, reaches: [{ kind: 'all' }] };
    await world.act('configure-user-type', { userType: world.types.reseller, tabs: { ...resellerTabs, Accounts } });
    const birch = { id: world.accounts.birch, Name: 'Birch' };
    expect((await until(deals, ({ rows }) => rows[0]?.$Account !== null)).rows[0]?.$Account).toEqual(birch);
  });

  test('[SD4] a change of the user type acts on the open list: fields go and come, tabs go and come', async () => {
    const maria = await enter('maria');
    const deals = maria.live('Deals');
    await whole(deals);
    const become = (tabs: object) => world.act('configure-user-type', { userType: world.types.observer, tabs });
    await become({ Deals: { ...observerTabs.Deals, layouts: { Standard: ['Name'] } } });
    expect((await until(deals, ({ rows }) => !('Stage' in (rows[0] ?? {})))).rows).toEqual([
      { id: world.deals.shared, Name: 'Pumps' },
    ]);
    await become({ Deals: { ...observerTabs.Deals, layouts: { Standard: ['Name', 'Amount'] } } });
    expect((await until(deals, ({ rows }) => rows[0]?.Amount === 100)).total).toBe(1);
    await become({});
    expect((await until(deals, ({ phase }) => phase === 'denied')).rows).toEqual([]);
    await become({ Deals: observerTabs.Deals });
    expect((await until(deals, ({ rows }) => rows.length === 1)).rows[0]).toMatchObject({
      Name: 'Pumps',
      Stage: 'Prospecting',
    });
    await maria.caughtUp();
    expect(violations(maria)).toEqual([]);
  });

  test('[SD15] a member who is deactivated keeps nothing', async () => {
    const kei = await enter('kei');
    const deals = kei.live('Deals');
    await whole(deals);
    await world.act('deactivate-member', { member: world.members.kei });
    await until(kei.status, ({ state }) => state === 'needs-auth');
    expect(deals.get().rows).toEqual([]);
  });

  test('[SD2] a client that was away resumes from its cursor, is told only what changed, and holds it all', async () => {
    const line = new BadLine(new URL(server.url));
    const url = await line.listen();
    server.house.origins.add(url);
    const kei = await enter('kei', url);
    const deals = kei.live('Deals');
    await whole(deals);
    await kei.caughtUp();
    const created = await world.act('create-record', {
      module: 'Deals',
      fields: { Name: 'Kept', Contact: world.contacts.kei },
    });
    await until(deals, ({ total }) => total === 2);
    line.down();
    await until(deals, ({ phase }) => phase === 'stale');
    expect(deals.get().total).toBe(2);
    const editing = kei.update('Deals', created.id, { Stage: 'Won' });
    await world.act('update-record', { module: 'Deals', id: world.deals.shared, set: { Amount: 1 } });
    await world.act('create-record', { module: 'Deals', fields: { Name: 'New', Contact: world.contacts.kei } });
    line.heal();
    expect(await editing).toMatchObject({ status: 'applied', replayed: false });
    await kei.caughtUp();
    expect(
      deals
        .get()
        .rows.map(({ Name, Amount, Stage }) => [Name, Amount, Stage])
        .sort(),
    ).toEqual([
      ['Kept', null, 'Won'],
      ['New', null, 'Prospecting'],
      ['Pumps', 1, 'Prospecting'],
    ]);
    expect(kei.events.recent().filter(({ kind }) => kind === 'snapshot').length).toBe(1);
    expect(violations(kei)).toEqual([]);
    await kei.close();
    await line.close();
  });

  test('[SD2] records that come, go and change while nobody waits are all held after a fence', async () => {
    const kei = await enter('kei');
    const deals = kei.live('Deals', { orderBy: [['Amount', 'asc']] });
    const { kei: contact } = world.contacts;
    const created: string[] = [];
    for (let at = 0; at < 30; at++) {
      created.push(
        (
          await world.act('create-record', {
            module: 'Deals',
            fields: { Name: `D${at}`, Amount: at, Contact: contact },
          })
        ).id,
      );
    }
    for (const id of created.filter((_, at) => at % 3 === 0)) await world.act('delete-record', { module: 'Deals', id });
    await kei.caughtUp();
    const expected = [...created.keys()].filter((at) => at % 3 !== 0).map((at) => `D${at}`);
    expect(deals.get().rows.map((row) => row.Name)).toEqual([...expected, 'Pumps']);
    expect(violations(kei)).toEqual([]);
  });
});

const violations = (client: Client): unknown[] => client.events.recent().filter((event) => event.kind === 'violation');
