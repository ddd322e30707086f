import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { asked } from '../support/asking.ts';
import { startServer, type Loose, type TestServer } from '../support/server.ts';
import { Viewer } from '../support/viewer.ts';
import { makeWorld, type World } from '../support/world.ts';

/** Drafts to play: 1,000 in the long run. */
const drafts = Number(process.env['GENKAN_DRAFTS'] ?? 100);

let server: TestServer;
let world: World;
/** A live socket of each portal user, by his member id. */
const viewers = new Map<string, Viewer>();

beforeAll(async () => {
  server = await startServer();
  world = await makeWorld(server);
  const { act, accounts, contacts, types } = world;
  for (const n of [0, 1, 2, 3]) {
    const Account = n % 2 === 0 ? accounts.birch : accounts.alder;
    await act('create-record', {
      module: 'Deals',
      fields: { Name: `D${n}`, Amount: n, Contact: contacts.kei, Account },
    });
  }
  const add = async (userType: string, record: string, name: string): Promise<string> => {
    const email = `${name}@acme-partners.example.com`;
    const { member } = await act('add-member', { userType, record, email });
    await server.setPassword(world.id, member);
    return email;
  };
  const more = [await add(types.observer, contacts.kei, 'third'), await add(types.reseller, contacts.maria, 'fourth')];
  const emails = ['kei@acme-partners.example.com', 'maria@acme-partners.example.com', ...more];
  for (const email of emails) {
    const person = await server.signIn('acme', email);
    viewers.set(person.id, new Viewer(await person.connect()));
    await act('start-preview', { member: person.id });
  }
}, 60_000);
afterAll(async () => {
  await Promise.all([...viewers.values()].map(({ line }) => line.close()));
  await server.close();
});

const edit = fc.subarray(['Stage', 'Amount']);
const reach = fc.oneof(
  fc.record({ kind: fc.constant('all' as const) }),
  fc.record({ kind: fc.constant('created' as const) }),
  fc.record({ kind: fc.constant('related' as const), path: fc.constantFrom('Contact') }),
  fc.constant({ kind: 'related' as const, path: 'Account', own: ['Account'] }),
);
const deals = fc
  .record({
    visible: fc.subarray(['Name', 'Stage', 'Amount', 'Account']),
    criteria: fc.constantFrom(
      null,
      { field: 'Amount', is: 'more', value: 1 },
      { field: 'Name', is: 'is-not', value: 'D2' },
    ),
    reaches: fc.uniqueArray(reach, { maxLength: 2, selector: ({ kind, ...rest }) => JSON.stringify([kind, rest]) }),
    edit,
  })
  .map(({ visible, criteria, reaches, edit: wished }) => ({
    layouts: { Standard: visible },
    criteria,
    reaches: reaches.map((one) => ({ ...one, edit: wished.filter((name) => (visible as string[]).includes(name)) })),
  }));
const accounts = fc.record({
  layouts: fc.subarray(['Name', 'Website']).map((Standard) => ({ Standard })),
  reaches: fc.constantFrom([{ kind: 'all' as const }], []),
});
const contacts = fc.record({
  layouts: fc.constant({ Standard: ['Name'] }),
  reaches: fc.constantFrom([{ kind: 'self' as const }], [{ kind: 'all' as const }]),
});
const anyTabs = fc.record({ Deals: deals, Accounts: accounts, Contacts: contacts }, { requiredKeys: [] });

/** Cells: member, record and field; and the records of each, a layout without visible fields included. */
type Seen = { readonly records: ReadonlySet<string>; readonly cells: ReadonlySet<string> };
type Rows = readonly { readonly id: string; readonly fields: object }[];

function seenIn(rowsOf: ReadonlyMap<string, Rows>): Seen {
  const [records, cells] = [new Set<string>(), new Set<string>()];
  for (const [module, rows] of rowsOf) {
    for (const { id, fields } of rows) {
      records.add(`${module}/${id}`);
      for (const field of Object.keys(fields)) cells.add(`${module}/${id}.${field}`);
    }
  }
  return { records, cells };
}

/** What a member would see if the draft were applied, as the preview tells it. */
async function foretold(member: string, draft: string): Promise<Seen> {
  const rows = new Map<string, Rows>();
  for (const module of ['Deals', 'Accounts', 'Contacts']) {
    const page = await asked(server, world.id, world.administrator, 'preview-records', {
      member,
      draft,
      module,
      limit: 200,
    });
    rows.set(module, page.rows ?? []);
  }
  return seenIn(rows);
}

/** What every client holds now, each once it has been sent all there is for it. */
async function observed(): Promise<ReadonlyMap<string, Seen>> {
  await Promise.all([...viewers.values()].map((viewer) => viewer.settle()));
  for (const { faults } of viewers.values()) expect(faults).toEqual([]);
  return new Map([...viewers].map(([member, { held }]) => [member, seenIn(held)]));
}

const minus = (a: ReadonlySet<string>, b: ReadonlySet<string>): string[] => [...a].filter((one) => !b.has(one)).sort();
const changeOf = (was: Seen, is: Seen) => ({
  records: { gained: minus(is.records, was.records), lost: minus(was.records, is.records) },
  cells: { gained: minus(is.cells, was.cells), lost: minus(was.cells, is.cells) },
});
const countsOf = ({ records, cells }: ReturnType<typeof changeOf>) => ({
  recordsGained: records.gained.length,
  recordsLost: records.lost.length,
  valuesGained: cells.gained.length,
  valuesLost: cells.lost.length,
});
const sum = (all: readonly ReturnType<typeof countsOf>[]) => ({
  recordsGained: all.reduce((total, one) => total + one.recordsGained, 0),
  recordsLost: all.reduce((total, one) => total + one.recordsLost, 0),
  valuesGained: all.reduce((total, one) => total + one.valuesGained, 0),
  valuesLost: all.reduce((total, one) => total + one.valuesLost, 0),
});
const gains = ({ recordsGained, valuesGained }: ReturnType<typeof countsOf>) => recordsGained + valuesGained > 0;
const loses = ({ recordsLost, valuesLost }: ReturnType<typeof countsOf>) => recordsLost + valuesLost > 0;

/** What the diff says of members and of user types is what their clients gained and lost. */
async function expectTold(told: Loose, run: ReadonlyMap<string, ReturnType<typeof countsOf>>): Promise<void> {
  const touched = [...run].filter(([, counts]) => gains(counts) || loses(counts));
  expect(told.members.map(({ member, userType: _, online, ...counts }: Loose) => [member, online, counts])).toEqual(
    touched.map(([member, counts]) => [member, true, counts]).sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  );
  for (const { userType, membersGaining, membersLosing, online, ...counts } of told.userTypes) {
    const { known } = await server.house.log.gather(world.id, [{ ask: 'members-of', userType }]);
    const ofType = new Set(known.membersOf(userType).map(({ id }) => id));
    const own = touched.filter(([id]) => ofType.has(id));
    const all = own.map(([, one]) => one);
    expect({ membersGaining, membersLosing, online, ...counts }).toEqual({
      membersGaining: all.filter(gains).length,
      membersLosing: all.filter(loses).length,
      online: all.length,
      ...sum(all),
    });
  }
}

test(
  '[G-11] [G-44] what a draft is told to open and close is what live clients gain and lose by it, cell by cell, and reverting takes it all back',
  async () => {
    let changed = 0;
    const { observer, reseller } = world.types;
    const save = async (first: object, second: object): Promise<string> =>
      (await world.act('save-draft', { name: 'Any', userTypes: { [observer]: first, [reseller]: second } })).draft;
    const apply = (draft: string): Promise<Loose> => world.act('apply-draft', { draft });
    await fc.assert(
      fc.asyncProperty(anyTabs, anyTabs, anyTabs, anyTabs, async (first, second, nextFirst, nextSecond) => {
        await apply(await save(first, second));
        const draft = await save(nextFirst, nextSecond);
        const before = await observed();
        const told = await asked(server, world.id, world.administrator, 'draft-diff', { draft, limit: 200 });
        const foreseen = new Map<string, Seen>();
        for (const member of viewers.keys()) foreseen.set(member, await foretold(member, draft));
        const back = await server.house.log.head(world.id);
        await apply(draft);
        const after = await observed();
        const run = new Map<string, ReturnType<typeof countsOf>>();
        for (const [member, was] of before) {
          const change = changeOf(was, after.get(member)!);
          expect(change).toEqual(changeOf(was, foreseen.get(member)!));
          run.set(member, countsOf(change));
        }
        await expectTold(told, run);
        changed += [...run.values()].filter((counts) => gains(counts) || loses(counts)).length;
        for (const userType of [observer, reseller]) await world.act('revert-user-type', { userType, to: back });
        expect(await observed()).toEqual(before);
      }),
      { numRuns: drafts },
    );
    expect(changed).toBeGreaterThan(drafts); // of four members each time
  },
  60_000 + drafts * 1_000,
);
