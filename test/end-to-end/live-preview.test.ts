import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { createClient } from 'genkan';
import { Line, startServer, type Loose, type Person, type TestServer } from '../support/server.ts';
import { Viewer } from '../support/viewer.ts';
import { makeWorld, observerTabs, resellerTabs, type World } from '../support/world.ts';

let server: TestServer;
let world: World;
let admin: Person;
let member: string;
const open: Line[] = [];

beforeAll(async () => {
  server = await startServer();
  world = await makeWorld(server);
  admin = await world.admin();
  member = world.members.maria;
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((line) => line.close()));
});
afterAll(() => server.close());

const connect = async (who: Person, hello: object = {}): Promise<Line> => {
  const line = await who.connect(hello);
  open.push(line);
  return line;
};
/** A connection that is expected to be refused: the code it is told. */
const refusal = async (who: Person, preview: object): Promise<string> => {
  const line = new Line(who.url, { protocol: 1, token: who.access, preview });
  open.push(line);
  return (await line.next('refused')).code;
};
const looking = async (more: object = {}): Promise<Viewer> => {
  await world.act('start-preview', { member });
  return new Viewer(await connect(admin, { preview: { member, ...more } }));
};
const heldBy = async (viewer: Viewer): Promise<unknown> => {
  await viewer.settle();
  expect(viewer.faults).toEqual([]);
  return Object.fromEntries([...viewer.held].filter(([, rows]) => rows.length > 0));
};

test('[G-11] [SEC-36] a live preview is sent what the user is sent, as it happens, and nothing else', async () => {
  const [look, own] = [await looking(), new Viewer(await connect(await world.maria()))];
  expect(await heldBy(look)).toEqual(await heldBy(own));
  expect(look.line.heard[0]!.message).toMatchObject({
    member: { id: member },
    ability: own.line.heard[0]!.message.ability,
  });
  await world.act('update-record', { module: 'Deals', id: world.deals.shared, set: { Stage: 'Won' } });
  await world.act('configure-user-type', {
    userType: world.types.observer,
    tabs: { ...observerTabs, Accounts: { layouts: { Standard: ['Name'] }, reaches: [{ kind: 'all' }] } },
  });
  const seen = await heldBy(look);
  expect(seen).toEqual(await heldBy(own));
  expect(seen).toMatchObject({ Deals: [{ fields: { Stage: 'Won' } }], Accounts: [{}, {}] });
  await world.act('configure-user-type', { userType: world.types.observer, tabs: observerTabs });
  expect(await heldBy(look)).toEqual(await heldBy(own));
});

test('[G-11] under a draft, and as another user type, it shows what would be, and follows the draft as it is saved', async () => {
  const { observer, reseller } = world.types;
  const drafted = (fields: string[]) => ({
    [observer]: { Deals: { ...observerTabs.Deals, layouts: { Standard: fields } } },
  });
  const { draft } = await world.act('save-draft', { name: 'Wider', userTypes: drafted(['Name', 'Amount']) });
  const [look, other] = [await looking({ draft }), await looking({ userType: reseller })];
  expect(await heldBy(look)).toMatchObject({ Deals: [{ fields: { Name: 'Pumps', Amount: 100 } }] });
  expect(await heldBy(other)).toEqual({}); // not her contact
  await world.act('save-draft', { draft, name: 'Narrower', userTypes: drafted(['Amount']) });
  expect(await heldBy(look)).toMatchObject({ Deals: [{ fields: { Amount: 100 } }] });
  const all = { Deals: { ...resellerTabs.Deals, reaches: [{ kind: 'all' }] } };
  await world.act('configure-user-type', { userType: reseller, tabs: all });
  expect(((await heldBy(other)) as Loose).Deals).toHaveLength(2);
  await world.act('discard-draft', { draft });
  expect((await look.line.next('bye')).code).toBe('not-found');
  await world.act('configure-user-type', { userType: reseller, tabs: resellerTabs });
});

test('[SEC-36] on a preview nothing can be done, asked or told: it only looks', async () => {
  const { line } = await looking();
  const head = await server.house.log.head(world.id);
  const input = { module: 'Deals', id: world.deals.shared, set: { Stage: 'Lost' } };
  expect(await line.command('update-record', input)).toMatchObject({ status: 'rejected', code: 'forbidden' });
  for (const [event, message] of [
    ['query', { name: 'records', input: { module: 'Deals' } }],
    ['presence', { module: 'Deals', id: world.deals.shared, at: null, watch: true }],
    ['watch-log', { on: true }],
  ] as const)
    expect((await line.ask(event, message)).problem?.code).toBe('forbidden');
  expect(await server.house.log.head(world.id)).toBe(head);
});

test('[SEC-36] [P7] nobody looks without the right and an open preview, and no longer than both last', async () => {
  expect(await refusal(await world.kei(), { member })).toBe('forbidden');
  await world.act('start-preview', { member });
  expect(await refusal(admin, { member, userType: randomUUID() })).toBe('not-found');
  expect(await refusal(admin, { member, draft: randomUUID() })).toBe('not-found');
  expect(await refusal(admin, { member: world.administrator })).toBe('not-found');
  const ended = await looking();
  await world.act('end-preview', { member });
  expect((await ended.line.next('bye')).code).toBe('not-possible');
  expect(await refusal(admin, { member })).toBe('not-possible');
  const second = { email: 'second@acme.example.com', name: 'Second', roles: ['administrator'] };
  const { member: colleague } = await world.act('add-staff', second);
  await server.setPassword(world.id, colleague);
  await server.run(world.id, colleague, 'start-preview', { member });
  const theirs = await connect(await server.signIn('acme', second.email), { preview: { member } });
  await world.act('deactivate-member', { member: colleague });
  expect((await theirs.next('bye')).code).toBe('unauthenticated');
});

test('[P13] what a preview is sent was received by whoever looked, not by the user', async () => {
  const look = await looking();
  await look.settle();
  const sequence = await server.house.log.head(world.id);
  const received = await server.house.deliveries.whoReceived(world.id, 'Deals', sequence, Date.now());
  expect([...received]).toEqual([world.administrator]);
});

test('[G-11] the client of the package looks by `preview`, and its lists follow', async () => {
  await world.act('start-preview', { member });
  const client = createClient({ url: server.url, auth: async () => admin.access, preview: { member } });
  try {
    const deals = client.live('Deals');
    const won = new Promise<readonly unknown[]>((resolve) => {
      deals.subscribe(() => {
        const { rows } = deals.get();
        if (rows.some((row) => row['Stage'] === 'Lost')) resolve(rows);
      });
    });
    await world.act('update-record', { module: 'Deals', id: world.deals.shared, set: { Stage: 'Lost' } });
    expect(await won).toHaveLength(1);
    expect(client.member?.id).toBe(member);
  } finally {
    await client.close();
  }
});
