import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { abilityOf } from '@genkan/access/compile';
import { maskOf } from '@genkan/access/mask';
import { memberKeys } from '@genkan/access/member-keys';
import { allReach, userType } from '@genkan/access/test/house';
import { allKnown } from '@genkan/access/test/known-rows';
import { view } from '@genkan/access/view';
import type { Change } from '@genkan/domain/changes';
import type { UserType } from '@genkan/domain/user-types';
import { HintsInProcess } from '@genkan/log/hints-in-process';
import type { Words } from '@genkan/log/words';
import type { Present } from '@genkan/protocol/messages';
import { PresenceWords } from '@genkan/protocol/presence-word';
import { Presence, type Placed, type Wish } from './presence.ts';
import { repeatMs } from './presence-board.ts';
import { alter, clerk, dealsWorld, id, kim, lee, present, tab, update } from './test/deals.ts';
import { History } from './test/history.ts';
import { turns } from './test/slow-log.ts';
import { Stage, type Client } from './test/stage.ts';

const secret = new Uint8Array(32).fill(5);
const edits = { ...allReach, edit: ['Stage'] };
const deals = tab({ reaches: [edits] });
const people = tab({ layouts: { Standard: ['Name'] }, reaches: [allReach] });
/** Kim and Lee see each other's records, and so may know each other. */
const colleagues: UserType['tabs'] = { Deals: deals, Contacts: people };
const strangers: UserType['tabs'] = { Deals: deals };

class Node {
  readonly stage: Stage;
  readonly presence: Presence;
  now = 0;
  constructor(stage: Stage, words: Words) {
    this.stage = stage;
    const seal = new PresenceWords(secret, stage.history.portal);
    const trouble = (error: unknown) => stage.troubles.push(error);
    this.presence = stage.broadcaster.with(
      (inside) => new Presence({ inside, words, seal, clock: () => this.now, trouble }),
    );
  }
  async join(member: string): Promise<Client> {
    const client = this.stage.join(member, ['Deals']);
    await this.stage.settled(client);
    return client;
  }
  place({ session }: Client, wish: Partial<Wish> = {}): Promise<Placed> {
    return this.presence.place(session, { module: 'Deals', id: id.deal, at: {}, watch: true, ...wish });
  }
}

const open: Node[] = [];
afterEach(async () => {
  for (const { stage } of open.splice(0)) {
    await stage.close();
    expect(stage.troubles).toEqual([]);
  }
});

async function nodes(tabs: UserType['tabs'], count = 1, words: Words = new HintsInProcess()): Promise<Node[]> {
  const history = await History.of(dealsWorld(2, tabs));
  const made: Node[] = [];
  for (let nth = 0; nth < count; nth++) made.push(new Node(await Stage.open(history), words));
  open.push(...made);
  return made;
}
/** Everything that was to be said and told has been. */
async function settle(...all: Node[]): Promise<void> {
  for (const { stage } of all) await stage.follow();
  for (const { presence } of all) presence.tick();
  await turns(12);
}
const told = ({ replica }: Client, record: string = id.deal): Present['others'] =>
  replica.present.get(`Deals/${record}`) ?? [];
const retyped = (node: Node, tabs: UserType['tabs']): Change[] => {
  const before = node.stage.history.now.portal.userTypes[id.userType]!;
  return [{ kind: 'setting', part: 'user-type', id: id.userType, before, after: userType(tabs) }];
};

test('[PN1] staff and colleagues at a record are told of each other, by name and field', async () => {
  const [node] = await nodes(colleagues);
  const [one, two, staff] = [await node!.join(kim.id), await node!.join(lee.id), await node!.join(clerk.id)];
  expect(await node!.place(one, { at: { editing: 'Stage' } })).toBe('placed');
  await node!.place(two, { at: { viewing: 'Amount' } });
  await node!.place(staff);
  await settle(node!);
  const [k, l, c] = [
    { member: kim.id, kind: 'portal-user', name: 'Kim', at: { editing: 'Stage' } },
    { member: lee.id, kind: 'portal-user', name: 'Lee', at: { viewing: 'Amount' } },
    { member: clerk.id, kind: 'staff', name: 'Clerk', at: {} },
  ];
  const sorted = (...others: { member: string }[]) => others.sort((a, b) => (a.member < b.member ? -1 : 1));
  expect([told(one), told(two), told(staff)]).toEqual([sorted(l, c), sorted(k, c), sorted(k, l)]);
  await update(node!.stage.history, id.lee, { Name: 'Ann' });
  await settle(node!);
  expect(told(one).map(({ name }) => name)).toEqual(expect.arrayContaining(['Ann', 'Clerk']));
});

test('[PN1] portal users who do not see each other’s records are not told of each other; staff know both', async () => {
  const [node] = await nodes(strangers);
  const [one, two, staff] = [await node!.join(kim.id), await node!.join(lee.id), await node!.join(clerk.id)];
  for (const client of [one, two, staff]) await node!.place(client);
  await settle(node!);
  expect([one, two, staff].map((client) => told(client).map(({ name }) => name))).toEqual([
    ['Clerk'],
    ['Clerk'],
    ['Kim', 'Lee'],
  ]);
});

test('[PN2] a field that either does not see is left out, and a hidden move tells nothing', async () => {
  const [node] = await nodes(colleagues);
  const [one, staff] = [await node!.join(kim.id), await node!.join(clerk.id)];
  await node!.place(one);
  await node!.place(staff, { at: { editing: 'Owner' } });
  await settle(node!);
  expect(told(one)).toMatchObject([{ name: 'Clerk', at: {} }]);
  const { bytes } = one.replica;
  for (const field of ['Agent', 'Owner', 'Agent']) {
    await node!.place(staff, { at: { editing: field, viewing: 'Owner' } });
    await settle(node!);
  }
  expect(one.replica.bytes).toBe(bytes);
});

test('[PN3] hidden records and fields are answered like those that never were, and leave nothing', async () => {
  const [node] = await nodes({
    Deals: tab({ criteria: { field: 'Stage', is: 'is', value: 'Open' }, reaches: [edits] }),
  });
  const one = await node!.join(kim.id);
  const { bytes } = one.replica;
  expect(await node!.place(one)).toBe('not-found');
  expect(await node!.place(one, { id: randomUUID() })).toBe('not-found');
  expect(await node!.place(one, { module: 'Contacts', id: id.kim })).toBe('not-found');
  await update(node!.stage.history, id.deal, { Stage: 'Open' });
  await settle(node!);
  expect(await node!.place(one, { at: { viewing: 'Owner' } })).toBe('unknown-field');
  expect(await node!.place(one, { at: { viewing: 'NeverWas' } })).toBe('unknown-field');
  expect(await node!.place(one, { at: { editing: 'Amount' } })).toBe('forbidden');
  expect(one.replica.bytes.replace(/42\["frame".*/, '').startsWith(bytes)).toBe(true);
  expect(one.replica.present.size).toBe(0);
});

test('[PN4] leaving, closing, deactivation and a lost right end it at once', async () => {
  const [node] = await nodes(colleagues);
  const watcher = await node!.join(clerk.id);
  await node!.place(watcher);
  const ends: ((client: Client) => Promise<unknown>)[] = [
    (client) => node!.place(client, { at: null, watch: false }),
    (client) => node!.place(client, { at: null }),
    async ({ session }) => node!.stage.broadcaster.close(session),
    () => node!.stage.history.write([alter(lee, { status: 'inactive' })]),
    () => node!.stage.history.write([{ kind: 'member', before: { ...lee, status: 'inactive' }, after: lee }]),
    () => node!.stage.history.put([], retyped(node!, { Contacts: people })),
  ];
  for (const [nth, end] of ends.entries()) {
    if (nth === 4) {
      await end(watcher); // active again
      continue;
    }
    await settle(node!);
    const one = await node!.join(lee.id);
    await node!.place(one);
    await settle(node!);
    expect(told(watcher)).toMatchObject([{ member: lee.id }]);
    await end(one);
    await settle(node!);
    expect(told(watcher)).toEqual([]);
  }
});

test('[PN1] whoever stops listening and listens again is told anew', async () => {
  const [node] = await nodes(colleagues);
  const [one, staff] = [await node!.join(kim.id), await node!.join(clerk.id)];
  await node!.place(staff);
  for (let round = 0; round < 2; round++) {
    await node!.place(one);
    await settle(node!);
    expect(told(one)).toHaveLength(1);
    await node!.place(one, { watch: false });
    one.replica.present.clear();
  }
});

test('[PN5] what somebody may not see tells nothing of who is there', async () => {
  const [node] = await nodes(strangers);
  const [one, two] = [await node!.join(kim.id), await node!.join(lee.id)];
  await node!.place(one);
  await settle(node!);
  const { bytes } = one.replica;
  for (let round = 0; round < 5; round++) {
    await node!.place(two, { at: round % 2 ? { viewing: 'Stage' } : {} });
    await update(node!.stage.history, id.deal, { Owner: round % 2 ? id.lee : id.kim });
    await update(node!.stage.history, id.lee, { Name: `Lee ${round}` });
    await settle(node!);
    await node!.place(two, { at: null, watch: false });
    await settle(node!);
  }
  expect(one.replica.bytes).toBe(bytes);
});

test('[PN6] presence crosses nodes, judged where it is told; forged and repeated words bring nobody', async () => {
  const words = new HintsInProcess();
  const said: string[] = [];
  words.hear((word) => said.push(word));
  const [a, b] = await nodes(colleagues, 2, words);
  const [one, staff] = [await a!.join(kim.id), await b!.join(clerk.id)];
  await b!.place(staff);
  await a!.place(one, { at: { editing: 'Stage' } });
  await settle(a!, b!);
  expect(told(staff)).toMatchObject([{ member: kim.id, name: 'Kim', at: { editing: 'Stage' } }]);
  expect(said.join()).not.toMatch(/"New"|Kim/); // ids and names of fields, no values
  const here = said.filter((word) => word.includes(kim.id));
  await a!.place(one, { at: null, watch: false });
  await settle(a!, b!);
  expect(told(staff)).toEqual([]);
  const other = new PresenceWords(new Uint8Array(32).fill(6), a!.stage.history.portal);
  const forged = new PresenceWords(secret, a!.stage.history.portal).read(here[0]!)!;
  for (const word of [...here, other.print({ ...forged, node: randomUUID() }), 'p1.', '']) words.say(word);
  b!.now = 120_000; // long after: a node that has begun anew believes an old word no more
  words.say(new PresenceWords(secret, a!.stage.history.portal).print({ ...forged, node: randomUUID() }));
  await settle(b!);
  expect(told(staff)).toEqual([]);
});

test('[PN4] [PN6] a right that is lost ends it on the other node, by the log and without a word', async () => {
  const hints = new HintsInProcess();
  let deaf = false;
  const words: Words = { say: (word) => void (deaf || hints.say(word)), hear: (heard) => hints.hear(heard) };
  const [a, b] = await nodes(colleagues, 2, words);
  const [one, staff] = [await a!.join(kim.id), await b!.join(clerk.id)];
  await b!.place(staff);
  await a!.place(one);
  await settle(a!, b!);
  expect(told(staff)).toHaveLength(1);
  deaf = true;
  await a!.stage.history.put([], retyped(a!, { Contacts: people }));
  await settle(b!);
  expect(told(staff)).toEqual([]);
  await a!.stage.history.put([], retyped(a!, colleagues));
  await settle(b!);
  expect(told(staff)).toHaveLength(1);
  await a!.stage.history.write([alter(kim, { sessionsEnded: 1 })]);
  await settle(b!);
  expect(told(staff)).toEqual([]);
});

test('[PN7] a node that is heard of no more takes its people along; one that begins asks who is there', async () => {
  const hints = new HintsInProcess();
  let dead = false;
  const words: Words = { say: (word) => void (dead || hints.say(word)), hear: (heard) => hints.hear(heard) };
  const [a] = await nodes(colleagues, 1, words);
  const one = await a!.join(kim.id);
  await a!.place(one);
  await settle(a!);
  const b = new Node(await Stage.open(a!.stage.history), hints);
  open.push(b);
  const staff = await b.join(clerk.id);
  await b.place(staff);
  await settle(b, a!);
  expect(told(staff)).toHaveLength(1);
  dead = true;
  b.now += 2 * repeatMs;
  await settle(b);
  expect(told(staff)).toHaveLength(1);
  b.now += 2 * repeatMs;
  await settle(b);
  expect(told(staff)).toEqual([]);
});

// ---- whatever happens, in whatever order ----

type Op =
  | { readonly op: 'place'; readonly who: number; readonly at: Wish['at']; readonly watch: boolean }
  | { readonly op: 'entry'; readonly of: 'stage' | 'owner' | 'name' | 'type' | 'delete'; readonly to: number };
const field = fc.constantFrom('Stage', 'Amount', 'Owner');
const anyOp: fc.Arbitrary<Op> = fc.oneof(
  fc.record({
    op: fc.constant('place' as const),
    who: fc.nat(3),
    at: fc.option(fc.oneof(fc.record({ viewing: field }), fc.record({ editing: field }), fc.constant({}))),
    watch: fc.boolean(),
  }),
  fc.record({
    op: fc.constant('entry' as const),
    of: fc.constantFrom('stage' as const, 'owner' as const, 'name' as const, 'type' as const, 'delete' as const),
    to: fc.nat(2),
  }),
);
const own = { Deals: tab({ reaches: [{ ...edits, kind: 'related', path: 'Owner', own: [] }] }), Contacts: people };
const setups = [colleagues, strangers, own];

async function happen(history: History, { of, to }: Extract<Op, { op: 'entry' }>): Promise<void> {
  if (of === 'stage') await update(history, id.deal, { Stage: ['New', 'Won', 'Lost'][to]! });
  if (of === 'owner') await update(history, id.deal, { Owner: [id.kim, id.lee, null][to]! });
  if (of === 'name') await update(history, id.lee, { Name: ['Lee', 'Ann', null][to]! });
  if (of === 'delete') await history.put([{ ...present(history, id.deal), deleted: to === 0 }]);
  if (of === 'type') {
    const before = history.now.portal.userTypes[id.userType]!;
    const after = userType(setups[to]!);
    await history.put([], [{ kind: 'setting', part: 'user-type', id: id.userType, before, after }]);
  }
}

/** As plainly as it can be said: all in one place, from the state of the portal. */
function expected(history: History, me: Client, places: ReadonlyMap<Client, Wish>): Present['others'] {
  const { portal, records, members } = history.now;
  const all = [...records.values()];
  const eyes = (member: string) => {
    const who = members.get(member)!;
    const ability = abilityOf(portal, who);
    const keys = memberKeys(portal, ability, who, allKnown(all));
    const see = (one: string) => view(ability, records.get(one)!, maskOf(keys, records.get(one)!));
    const edit = (one: string, name: string) => {
      const record = records.get(one)!;
      const shape = ability.tabs.get(record.module)!.shapes.get(record.layout)!;
      return shape.by(maskOf(keys, record)).rights.edit.has(name);
    };
    return { who, see, edit, own: who.kind === 'portal-user' ? who.record : '' };
  };
  const mine = eyes(me.session.memberId);
  const seen = mine.see(id.deal);
  if (!seen || !places.get(me)?.watch) return [];
  const others = new Map<string, Present['others'][number]>();
  for (const [client, { at }] of places) {
    const { who, see, edit, own: record } = eyes(client.session.memberId);
    const theirs = see(id.deal);
    if (!at || !theirs || who.id === me.session.memberId) continue;
    if (
      who.kind === 'portal-user' &&
      mine.who.kind === 'portal-user' &&
      !(mine.see(record) && eyes(who.id).see(mine.own))
    )
      continue;
    const both = (name?: string) => name !== undefined && name in seen.fields && name in theirs.fields;
    const name = who.kind === 'staff' ? who.name : mine.see(record)?.fields['Name'];
    const shown = {
      ...(both(at.viewing) && { viewing: at.viewing }),
      ...(both(at.editing) && edit(id.deal, at.editing!) && { editing: at.editing }),
    };
    others.set(who.id, { member: who.id, kind: who.kind, name: typeof name === 'string' ? name : null, at: shown });
  }
  return [...others.values()].sort((a, b) => (a.member < b.member ? -1 : 1));
}

test('[PN8] [law 7] whatever happens, everybody at rest is told just those he may know, on every node', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyOp, { minLength: 3, maxLength: 14 }), async (ops) => {
      const [a, b] = await nodes(colleagues, 2);
      const seats: [Node, Client][] = [
        [a!, await a!.join(kim.id)],
        [b!, await b!.join(lee.id)],
        [a!, await a!.join(clerk.id)],
        [b!, await b!.join(kim.id)],
      ];
      const places = new Map<Client, Wish>();
      for (const op of ops) {
        if (op.op === 'entry') await happen(a!.stage.history, op);
        else {
          const [node, client] = seats[op.who]!;
          if (
            [...places].some(
              ([one, { at }]) => at && one !== client && one.session.memberId === client.session.memberId,
            )
          )
            continue; // one person at one place, so that what is expected is plain
          const wish = { module: 'Deals', id: id.deal, at: op.at, watch: op.watch };
          const placed = await node.presence.place(client.session, wish);
          if (placed === 'placed' && (op.at || op.watch)) places.set(client, wish);
          else if (placed === 'placed' || placed === 'not-found') places.delete(client);
          // Whoever listens no more knows of nobody, and is told of everybody when he listens again.
          if (!places.get(client)?.watch) client.replica.present.delete(`Deals/${id.deal}`);
        }
        await settle(a!, b!);
        await turns(8);
        for (const [, client] of seats) {
          const { watch = false } = places.get(client) ?? {};
          if (watch) expect(told(client)).toEqual(expected(a!.stage.history, client, places));
        }
      }
    }),
    { numRuns: 40 },
  );
}, 60_000);
