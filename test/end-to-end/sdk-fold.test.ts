import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createClient, type Client, type LiveQueryOf, type Row } from 'genkan';
import { signIn } from 'genkan/sign-in';
import { systemClock, type Clock } from '../../sdk/src/clock.ts';
import { BadLine } from '../../libs/testing/src/bad-line.ts';
import { startServer, testPassword, type Person, type TestServer } from '../support/server.ts';
import { makeWorld, resellerTabs, type World } from '../support/world.ts';

let server: TestServer;
let line: BadLine;
let url: string;
beforeAll(async () => {
  server = await startServer();
  line = new BadLine(new URL(server.url));
  url = await line.listen();
  server.house.origins.add(url);
});
afterAll(async () => {
  await line.close();
  await server.close();
});

const hasty: Clock = { ...systemClock, after: (ms, act) => systemClock.after(ms < 5000 ? 0 : ms, act) };
const which = fc.nat(5);
/** What the company, the partner and the network may do. */
const step = fc.oneof(
  fc.record({ do: fc.constant('create' as const), his: fc.boolean(), amount: fc.nat(9) }),
  fc.record({ do: fc.constant('update' as const), which, amount: fc.nat(9) }),
  fc.record({ do: fc.constant('hand-over' as const), which, his: fc.boolean() }),
  fc.record({ do: fc.constant('move' as const), his: fc.boolean() }),
  fc.record({ do: fc.constant('delete' as const), which }),
  fc.record({ do: fc.constant('restore' as const), which }),
  fc.record({
    do: fc.constant('rights' as const),
    fields: fc.subarray(['Stage', 'Amount', 'Account']),
    tab: fc.boolean(),
  }),
  fc.record({ do: fc.constant('edit' as const), which, stage: fc.constantFrom('Won', 'Lost', 'Engaging') }),
  fc.record({ do: fc.constant('cut' as const) }),
  fc.record({ do: fc.constant('breathe' as const) }),
  fc.record({ do: fc.constant('wait' as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

let portals = 0;

/** One portal, one partner with one open list, and whatever happens. */
class Play {
  readonly world: World;
  readonly client: Client;
  readonly deals: LiveQueryOf<Row>;
  readonly kei: Person;
  readonly #ids: string[];

  constructor(world: World, client: Client, kei: Person) {
    this.world = world;
    this.client = client;
    this.deals = client.live('Deals');
    this.kei = kei;
    this.#ids = [world.deals.shared, world.deals.hidden];
  }

  static async begin(): Promise<Play> {
    const world = await makeWorld(server, `fold-${(portals += 1)}`);
    const email = `kei@${world.slug}-partners.example.com`;
    const { auth } = await signIn(server.url, { portal: world.slug, email, password: testPassword });
    return new Play(world, createClient({ url, auth, clock: hasty }), await world.kei());
  }

  async take(each: Step): Promise<void> {
    const { contacts, types, act } = this.world;
    const to = (his: boolean) => (his ? contacts.kei : contacts.maria);
    const id = 'which' in each ? this.#ids[each.which % this.#ids.length] : undefined;
    const attempt = (name: string, input: object): Promise<unknown> => act(name, input).catch(() => {}); // may be impossible just now
    switch (each.do) {
      case 'create': {
        const { id: made } = await act('create-record', {
          module: 'Deals',
          fields: { Name: 'D', Amount: each.amount, Contact: to(each.his) },
        });
        return void this.#ids.push(made);
      }
      case 'update':
        return void (await attempt('update-record', { module: 'Deals', id, set: { Amount: each.amount } }));
      case 'hand-over':
        return void (await attempt('update-record', { module: 'Deals', id, set: { Contact: to(each.his) } }));
      case 'move':
        return void (await act('move-member', {
          member: this.world.members.kei,
          userType: each.his ? types.reseller : types.observer,
        }).catch(() => {}));
      case 'delete':
        return void (await attempt('delete-record', { module: 'Deals', id }));
      case 'restore':
        return void (await attempt('restore-record', { module: 'Deals', id }));
      case 'rights': {
        const edit = each.fields.filter((field) => field !== 'Account');
        const reaches = [{ ...resellerTabs.Deals.reaches[0], edit }];
        const tab = { layouts: { Standard: ['Name', ...each.fields] }, reaches };
        await act('configure-user-type', { userType: types.reseller, tabs: each.tab ? { Deals: tab } : {} });
        return;
      }
      case 'edit':
        return void this.client.update('Deals', id ?? '', { Stage: each.stage });
      case 'cut':
        return line.drop();
      case 'breathe':
        return void (await new Promise((resolve) => setImmediate(resolve)));
      case 'wait':
        return this.client.caughtUp();
      default:
        return each satisfies never;
    }
  }

  /** What the server answers over HTTP to the same person. */
  async permitted(): Promise<Row[]> {
    const reply = await this.kei.get('/api/records/Deals?limit=200');
    if (reply.status === 404) return [];
    return reply.json.rows.map(({ id, fields }: { id: string; fields: object }) => ({ ...fields, id }));
  }
}

const byId = (a: Row, b: Row): number => (a.id < b.id ? -1 : 1);

test('[SD2, I10, I12] whatever happens to records, rights and the line: the list is the permitted query', async () => {
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.array(step, { minLength: 5, maxLength: 30 }), async (settled, steps) => {
      const play = await Play.begin();
      try {
        if (settled) await play.client.caughtUp();
        for (const each of steps) await play.take(each);
        await play.client.caughtUp();
        while (play.client.status.get().pendingWrites > 0) await play.client.caughtUp();
        const permitted = await play.permitted();
        expect([...play.deals.get().rows].sort(byId)).toEqual(permitted.sort(byId));
        expect(play.client.events.recent().filter(({ kind }) => kind === 'violation')).toEqual([]);
      } finally {
        await play.client.close();
      }
    }),
    { numRuns: 25, endOnFailure: true },
  );
}, 120_000);
