import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freshPostgresUrl, isPostgresThere } from '../../libs/log/src/test/databases.ts';
import { Person, startServer, type Loose, type TestServer } from '../support/server.ts';
import { makeWorld, resellerTabs, type World } from '../support/world.ts';

const suite = (await isPostgresThere()) ? describe : describe.skip;

/** The same person at another node: the token is good everywhere. */
const at = (url: string, { access, refresh, portal, id }: Person): Person =>
  new Person(url, { access, refresh, portal, member: { id } });

suite('two nodes on one PostgreSQL', () => {
  let database: Awaited<ReturnType<typeof freshPostgresUrl>>;
  let [one, two]: TestServer[] = [];
  let world: World;
  beforeAll(async () => {
    database = await freshPostgresUrl();
    [one, two] = await Promise.all([
      startServer({ databaseUrl: database.url }),
      startServer({ databaseUrl: database.url }),
    ]);
    world = await makeWorld(one!);
  }, 60_000);
  afterAll(async () => {
    await Promise.all([one?.close(), two?.close()]);
    await database.drop();
  });

  test('[SV8] a change made at one node reaches the sockets of the other', async () => {
    const kei = at(two!.url, await world.kei());
    const line = await kei.connect();
    await line.subscribe('Deals');
    await world.act('update-record', { module: 'Deals', id: world.deals.shared, set: { Amount: 501 } });
    await line.next('frame', ({ changes }) => changes.some((change: Loose) => change.fields?.Amount === 501));
    await line.close();
  });

  test('[I5] what was acknowledged at one node is read at the other, with its cursor and without', async () => {
    const kei = await world.kei();
    const there = at(two!.url, kei);
    for (let amount = 600; amount < 620; amount++) {
      const { json } = await kei.command('update-record', {
        module: 'Deals',
        id: world.deals.shared,
        set: { Amount: amount },
      });
      const cursor = amount % 2 === 0 ? { 'genkan-after': json.cursor } : {};
      const read = await there.get(`/api/records/Deals/${world.deals.shared}`, cursor);
      expect(read.json.fields.Amount).toBe(amount);
    }
  });

  test('[AC27] [LG40] a node that starts empties old receipts, and a repeat under their ids is refused and does nothing', async () => {
    const kei = await world.kei();
    const [of, stage] = [randomUUID(), { module: 'Deals', id: world.deals.shared, set: { Amount: 640 } }];
    expect((await kei.command('update-record', stage, of)).status).toBe(200);
    const owner = new pg.Client({ connectionString: database.url });
    await owner.connect();
    await owner.query(`update receipt set at = now() - interval '31 days' where command_id = $1`, [of]);
    const third = await startServer({ databaseUrl: database.url });
    const there = at(third.url, kei);
    const kept = async () => (await owner.query(`select * from receipt where command_id = $1`, [of])).rows[0];
    for (const end = Date.now() + 20_000; (await kept()).salt !== '' && Date.now() < end;) await setTimeout(50);
    expect(await kept()).toMatchObject({ outcome: 'applied', salt: '', input_hash: '', result: {}, fields: [] });
    await world.act('update-record', { ...stage, set: { Amount: 650 } });
    const again = await there.command('update-record', stage, of);
    expect([again.status, again.json.code]).toEqual([409, 'stale-command']);
    expect((await there.get(`/api/records/Deals/${world.deals.shared}`)).json.fields.Amount).toBe(650);
    await third.close();
    await owner.end();
  }, 60_000);

  test('[SEC-7] a right that is taken at one node is gone for the first read at the other', async () => {
    const there = at(two!.url, await world.kei());
    for (let round = 0; round < 5; round++) {
      for (const fields of [['Name'], ['Name', 'Stage', 'Amount', 'Account']]) {
        const edit = fields.filter((field) => field === 'Amount');
        const tabs = {
          Deals: {
            ...resellerTabs.Deals,
            layouts: { Standard: fields },
            reaches: [{ kind: 'related', path: 'Contact', edit }],
          },
        };
        await world.act('configure-user-type', { userType: world.types.reseller, tabs });
        const { json } = await there.get('/api/records/Deals');
        expect(Object.keys(json.rows[0].fields)).toEqual(expect.arrayContaining(fields));
        expect(Object.keys(json.rows[0].fields)).toHaveLength(fields.length);
      }
    }
  });

  test('[SEC-7] [SEC-8] a session that ends at one node ends at the other, its socket too', async () => {
    const kei = await world.kei();
    const there = at(two!.url, kei);
    const line = await there.connect();
    expect((await kei.post('/api/sign-out', {})).status).toBe(204);
    expect((await there.get('/api/ability')).status).toBe(401);
    expect(await line.next('bye')).toMatchObject({ code: 'unauthenticated' });
  });
});

describe('a node that cannot hear', () => {
  test('[I6] a read that is to be newer than the node can be is answered `behind`, and served once it hears again', async () => {
    let deaf = false;
    const server = await startServer({
      wrap: (ground) => {
        const { log } = ground;
        const entries: typeof log.entries = (...asked) =>
          deaf ? Promise.reject(new Error('deaf')) : log.entries(...asked);
        return {
          ...ground,
          log: new Proxy(log, { get: (target, name) => (name === 'entries' ? entries : bound(target, name)) }),
        };
      },
      env: { LOG_LEVEL: 'silent' },
    });
    const world = await makeWorld(server);
    const kei = await world.kei();
    await kei.get('/api/ability');
    deaf = true;
    const head = await server.house.log.head(world.id);
    const entry = {
      portal: world.id,
      sequence: head + 1,
      command: 'update-record',
      commandId: 'elsewhere',
      member: null,
      at: new Date().toISOString(),
      outcome: 'applied',
      changes: [],
    } as const;
    await server.house.log.append({ portal: world.id, head, entries: [entry], receipts: [] }); // as another node would
    const { cursors } = await server.house.portals.open(world.id);
    const cursor = `${cursors.ticket(kei.id)}.${cursors.token(head + 1)}`;
    const behind = await kei.get('/api/records/Deals', { 'genkan-after': cursor });
    expect([behind.status, behind.json.code]).toEqual([503, 'behind']);
    deaf = false;
    expect((await kei.get('/api/records/Deals', { 'genkan-after': cursor })).status).toBe(200);
    await server.close();
  }, 20_000);
});

function bound(target: object, name: string | symbol): unknown {
  const member: unknown = Reflect.get(target, name);
  return typeof member === 'function' ? member.bind(target) : member;
}
