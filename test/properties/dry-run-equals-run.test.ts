import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { asked } from '../support/asking.ts';
import { startServer, type Loose, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const modules = ['Leads', 'Contacts', 'Accounts', 'Deals', 'Cases', 'Products'];
const self = { kind: 'self' };
const created = { kind: 'created' };
const all = { kind: 'all' };
const related = (path: string) => ({ kind: 'related', path });
type Reach = { readonly kind: string };

const tab = (fields: readonly string[], reaches: readonly Reach[], more: object = {}) =>
  fc
    .tuple(fc.subarray([...fields], { minLength: 1 }), fc.subarray([...reaches]))
    .map(([Standard, met]) => ({ layouts: { Standard }, reaches: met, ...more }));
/** What a prospect opens cases with, in every type of theirs. */
const opening = { create: ['Subject', 'Lead', 'Description'] };
const prospectTabs = fc.record({
  Leads: fc.constant({ layouts: { Standard: ['Name', 'Phone'] }, reaches: [self] }),
  Cases: tab(['Subject', 'Status', 'Lead'], [created, related('Lead')], {}).map(({ layouts, ...rest }) => ({
    ...rest,
    ...opening,
    layouts: { Standard: [...new Set([...layouts.Standard, ...opening.create])] },
  })),
  Products: tab(['Name', 'UnitPrice'], [all]),
});
const clientTabs = fc.record(
  {
    Contacts: tab(['Name', 'Email', 'Phone'], [self, created, all]),
    Accounts: tab(['Name', 'Website'], [all]),
    Deals: tab(['Name', 'Amount', 'Contact'], [created, related('Contact')]),
    Cases: tab(['Subject', 'Status', 'Contact'], [created, related('Contact')]),
    Products: tab(['Name', 'UnitPrice', 'Code'], [all]),
  },
  { requiredKeys: [] },
);
const anyLead = fc.record({
  hot: fc.boolean(),
  company: fc.boolean(),
  restricted: fc.boolean(),
  people: fc.array(fc.record({ type: fc.nat(1), employee: fc.boolean(), cases: fc.nat(2) }), { maxLength: 2 }),
});
const anyPortal = fc.record({
  prospects: fc.array(prospectTabs, { minLength: 1, maxLength: 2 }),
  clients: fc.array(clientTabs, { minLength: 1, maxLength: 2 }),
  /** The rule moves people to a client type, or (null) to the default one. */
  target: fc.oneof(fc.constant(null), fc.nat(1)),
  rule: fc.record({ account: fc.boolean(), deal: fc.boolean() }),
  /** Places of the default type; null: no limit. */
  free: fc.option(fc.integer({ min: 1, max: 2 }), { nil: null }),
  leads: fc.array(anyLead, { minLength: 1, maxLength: 5 }),
});
/** One with everything: somebody converted, somebody without a seat, a lead that cannot be made. */
const person = { type: 0, employee: false, cases: 1 };
const hot = { hot: true, company: true, restricted: false, people: [person] };
const crowded: Drawn = {
  prospects: [
    {
      Leads: { layouts: { Standard: ['Name', 'Phone'] }, reaches: [self] },
      Cases: { layouts: { Standard: ['Subject', 'Lead', 'Description'] }, reaches: [created], ...opening },
      Products: { layouts: { Standard: ['Name'] }, reaches: [all] },
    },
  ],
  clients: [{ Products: { layouts: { Standard: ['Name', 'UnitPrice'] }, reaches: [all] } }],
  target: null,
  rule: { account: true, deal: true },
  free: 1,
  leads: [hot, hot, { ...hot, company: false }, { ...hot, hot: false }],
};
type Drawn = typeof anyPortal extends fc.Arbitrary<infer T> ? T : never;

const tiers = [{ from: 1, to: null, price: 1, per: 'seat' }];
const administrator = { email: 'admin@acme.example.com', name: 'Admin' };
let founded = 0;

/** A portal as drawn, the people among its leads, and a way to act and to ask in it. */
async function make({ prospects, clients, target, rule, free, leads }: Drawn) {
  founded += 1;
  const company = `Acme ${founded}`;
  const { portal, member: admin } = await server.run('', null, 'create-portal', {
    company,
    plan: 'whole',
    administrator,
  });
  const act = (name: string, input: unknown, by = admin): Promise<Loose> => server.run(portal, by, name, input);
  const ask = (member: string, name: string, input: object) => asked(server, portal, member, name, input);
  const create = async (module: string, fields: object, by = admin): Promise<string> =>
    (await act('create-record', { module, fields }, by)).id;
  await act('define-field', {
    module: 'Cases',
    field: { name: 'Lead', label: 'Lead', type: 'lookup', module: 'Leads' },
  });
  const type = async (name: string, base: string, tabs: object): Promise<string> => {
    const { userType } = await act('create-user-type', { name, base });
    await act('configure-user-type', { userType, tabs });
    return userType;
  };
  const from: string[] = [];
  for (const [n, tabs] of prospects.entries()) from.push(await type(`Prospect ${n}`, 'Leads', tabs));
  const to: string[] = [];
  for (const [n, tabs] of clients.entries()) to.push(await type(`Client ${n}`, 'Contacts', tabs));
  const standard = (await ask(admin, 'user-types', {})).userTypes.find((one: Loose) => one.isDefault).id;
  await act('configure-user-type', { userType: standard, tabs: clients[0] });
  await create('Products', { Name: 'Tea', UnitPrice: 3 });
  if (leads.some(({ restricted }) => restricted)) await act('configure-privacy', { compliance: true });
  const people: string[] = [];
  for (const [n, { hot, company: named, restricted, people: tied }] of leads.entries()) {
    const fields = { Name: `Lead ${n}`, Company: named ? 'K' : null, Rating: hot ? 'Hot' : 'Cold', Phone: '1' };
    const lead = await create('Leads', fields);
    for (const [at, { type: which, employee, cases }] of tied.entries()) {
      const email = `p${n}-${at}@${employee ? 'acme.example.com' : 'kunde.de'}`;
      const { member } = await act('add-member', { userType: from[which % from.length], record: lead, email });
      people.push(member);
      for (let made = 0; made < cases; made += 1) await create('Cases', { Subject: 'Mine', Lead: lead }, member);
    }
    await create('Cases', { Subject: 'Ours', Lead: lead });
    if (restricted) await act('restrict-record', { module: 'Leads', id: lead });
  }
  const mapping = {
    Contacts: { Name: 'Name', Phone: 'Phone' },
    Accounts: { Name: 'Company' },
    Deals: { Name: 'Name' },
  };
  const criteria = { field: 'Rating', is: 'is', value: 'Hot' };
  const userType = target === null ? standard : to[target % to.length];
  const rules = { Hot: { label: 'Hot', criteria, userType, ...rule } };
  await act('configure-conversion', { mapping, lookups: {}, portalAccess: 'refuse', rules });
  if (free !== null) {
    await act('set-plan', { plan: 'enterprise', terms: { freeUsers: free, tiers, maxUserTypes: 9 } });
    await act('buy-seats', { seats: 50 });
  }
  await server.house.directory.idle();
  return { admin, people, act, ask };
}
type Made = Awaited<ReturnType<typeof make>>;

/** All that somebody reads: module -> id -> names of fields. */
async function seenBy(
  { ask }: Made,
  member: string,
): Promise<ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>> {
  const seen = new Map<string, Map<string, readonly string[]>>();
  for (const module of modules) {
    const { rows = [] } = await ask(member, 'records', { module, limit: 200 });
    seen.set(module, new Map(rows.map((row: Loose) => [row.id, Object.keys(row.fields)])));
  }
  return seen;
}
type Seen = Awaited<ReturnType<typeof seenBy>>;

/** What one reads there and not here: records, and values. */
function more(there: Seen, here: Seen, module: string): { records: number; values: number } {
  const rows = [...(there.get(module) ?? [])];
  const known = here.get(module);
  return {
    records: rows.filter(([id]) => !known?.has(id)).length,
    values: rows.flatMap(([id, fields]) => fields.filter((name) => !known?.get(id)?.includes(name))).length,
  };
}

function changesOf(before: Seen, after: Seen) {
  return modules
    .map((module) => {
      const [gain, loss] = [more(after, before, module), more(before, after, module)];
      const records = { gained: gain.records, lost: loss.records };
      return { module, records, values: { gained: gain.values, lost: loss.values } };
    })
    .filter(({ records, values }) => [...Object.values(records), ...Object.values(values)].some((count) => count > 0));
}
const byName = (one: Loose, other: Loose) => (one.module < other.module ? -1 : 1);
const outcomes = (rows: Loose) => rows.map(({ lead, outcome, code }: Loose) => ({ lead, outcome, code }));

test('[G-31] whatever the portal: what a dry run said is what the run does, lead by lead and person by person', async () => {
  const met = { converted: 0, refused: 0, moved: 0, seatless: 0 };
  await fc.assert(
    fc.asyncProperty(anyPortal, async (drawn) => {
      const portal = await make(drawn);
      const before = new Map<string, Seen>();
      for (const one of portal.people) before.set(one, await seenBy(portal, one));
      const dry = await portal.ask(portal.admin, 'conversion-dry-run', { rule: 'Hot' });
      if (dry.expect === null) return;
      const ids = dry.leads.map((one: Loose) => one.lead);
      const { rows } = await portal.act('convert-leads', { rule: 'Hot', ids, expect: dry.expect });
      expect(outcomes(rows)).toEqual(outcomes(dry.leads));
      for (const { outcome, code, message } of dry.leads) {
        met[outcome as 'converted' | 'refused'] += 1;
        if (code === 'limit-reached') met.seatless += Number(/free users/.test(message));
      }
      const told = new Map(dry.people.map((one: Loose) => [one.member, one.modules.toSorted(byName)]));
      const types = new Map<string, string>(
        (await portal.ask(portal.admin, 'members', {})).members.map((one: Loose) => [one.id, one.userType]),
      );
      for (const one of portal.people) {
        const run = changesOf(before.get(one)!, await seenBy(portal, one)).sort(byName);
        expect([one, told.get(one) ?? []]).toEqual([one, run]);
      }
      for (const { member, to } of dry.people) expect(types.get(member)).toBe(to);
      met.moved += dry.people.length;
    }),
    { numRuns: Number(process.env['GENKAN_DRY_RUNS'] ?? 50), examples: [[crowded]] },
  );
  for (const count of Object.values(met)) expect(count).toBeGreaterThan(0);
}, 120_000);
