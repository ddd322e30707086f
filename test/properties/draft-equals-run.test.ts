import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { asked } from '../support/asking.ts';
import { startServer, type Loose, type TestServer } from '../support/server.ts';
import { makeWorld, type World } from '../support/world.ts';

let server: TestServer;
let world: World;
beforeAll(async () => {
  server = await startServer();
  world = await makeWorld(server);
  for (const n of [0, 1, 2])
    await world.act('create-record', {
      module: 'Deals',
      fields: { Name: `D${n}`, Amount: n, Contact: world.contacts.kei, Account: world.accounts.birch },
    });
  const again = {
    userType: world.types.observer,
    record: world.contacts.kei,
    email: 'third@acme-partners.example.com',
  };
  await world.act('add-member', again);
});
afterAll(() => server.close());

const reach = fc.constantFrom(
  { kind: 'all' as const },
  { kind: 'created' as const },
  { kind: 'related' as const, path: 'Contact' },
  { kind: 'related' as const, path: 'Account', own: ['Account'] },
);
const deals = fc.record({
  layouts: fc.subarray(['Name', 'Stage', 'Amount', 'Account']).map((Standard) => ({ Standard })),
  criteria: fc.constantFrom(null, { field: 'Amount', is: 'more', value: 1 }),
  reaches: fc.uniqueArray(reach, { maxLength: 2 }),
});
const accounts = fc.record({
  layouts: fc.constant({ Standard: ['Name'] }),
  reaches: fc.constantFrom([{ kind: 'all' as const }], []),
});
const anyTabs = fc.record({ Deals: deals, Accounts: accounts }, { requiredKeys: [] });

const membersOf = async (userType: string): Promise<readonly string[]> => {
  const { known } = await server.house.log.gather(world.id, [{ ask: 'members-of', userType }]);
  return known.membersOf(userType).map(({ id }) => id);
};

/** Every value a member reads: `record` and `record field`. */
async function seenBy(member: string): Promise<{ records: Set<string>; values: Set<string> }> {
  const [records, values] = [new Set<string>(), new Set<string>()];
  for (const module of ['Deals', 'Accounts']) {
    const page = await asked(server, world.id, member, 'records', { module, limit: 200 });
    for (const row of page.rows ?? []) {
      records.add(row.id);
      for (const field of Object.keys(row.fields)) values.add(`${row.id} ${field}`);
    }
  }
  return { records, values };
}
const minus = (a: ReadonlySet<string>, b: ReadonlySet<string>): number => [...a].filter((one) => !b.has(one)).length;

test('[G-11] what a draft is told to open and close is what its members read more and less once it is applied', async () => {
  let changed = 0;
  const { observer, reseller } = world.types;
  const members = [...(await membersOf(observer)), ...(await membersOf(reseller))];
  await fc.assert(
    fc.asyncProperty(anyTabs, anyTabs, async (first, second) => {
      const setups = { [observer]: first, [reseller]: second };
      const { draft } = await world.act('save-draft', { name: 'Any', userTypes: setups });
      const told = await asked(server, world.id, world.administrator, 'draft-diff', { draft });
      const before = new Map<string, Awaited<ReturnType<typeof seenBy>>>();
      for (const member of members) before.set(member, await seenBy(member));
      await world.act('apply-draft', { draft });
      for (const member of members) {
        const [was, is] = [before.get(member)!, await seenBy(member)];
        const run = {
          recordsGained: minus(is.records, was.records),
          recordsLost: minus(was.records, is.records),
          valuesGained: minus(is.values, was.values),
          valuesLost: minus(was.values, is.values),
        };
        const none = Object.values(run).every((count) => count === 0);
        const row = told.members.find((one: Loose) => one.member === member);
        if (none) expect(row).toBeUndefined();
        else expect(row).toMatchObject(run);
        changed += none ? 0 : 1;
      }
    }),
    { numRuns: Number(process.env['GENKAN_DRAFT_RUNS'] ?? 100) },
  );
  expect(changed).toBeGreaterThan(100);
}, 120_000);
