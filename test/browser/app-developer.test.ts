import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createClient } from 'genkan';
import { query } from 'genkan/staff';
import { testPortal } from '../../libs/testing/src/test-portal.ts';
import { BadLine } from '../../libs/testing/src/bad-line.ts';
import { hasBrowser, openBrowser, type TestBrowser, type Visitor } from '../support/browser.ts';
import { startServer, testPassword, type TestServer } from '../support/server.ts';
import { addressOf, built, installed } from '../support/stranger.ts';
import { makeWorld, resellerTabs, type World } from '../support/world.ts';

const here = hasBrowser ? describe : describe.skip;

/** What the developer writes: who comes, and from where, stands in the address. */
const app = `
import { createClient } from 'genkan';
import { signIn } from 'genkan/sign-in';
import { resellerSchema, type Reseller } from './portal.gen.ts';

const given = Object.fromEntries(new URLSearchParams(location.search));
const { url = '', portal = '', email = '', password = '' } = given;
const { auth } = await signIn(url, { portal, email, password });
const client = createClient<Reseller>({ url, auth, schema: resellerSchema, offlineWrites: 'queue' });
const deals = client.live('Deals', { orderBy: [['Name', 'asc']] });
const told: string[] = [];
const draw = () => {
  const { state, pendingWrites, schema } = client.status.get();
  const rows = deals.get().rows.map((row) => \`\${row.Name} \${row.Stage} \${row.Amount}\`);
  document.body.innerText = [state, pendingWrites, ...rows, ...told, JSON.stringify(schema ?? 'types fit')].join('\\n');
};
deals.subscribe(draw);
client.status.subscribe(draw);
Object.assign(window, {
  edit: async (id: string, set: { Stage?: 'Won' | 'Engaging' | 'Lost'; Amount?: number }) => {
    const outcome = await client.update('Deals', id, set);
    told.push(outcome.status === 'denied' ? \`denied: \${outcome.why.rule}\` : outcome.status);
    if (outcome.status === 'conflict') told.push(...outcome.fields.map(({ field, mine, theirs }) => \`\${field}: \${mine} or \${theirs}\`));
    draw();
  },
});
for await (const delta of deals.deltas()) {
  told.push(\`\${delta.op} \${delta.id}\`);
  draw();
}
`;
const wrong = `
import type { Client } from 'genkan';
import type { Reseller } from './portal.gen.ts';
export async function wrong(client: Client<Reseller>) {
  const row = await client.get('Deals', 'a');
  void row?.Probability;
  await client.update('Deals', 'a', { Name: 'Mine' });
}
`;

here('an application developer, in Chromium (needs /usr/bin/chromium)', () => {
  let server: TestServer;
  let world: World;
  let browser: TestBrowser;
  let line: BadLine;
  let behind: string;
  let folder: string;
  let page: Server;

  beforeAll(async () => {
    server = await startServer();
    world = await makeWorld(server);
    browser = await openBrowser();
    line = new BadLine(new URL(server.url));
    behind = await line.listen();
    server.house.origins.add(behind);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    page?.close();
    await line?.close();
    await server?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  const run = (script: string, args: readonly string[], email = emailOf('kei')) =>
    new Promise<{ code: number; out: string }>((done) => {
      const said = { GENKAN_URL: server.url, GENKAN_PORTAL: world.slug, GENKAN_EMAIL: email };
      const env = { PATH: process.env['PATH'], ...said, GENKAN_PASSWORD: testPassword };
      execFile(process.execPath, [script, ...args], { cwd: folder, env }, (error, out, err) =>
        done({ code: error ? Number(error.code ?? -1) : 0, out: out + err }),
      );
    });
  const genkan = (args: readonly string[], email?: string) =>
    run(join(folder, 'node_modules/genkan/dist/cli/genkan.js'), args, email);
  const compile = () => run(resolve('node_modules/typescript7/bin/tsc'), ['-p', '.']);
  const emailOf = (name: string) => `${name}@${world.slug}-partners.example.com`;
  const has = ({ page: tab }: Visitor, ...texts: string[]) =>
    tab.waitForFunction((each) => each.every((text) => document.body.innerText.includes(text)), texts);
  const edit = ({ page: tab }: Visitor, id: string, set: object) =>
    tab.evaluate(([of, to]) => void Reflect.get(window, 'edit')(of, to), [id, set] as const);
  const grant = (fields: readonly string[], edits: readonly string[]) =>
    world.act('configure-user-type', {
      userType: world.types.reseller,
      tabs: {
        Deals: {
          layouts: { Standard: ['Name', ...fields] },
          reaches: [{ ...resellerTabs.Deals.reaches[0], edit: edits }],
        },
      },
    });
  const deal = async (Name: string, more: object = {}): Promise<string> =>
    (await world.act('create-record', { module: 'Deals', fields: { Name, ...more } })).id;

  /** Steps 1 and 3: an installation, a page, the types of one's own user type; what these do not have does not compile. */
  async function begins(): Promise<void> {
    const packed = installed();
    folder = mkdtempSync(join(tmpdir(), 'genkan-app-'));
    const bin = join(packed, 'node_modules/genkan/dist/cli/genkan.js');
    expect(await run(bin, ['init', '--url', server.url, '--portal', world.slug])).toMatchObject({ code: 0 });
    cpSync(join(packed, 'node_modules'), join(folder, 'node_modules'), { recursive: true });
    rmSync(packed, { recursive: true, force: true });
    expect(await genkan(['typegen', '--out', 'src/portal.gen.ts'])).toMatchObject({ code: 0 });
    writeFileSync(join(folder, 'src/main.tsx'), app);
    writeFileSync(join(folder, 'src/wrong.ts'), wrong);
    const { code, out } = await compile();
    expect(code).not.toBe(0);
    expect(out.match(/src\/\w+\.\w+\(\d+/g)).toEqual(['src/wrong.ts(6', 'src/wrong.ts(7']);
    expect(out).toContain("'Probability'");
    expect(out).toContain('Name');
    rmSync(join(folder, 'src/wrong.ts'));
    expect(await compile()).toEqual({ code: 0, out: '' });
  }

  /** Two people at the page; the second has another user type than it was written for. */
  async function visits(): Promise<readonly [Visitor, Visitor]> {
    page = await built(folder);
    server.house.origins.add(addressOf(page));
    const visit = (name: string, url: string) =>
      browser.visit(
        `${addressOf(page)}/?${new URLSearchParams({ url, portal: world.slug, email: emailOf(name), password: testPassword })}`,
      );
    const [kei, maria] = await Promise.all([visit('kei', behind), visit('maria', server.url)]);
    await has(kei, 'live', 'Pumps Prospecting 100', 'types fit');
    await has(maria, 'live', 'Pumps Prospecting undefined', '"removed":[', '"Deals.Amount"');
    return [kei, maria];
  }

  /** Step 4: what comes, goes, is denied, meets another's edit, and waits for the network. */
  async function lives(kei: Visitor, maria: Visitor): Promise<void> {
    const { shared } = world.deals;
    await edit(kei, shared, { Stage: 'Engaging' });
    await Promise.all([has(kei, 'applied', 'Pumps Engaging 100'), has(maria, 'Pumps Engaging')]);
    const lent = await deal('canary-lent', { Contact: world.contacts.kei });
    await has(kei, `enter ${lent}`);
    await world.act('update-record', { module: 'Deals', id: lent, set: { Contact: null } });
    await has(kei, `leave ${lent}`);
    await grant(['Stage', 'Amount', 'Account'], ['Amount']);
    await has(kei, '"changed":["Deals.Stage"]');
    await edit(kei, shared, { Stage: 'Lost' });
    await has(kei, 'denied: update Deals.Stage');
    await grant(['Stage', 'Amount', 'Account'], ['Stage', 'Amount']);
    await has(kei, 'types fit');
    line.down();
    await has(kei, 'offline');
    await edit(kei, shared, { Amount: 150 });
    await edit(kei, shared, { Stage: 'Won' });
    await has(kei, 'offline\n2\n', 'Pumps Won 150');
    await world.act('update-record', { module: 'Deals', id: shared, set: { Amount: 170 } });
    line.heal();
    await kei.page.evaluate(() => window.dispatchEvent(new Event('online')));
    await has(kei, 'live\n0\n', 'conflict', 'Amount: 150 or 170', 'Pumps Won 170');
    await has(maria, 'Pumps Won');
  }

  /** Step 5: his own test, on the real server in his process, with a time and a network of its own. */
  async function testsHisOwn(): Promise<void> {
    const tabs = (fields: readonly string[]) => ({
      Deals: { layouts: { Standard: ['Name', ...fields] }, reaches: [{ kind: 'related', path: 'Contact' }] },
    });
    const portal = await testPortal({
      database: 'none',
      seed: {
        records: {
          kei: { module: 'Contacts', fields: { Name: 'Kei' } },
          pumps: { module: 'Deals', fields: { Name: 'Pumps', Amount: 100, Contact: { ref: 'kei' } } },
        },
        userTypes: { Reseller: { base: 'Contacts', tabs: tabs(['Amount']) } },
        members: { kei: { userType: 'Reseller', record: 'kei' } },
      },
    });
    const { client } = await portal.as('kei');
    const deals = client.live('Deals');
    await client.caughtUp();
    expect(deals.get().rows).toMatchObject([{ Name: 'Pumps', Amount: 100 }]);
    const userType = portal.ids.userTypes['Reseller'];
    await portal.asAdministrator.command('configure-user-type', { userType, tabs: tabs([]) });
    await client.caughtUp();
    expect(deals.get().rows).toEqual([{ id: portal.ids.records['pumps'], Name: 'Pumps' }]);
    await portal.close();
  }

  /** Step 6: the build says which field is gone, and staff's CI by which command; the types printed anew do not compile. */
  async function isToldByHisBuild(): Promise<void> {
    const check = ['typegen', '--check', '--out', 'src/portal.gen.ts'];
    expect(await genkan(check)).toMatchObject({ code: 0 });
    await grant(['Stage', 'Account'], ['Stage']);
    const own = await genkan(check);
    expect(own).toMatchObject({ code: 1, out: expect.stringContaining('- Deals.Amount is seen no more') });
    const inCi = await genkan([...check, '--user-type', 'Reseller'], world.email);
    expect(inCi.out).toMatch(/- Deals\.Amount is seen no more: configure-user-type by Admin Example/);
    expect(await genkan(['typegen', '--out', 'src/portal.gen.ts'])).toMatchObject({ code: 0 });
    const { code, out } = await compile();
    expect(code).not.toBe(0);
    expect(out).toContain("'Amount'");
  }

  /** Step 7: why a record did not come, by the delivery of its entry. */
  async function findsOutWhy(): Promise<void> {
    const missed = await deal('canary-7710', { Amount: 771_077 });
    const sequence = await server.house.log.head(world.id);
    const { access } = await world.admin();
    const staff = createClient({ url: server.url, auth: async () => access });
    await staff.caughtUp();
    const trace = await query(staff, 'trace', { sequence, member: world.members.kei });
    expect(trace).toMatchObject({
      sessions: [{ changes: [{ record: missed, outcome: 'withheld', why: 'no-reach' }] }],
    });
    await staff.close();
  }

  test('[TG15] from an empty folder to a typed page that lives, is tested, breaks in CI and not in the hands of its users', async () => {
    await begins();
    const [kei, maria] = await visits();
    await lives(kei, maria);
    await testsHisOwn();
    await isToldByHisBuild();
    await has(kei, '"removed":["Deals.Amount"]', 'Pumps Won undefined');
    await findsOutWhy();
    const [his, hers] = await Promise.all([kei.everything(), maria.everything()]);
    for (const secret of ['canary-7710', '771077', world.deals.hidden]) expect(his + hers).not.toContain(secret);
    for (const secret of ['"Amount":1', 'canary-lent', world.accounts.birch]) expect(hers).not.toContain(secret);
    await Promise.all([kei.close(), maria.close()]);
  }, 180_000);
});
