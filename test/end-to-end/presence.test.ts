import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createClient as createRedis } from 'redis';
import { createClient, type Other } from 'genkan';
import { freshPostgresUrl, isPostgresThere } from '../../libs/log/src/test/databases.ts';
import { Person, startServer, type Line, type Loose, type TestServer } from '../support/server.ts';
import { makeWorld, type World } from '../support/world.ts';

const redisUrl = process.env['TEST_REDIS_URL'] ?? 'redis://127.0.0.1:6379';
async function isRedisThere(): Promise<boolean> {
  const client = createRedis({ url: redisUrl, socket: { reconnectStrategy: false } }).on('error', () => {});
  const there = await client.connect().then(
    () => true,
    () => false,
  );
  if (there) await client.close();
  if (!there && process.env['CI'] === 'true') throw new Error(`Redis does not answer at ${redisUrl}.`);
  return there;
}

const at = (url: string, { access, refresh, portal, id }: Person): Person =>
  new Person(url, { access, refresh, portal, member: { id } });

const isThere = await isPostgresThere();
const buses: [string, Record<string, string>][] = [
  ...(isThere ? [['LISTEN and NOTIFY', {}] as [string, Record<string, string>]] : []),
  ...(isThere && (await isRedisThere())
    ? [['Redis', { REDIS_URL: redisUrl }] as [string, Record<string, string>]]
    : []),
];
if (buses.length < 2) test.skip('presence on two nodes: PostgreSQL or Redis does not answer', () => {});

/** The next word of who is at that record that fits. */
const others = (line: Line, id: string, fits: (others: Loose[]) => boolean): Promise<Loose> =>
  line.next('present', (message) => message.id === id && fits(message.others), line.heard.length);

if (buses.length > 0)
  describe.each(buses)('who is at a record, over %s', (_, env) => {
    let database: Awaited<ReturnType<typeof freshPostgresUrl>>;
    let [one, two]: TestServer[] = [];
    let world: World;
    beforeAll(async () => {
      database = await freshPostgresUrl();
      [one, two] = await Promise.all([
        startServer({ databaseUrl: database.url, env }),
        startServer({ databaseUrl: database.url, env }),
      ]);
      world = await makeWorld(one!);
    }, 60_000);
    afterAll(async () => {
      await Promise.all([one?.close(), two?.close()]);
      await database.drop();
    });

    test('[PN6] [SV38] a partner at one node and staff at the other are told of each other, until one leaves', async () => {
      const [kei, admin] = [await world.kei(), at(two!.url, await world.admin())];
      const [partner, staff] = [await kei.connect(), await admin.connect()];
      const { shared: id, hidden } = world.deals;
      const here = (line: Line, where: object) => line.ask('presence', { module: 'Deals', id, watch: true, ...where });
      expect(await here(staff, { at: {} })).toEqual({ status: 'placed' });
      const seen = others(staff, id, (all) => all.some((other) => other.at.editing === 'Stage'));
      expect(await here(partner, { at: { editing: 'Stage' } })).toEqual({ status: 'placed' });
      expect((await seen).others).toEqual([
        { member: kei.id, kind: 'portal-user', name: 'Kei', at: { editing: 'Stage' } },
      ]);
      await partner.next('present', (message) => message.others[0]?.name === 'Admin Example');
      const unseen = await partner.ask('presence', { module: 'Deals', id: hidden, at: {}, watch: true });
      expect(unseen.problem).toMatchObject({ code: 'not-found' });
      const gone = others(staff, id, (all) => all.length === 0);
      await partner.close();
      await gone;
      await staff.close();
    });

    test('[SD52] two people with the same record open see each other come, edit and go', async () => {
      const [kei, admin] = [await world.kei(), await world.admin()];
      const [partner, staff] = [
        createClient({ url: one!.url, auth: async () => kei.access }),
        createClient({ url: two!.url, auth: async () => admin.access }),
      ];
      const { shared: id } = world.deals;
      const theirs = staff.presence('Deals', id);
      const mine = partner.presence('Deals', id);
      const until = (room: typeof mine, fits: (others: readonly Other[]) => boolean) =>
        new Promise<void>((resolve) => {
          room.subscribe(({ others }) => fits(others) && resolve());
        });
      const seen = until(theirs, (all) => all.some(({ data }) => data.editing === 'Stage'));
      const named = until(mine, (all) => all.some(({ name }) => name === 'Admin Example'));
      theirs.enter({});
      mine.enter({});
      mine.set({ editing: 'Stage' });
      await Promise.all([seen, named]);
      const gone = until(theirs, (all) => all.length === 0);
      await partner.close();
      await gone;
      await staff.close();
    });

    test('[PN4] whoever is deactivated at one node is gone at the other', async () => {
      const [maria, admin] = [await world.maria(), at(two!.url, await world.admin())];
      const [partner, staff] = [await maria.connect(), await admin.connect()];
      const { shared: id } = world.deals;
      await staff.ask('presence', { module: 'Deals', id, at: null, watch: true });
      const seen = others(staff, id, (all) => all.some((other) => other.member === maria.id));
      await partner.ask('presence', { module: 'Deals', id, at: {}, watch: false });
      await seen;
      const gone = others(staff, id, (all) => all.length === 0);
      await world.act('deactivate-member', { member: world.members.maria });
      await gone;
      await staff.close();
    });
  });
