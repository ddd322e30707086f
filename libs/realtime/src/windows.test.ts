import { afterEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { allReach, userType } from '@genkan/access/test/house';
import type { UserType } from '@genkan/domain/user-types';
import { windowAsked, type WindowAsked } from '@genkan/protocol/messages';
import type { SentRow } from './session-rows.ts';
import { clerk, dealOf, dealsWorld, id, kim, present, retype, tab, update } from './test/deals.ts';
import { History } from './test/history.ts';
import { slowLog, turns } from './test/slow-log.ts';
import { Stage, type Client, type Staging } from './test/stage.ts';
import { answerAt, WindowClient } from './test/window-client.ts';
import { mostWindows, Windows, type Opened } from './windows.ts';

const open: Stage[] = [];
afterEach(async () => {
  for (const stage of open.splice(0)) {
    await stage.close();
    expect(stage.troubles).toEqual([]);
  }
});

type Scene = { readonly stage: Stage; readonly windows: Windows; readonly history: History };
async function scene(deals = 6, tabs?: UserType['tabs'], staging: Staging = {}): Promise<Scene> {
  const history = await History.of(dealsWorld(deals, tabs));
  const log = staging.log === undefined ? {} : { log: slowLog(history.log) };
  const stage = await Stage.open(history, { ...staging, ...log });
  open.push(stage);
  const trouble = (error: unknown) => stage.troubles.push(error);
  const rows = staging.rows ? { rows: staging.rows } : {};
  const windows = stage.broadcaster.with((inside) => new Windows({ inside, trouble, ...rows }));
  return { stage, windows, history };
}
const question = (asked: Partial<WindowAsked>): WindowAsked =>
  windowAsked.parse({ window: 'w', module: 'Deals', limit: 3, ...asked });
async function joined({ stage }: Scene, member = kim.id): Promise<Client> {
  const client = stage.join(member, []);
  await stage.settled(client);
  return client;
}
async function opened(here: Scene, client: Client, asked: Partial<WindowAsked> = {}): Promise<WindowClient> {
  const window = new WindowClient(client, here.history, question(asked));
  expect(await here.windows.open(client.session, window.asked)).toBe('opened');
  window.expectCurrent();
  return window;
}
async function settle({ stage }: Scene, ...clients: Client[]): Promise<void> {
  await stage.settled(...clients);
  await turns(6);
  await stage.settled(...clients);
}

test('[WN1] a window holds the first records of its question, and is told what happens to these', async () => {
  const here = await scene();
  const client = await joined(here);
  const window = await opened(here, client, { orderBy: [['Amount', 'desc']] });
  expect([...window.held!.values()].map(({ fields }) => fields['Amount'])).toEqual([6, 5, 5]);
  await update(here.history, dealOf(6).id, { Stage: 'Won' });
  await settle(here, client);
  expect(client.replica.frames.at(-1)!.changes).toEqual([
    { op: 'patch', module: 'Deals', id: dealOf(6).id, fields: { Stage: 'Won' } },
  ]);
  expect([window.stale, window.held!.get(dealOf(6).id)!.fields['Stage']]).toEqual([false, 'Won']);
  window.expectCurrent();
});

test('[WN2] that the list may be another is told once, after a visible change that can alter it, until it is asked anew', async () => {
  const here = await scene();
  const client = await joined(here);
  const asked = { where: { field: 'Stage', is: 'is', value: 'New' }, orderBy: [['Amount', 'asc']] } as const;
  const window = await opened(here, client, asked as unknown as Partial<WindowAsked>);
  await update(here.history, dealOf(6).id, { Amount: 60 }); // off the screen, and still in the list: its place is another
  await update(here.history, dealOf(5).id, { Stage: 'Won' }); // out of the list
  await settle(here, client);
  expect([window.stale, window.staled]).toEqual([true, 1]);
  expect(await here.windows.open(client.session, window.asked)).toBe('opened');
  window.expectCurrent();
  expect([window.stale, window.pages]).toEqual([false, 2]);
  const { bytes } = client.replica;
  await update(here.history, dealOf(5).id, { Amount: 7 }); // not in the list before, nor now
  await settle(here, client);
  expect(client.replica.bytes).toBe(bytes);
});

test('[WN3] [law 7] what one may not see alters no window and tells nothing', async () => {
  const here = await scene();
  const client = await joined(here);
  const window = await opened(here, client, { orderBy: [['Stage', 'asc']] });
  const { bytes } = client.replica;
  for (let round = 0; round < 20; round++) {
    await update(here.history, dealOf(1 + (round % 6)).id, { Owner: round % 2 ? id.kim : id.lee });
    await here.history.put([dealOf(50 + round, { Agent: null })]); // nobody's: hidden from Kim
    await update(here.history, dealOf(50 + round).id, { Stage: 'A' });
    await settle(here, client);
  }
  expect(client.replica.bytes).toBe(bytes);
  expect([window.pages, window.staled]).toEqual([1, 0]);
  window.expectCurrent();
});

test('[WN4] hidden and unknown modules and fields are refused alike', async () => {
  const here = await scene();
  const { session, replica } = await joined(here);
  replica.onMessage = (event) => event === 'page';
  const ask = (asked: Partial<WindowAsked>): Promise<Opened> => here.windows.open(session, question(asked));
  expect(await ask({ module: 'Contacts' })).toBe('not-found');
  expect(await ask({ module: 'NeverWas' })).toBe('not-found');
  for (const field of ['Owner', 'NeverWas']) {
    expect(await ask({ orderBy: [[field, 'asc']] })).toBe('unknown-field');
    expect(await ask({ where: { field, is: 'empty' } })).toBe('unknown-field');
  }
  for (let nth = 0; nth < mostWindows; nth++) expect(await ask({ window: `w${nth}` })).toBe('opened');
  expect(await ask({ window: 'more' })).toBe('limit-reached');
});

test('[WN5] under other rights a window is answered anew, or refused; under rights that show it the same it says nothing', async () => {
  const here = await scene(6, { Deals: tab({ reaches: [allReach] }) });
  const client = await joined(here);
  const window = await opened(here, client, { orderBy: [['Amount', 'desc']] });
  const { bytes } = client.replica;
  await here.history.put([], [retype(here.history, { Deals: tab({ reaches: [allReach, allReach] }) })]);
  await settle(here, client);
  expect(client.replica.bytes).toBe(bytes);
  await here.history.put(
    [],
    [retype(here.history, { Deals: tab({ layouts: { Standard: ['Amount'] }, reaches: [allReach] }) })],
  );
  await settle(here, client);
  expect([...window.held!.values()].map(({ fields }) => Object.keys(fields))).toEqual([
    ['Amount'],
    ['Amount'],
    ['Amount'],
  ]);
  window.expectCurrent();
  await here.history.put(
    [],
    [retype(here.history, { Deals: tab({ layouts: { Standard: ['Stage'] }, reaches: [allReach] }) })],
  );
  await settle(here, client);
  expect([window.refused, window.held]).toEqual(['unknown-field', null]);
  const after = client.replica.bytes;
  await update(here.history, dealOf(6).id, { Stage: 'Won' });
  await settle(here, client);
  expect(client.replica.bytes).toBe(after);
});

test('[WN6] a client that does not read is told the page anew when it does', async () => {
  const here = await scene();
  const client = await joined(here);
  const window = await opened(here, client);
  client.replica.pause();
  const filler = 'x'.repeat(200_000);
  for (let nth = 0; nth < 12; nth++) {
    await update(here.history, dealOf(2 + (nth % 2)).id, { Stage: `${filler}${nth}` });
    await here.stage.follow();
    await turns(1);
  }
  client.replica.resume();
  await settle(here, client);
  expect(window.stale).toBe(false);
  window.expectCurrent();
});

test('[WN7] a window of some ids holds those one may see, and shows one that comes', async () => {
  const here = await scene();
  const client = await joined(here);
  const ids = [dealOf(2).id, dealOf(3).id, dealOf(90).id];
  const window = await opened(here, client, { ids });
  expect([...window.held!.keys()]).toEqual(ids.slice(0, 2));
  await here.history.put([dealOf(90), { ...present(here.history, dealOf(2).id), deleted: true }]);
  await settle(here, client);
  expect([...window.held!.keys()]).toEqual(ids.slice(1));
  window.expectCurrent();
});

test('[WN8] it is written down that a window was sent, from its page until it is closed', async () => {
  const noted: [string, SentRow, number?][] = [];
  const rows = {
    began: async (row: SentRow) => void noted.push(['began', row]),
    ended: (row: SentRow, to: number) => void noted.push(['ended', row, to]),
  };
  const here = await scene(3, undefined, { rows });
  const client = await joined(here);
  await opened(here, client);
  const row = { portal: 'p1', session: `${client.session.id}/w`, member: kim.id, module: 'Deals', from: 1 };
  await update(here.history, dealOf(2).id, { Stage: 'Won' });
  await settle(here, client);
  here.windows.close(client.session, 'w');
  expect(noted).toEqual([
    ['began', row],
    ['ended', row, 2],
  ]);
});

// ---- whatever happens, in whatever order ----

const anyOp = fc.oneof(
  fc.record({
    op: fc.constant('stage' as const),
    nth: fc.integer({ min: 2, max: 9 }),
    to: fc.constantFrom('New', 'Won'),
  }),
  fc.record({
    op: fc.constant('amount' as const),
    nth: fc.integer({ min: 2, max: 9 }),
    to: fc.integer({ min: 0, max: 9 }),
  }),
  fc.record({
    op: fc.constant('owner' as const),
    nth: fc.integer({ min: 2, max: 9 }),
    to: fc.constantFrom(id.kim, id.lee),
  }),
  fc.record({
    op: fc.constant('agent' as const),
    nth: fc.integer({ min: 2, max: 9 }),
    to: fc.constantFrom(id.agent, null),
  }),
  fc.record({ op: fc.constant('deleted' as const), nth: fc.integer({ min: 2, max: 9 }), to: fc.boolean() }),
  fc.record({ op: fc.constant('type' as const), to: fc.nat(3) }),
  fc.record({ op: fc.constant('ask' as const), who: fc.nat(1), window: fc.nat(2) }),
  fc.record({ op: fc.constant('rest' as const) }),
);
const setups: UserType['tabs'][] = [
  { Deals: tab() },
  { Deals: tab({ reaches: [allReach] }) },
  { Deals: tab({ layouts: { Standard: ['Stage'] }, criteria: { field: 'Amount', is: 'more', value: 3 } }) },
  {},
];
const questions: WindowAsked[] = [
  question({ window: 'a', orderBy: [['Amount', 'desc']], limit: 3 }),
  question({ window: 'b', where: { field: 'Stage', is: 'is', value: 'Won' }, limit: 2 }),
  question({ window: 'c', ids: [dealOf(2).id, dealOf(3).id] }),
];

test('[WN9] [P5] [P6] whatever happens, what a window holds is what one may see, and its list is right or known to be old', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyOp, { minLength: 4, maxLength: 20 }), fc.boolean(), async (ops, slow) => {
      const base = await History.of(dealsWorld(7));
      const here = await scene(7, undefined, slow ? { log: base.log } : {});
      const clients = [await joined(here), await joined(here, clerk.id)];
      const windows = clients.map((client) => questions.map((asked) => new WindowClient(client, here.history, asked)));
      for (const each of ops) {
        if (each.op === 'rest') {
          await settle(here, ...clients);
        } else if (each.op === 'ask') {
          const window = windows[each.who]![each.window]!;
          void here.windows.open(clients[each.who]!.session, window.asked).then((answer) => {
            if (answer !== 'opened') window.held = null;
          });
        } else if (each.op === 'type') {
          const before = here.history.now.portal.userTypes[id.userType]!;
          const after = userType(setups[each.to]!);
          await here.history.put([], [{ kind: 'setting', part: 'user-type', id: id.userType, before, after }]);
        } else {
          const row = here.history.now.records.get(dealOf(each.nth).id) ?? dealOf(each.nth);
          const name = { stage: 'Stage', amount: 'Amount', owner: 'Owner', agent: 'Agent', deleted: '' }[each.op];
          await here.history.put([
            each.op === 'deleted'
              ? { ...row, deleted: each.to }
              : { ...row, fields: { ...row.fields, [name]: each.to } },
          ]);
        }
        await here.stage.follow();
        if (!slow) await turns(1);
      }
      await settle(here, ...clients);
      await turns(60);
      await settle(here, ...clients);
      for (const window of windows.flat()) window.expectCurrent();
      for (const client of clients) client.replica.expectRight();
    }),
    { numRuns: 60 },
  );
}, 60_000);

test('[WN9] the plain answer that windows are held against knows order, limit and filter', async () => {
  const here = await scene();
  const asked = question({ orderBy: [['Amount', 'asc']], limit: 2 });
  const { rows, total } = answerAt(here.history, kim.id, asked, here.history.head);
  expect([rows.map(({ fields }) => fields['Amount']), total]).toEqual([[2, 3], 6]);
});
