import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { asked } from '../support/asking.ts';
import { startServer, type Loose, type TestServer } from '../support/server.ts';
import { observerTabs, resellerTabs } from '../support/world.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const pick = fc.nat(99);
const layouts = fc.subarray(['Name', 'Stage', 'Amount', 'Account']).map((Standard) => ({ Standard }));
const criteria = fc.constantFrom(null, { field: 'Amount', is: 'more', value: 1 }, { field: 'Stage', is: 'empty' });
const reaches = fc.subarray(
  [resellerTabs.Deals.reaches[0]!, observerTabs.Deals.reaches[0]!].map((one) => ({ ...one, edit: [] })),
);
const tabs = fc.option(fc.record({ layouts, criteria, reaches })).map((Deals) => (Deals ? { Deals } : {}));
const step = fc.oneof(
  fc.record({
    do: fc.constant('deal' as const),
    pick,
    field: fc.constantFrom('Amount', 'Contact', 'Account'),
    to: pick,
  }),
  fc.record({ do: fc.constant('contact' as const), pick, to: pick }),
  fc.record({ do: fc.constantFrom('delete' as const, 'restore' as const), pick }),
  fc.record({ do: fc.constantFrom('deactivate-member' as const, 'reactivate-member' as const), pick }),
  fc.record({ do: fc.constant('move-member' as const), pick, to: pick }),
  fc.record({ do: fc.constant('tabs' as const), pick, tabs }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** A portal without passwords: two accounts, two contacts with a member each, four deals. */
async function smallPortal(slug: string) {
  const { id, administrator } = await server.found({ slug });
  const act = (name: string, input: unknown): Promise<Loose> => server.run(id, administrator, name, input);
  const make = async (module: string, fields: object): Promise<string> =>
    (await act('create-record', { module, fields })).id;
  const accounts = [await make('Accounts', { Name: 'A' }), await make('Accounts', { Name: 'B' })];
  const contacts = [
    await make('Contacts', { Name: 'K', Account: accounts[0] }),
    await make('Contacts', { Name: 'M', Account: accounts[1] }),
  ];
  const types: string[] = [];
  for (const [name, Deals] of [
    ['Reseller', resellerTabs.Deals],
    ['Observer', observerTabs.Deals],
  ] as const) {
    const { userType } = await act('create-user-type', { name, base: 'Contacts' });
    await act('configure-user-type', { userType, tabs: { Deals } });
    types.push(userType);
  }
  const members: string[] = [];
  for (const [n, record] of contacts.entries())
    members.push((await act('add-member', { userType: types[n], record, email: `m${n}@${slug}.example.net` })).member);
  const deals: string[] = [];
  for (const n of [0, 1, 2, 3])
    deals.push(
      await make('Deals', { Name: `D${n}`, Amount: n, Contact: contacts[n % 2], Account: accounts[n > 1 ? 0 : 1] }),
    );
  return { id, administrator, act, accounts, contacts, types, members, deals };
}
type Small = Awaited<ReturnType<typeof smallPortal>>;

const of = <T>(list: readonly T[], n: number): T => list[n % list.length]!;

async function take({ act, accounts, contacts, types, members, deals }: Small, one: Step): Promise<void> {
  const run = async (name: string, input: unknown) => void (await act(name, input).catch(() => undefined));
  switch (one.do) {
    case 'deal': {
      const value = {
        Amount: one.to % 4,
        Contact: of([...contacts, null], one.to),
        Account: of([...accounts, null], one.to),
      };
      return run('update-record', { module: 'Deals', id: of(deals, one.pick), set: { [one.field]: value[one.field] } });
    }
    case 'contact':
      return run('update-record', {
        module: 'Contacts',
        id: of(contacts, one.pick),
        set: { Account: of([...accounts, null], one.to) },
      });
    case 'delete':
    case 'restore':
      return run(`${one.do}-record`, { module: 'Deals', id: of(deals, one.pick) });
    case 'move-member':
      return run(one.do, { member: of(members, one.pick), userType: of(types, one.to) });
    case 'tabs':
      return run('configure-user-type', { userType: of(types, one.pick), tabs: one.tabs });
    default:
      return run(one.do, { member: of(members, one.pick) });
  }
}

/** What everybody sees now, asked as each of them. */
async function views({ id, members, deals }: Small): Promise<Loose> {
  const seen: Record<string, Loose> = {};
  for (const member of members)
    for (const deal of deals) {
      const view = await asked(server, id, member, 'record', { module: 'Deals', id: deal });
      if (!('code' in view)) seen[`${deal} ${member}`] = view;
    }
  return seen;
}

async function viewsAt({ id, administrator, members, deals }: Small, at: number): Promise<Loose> {
  const seen: Record<string, Loose> = {};
  for (const deal of deals) {
    const found = await asked(server, id, administrator, 'who-could-see', { module: 'Deals', id: deal, at });
    for (const { member, view } of found.members ?? []) if (members.includes(member)) seen[`${deal} ${member}`] = view;
  }
  return seen;
}

test('[G-37] what is told of who could see a record at a sequence is what they saw at it', async () => {
  let seen = 0;
  let nth = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const small = await smallPortal(`small-${++nth}`);
      const recorded = new Map<number, Loose>();
      for (const one of steps) {
        await take(small, one);
        recorded.set(await server.house.log.head(small.id), await views(small));
      }
      for (const [sequence, then] of recorded) {
        expect(await viewsAt(small, sequence)).toEqual(then);
        for (const member of small.members) {
          const { rows } = await asked(server, small.id, small.administrator, 'records-at', {
            module: 'Deals',
            member,
            at: sequence,
          });
          const own = Object.entries<Loose>(then)
            .filter(([name]) => name.endsWith(member))
            .map(([, view]) => view);
          expect(rows).toEqual(own.sort((a, b) => (a.id < b.id ? -1 : 1)));
        }
        seen += Object.keys(then).length;
      }
    }),
    { numRuns: Number(process.env['GENKAN_PAST_RUNS'] ?? 50) },
  );
  expect(seen).toBeGreaterThan(200);
}, 240_000);
