import fc from 'fast-check';
import { asked } from '../support/asking.ts';
import type { Loose, TestServer } from '../support/server.ts';
import { observerTabs, resellerTabs } from '../support/world.ts';

const pick = fc.nat(99);
const layouts = fc.subarray(['Name', 'Stage', 'Amount', 'Account']).map((Standard) => ({ Standard }));
const criteria = fc.constantFrom(null, { field: 'Amount', is: 'more', value: 1 }, { field: 'Stage', is: 'empty' });
const reaches = fc.subarray(
  [resellerTabs.Deals.reaches[0]!, observerTabs.Deals.reaches[0]!].map((one) => ({ ...one, edit: [] })),
);
const tabs = fc.option(fc.record({ layouts, criteria, reaches })).map((Deals) => (Deals ? { Deals } : {}));

/** What may happen in a small portal: to deals, to what leads to them, to members and to rights. */
export const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('deal' as const),
      pick,
      field: fc.constantFrom('Name', 'Amount', 'Contact', 'Account'),
      to: pick,
    }),
  },
  fc.record({ do: fc.constant('contact' as const), pick, to: pick }),
  fc.record({ do: fc.constantFrom('delete' as const, 'restore' as const), pick }),
  fc.record({ do: fc.constantFrom('deactivate-member' as const, 'reactivate-member' as const), pick }),
  fc.record({ do: fc.constant('move-member' as const), pick, to: pick }),
  fc.record({ do: fc.constant('tabs' as const), pick, tabs }),
);
export type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** A text that stands nowhere else: its mere presence in some bytes says which value it was. */
/** Zeros in front: what looks like one by chance, in a token, is none. */
const canary = /cy0000[0-9a-z]{4}y/g;
let canaries = 0;
export const freshCanary = (): string => `cy${(++canaries).toString(36).padStart(8, '0')}y`;
export const canariesIn = (bytes: string): ReadonlySet<string> => new Set(bytes.match(canary) ?? []);

/** A portal without passwords: two accounts, two contacts with a member each, four deals. */
export async function smallPortal(server: TestServer, slug: string) {
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
      await make('Deals', {
        Name: freshCanary(),
        Amount: n,
        Contact: contacts[n % 2],
        Account: accounts[n > 1 ? 0 : 1],
      }),
    );
  return { id, slug, administrator, act, accounts, contacts, types, members, deals };
}
export type Small = Awaited<ReturnType<typeof smallPortal>>;

export const of = <T>(list: readonly T[], n: number): T => list[n % list.length]!;

/** Takes a step as the administrator; one that is refused changes nothing. */
export async function take({ act, accounts, contacts, types, members, deals }: Small, one: Step): Promise<void> {
  const run = async (name: string, input: unknown) => void (await act(name, input).catch(() => undefined));
  switch (one.do) {
    case 'deal': {
      const value = {
        Name: freshCanary(),
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

/** `<deal> <member>` -> the deal as the member sees it. */
export type Views = Readonly<Record<string, Loose>>;

/** What everybody sees now, asked as each of them. */
export async function views(server: TestServer, { id, members, deals }: Small): Promise<Views> {
  const seen: Record<string, Loose> = {};
  for (const member of members)
    for (const deal of deals) {
      const view = await asked(server, id, member, 'record', { module: 'Deals', id: deal });
      if (!('code' in view)) seen[`${deal} ${member}`] = view;
    }
  return seen;
}
