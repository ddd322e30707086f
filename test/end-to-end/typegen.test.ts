import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { format } from 'prettier';
import { buildCommandLine, CommandLine } from '../support/command-line.ts';
import { startServer, testPassword, type TestServer } from '../support/server.ts';
import { makeWorld, observerTabs, resellerTabs, type World } from '../support/world.ts';
import { complaints } from '../typegen/compiled.ts';

describe('genkan typegen against a running portal', () => {
  let server: TestServer;
  let world: World;
  const as = (email: string): CommandLine =>
    new CommandLine({
      GENKAN_URL: server.url,
      GENKAN_PORTAL: world.slug,
      GENKAN_EMAIL: email,
      GENKAN_PASSWORD: testPassword,
    });
  const kei = (): CommandLine => as(`kei@${world.slug}-partners.example.com`);

  beforeAll(async () => {
    buildCommandLine();
    server = await startServer();
    world = await makeWorld(server);
  }, 60_000);
  afterAll(() => server?.close());

  test('[TG1, TG3] staff print the types of a user type, and they compile with what it is granted only', async () => {
    const { code, out } = await as(world.email).run('typegen', '--user-type', 'Reseller');
    expect(code).toBe(0);
    const uses = `
      import type { Client } from 'genkan';
      import type { Reseller } from './portal.gen.ts';
      import { createClient } from 'genkan';
      import { resellerSchema } from './portal.gen.ts';
      export const client: Client<Reseller> = createClient<Reseller>({ url: '', auth: async () => null, schema: resellerSchema });
      export async function uses() {
        const row = await client.get('Deals', 'a');
        const stage = row?.Stage ?? null;
        await client.update('Deals', 'a', { Stage: stage, Amount: 3 });
        // @ts-expect-error seen, and not written
        await client.update('Deals', 'a', { Name: 'Mine' });
        // @ts-expect-error hidden
        void row?.Contact;
        // @ts-expect-error not reached
        client.live('Accounts');
        // @ts-expect-error not permitted
        client.command('create-record', { module: 'Deals', fields: { Name: 'Mine' } });
      }`;
    expect(
      complaints(
        new Map([
          ['portal.gen.ts', out],
          ['uses.ts', uses],
        ]),
      ),
    ).toEqual([]);
  }, 30_000);

  test('[TG3] a portal user prints his own types, the very same, and learns of no other user type', async () => {
    const [own, named] = await Promise.all([kei().run('typegen'), kei().run('typegen', '--user-type', 'Reseller')]);
    const byStaff = await as(world.email).run('typegen', '--user-type', world.types.reseller);
    expect([own.out, named.out]).toEqual([byStaff.out, byStaff.out]);
    const [other, none] = await Promise.all(
      ['Observer', 'Nobody'].map((name) => kei().run('typegen', '--user-type', name)),
    );
    expect(other).toEqual(none);
    expect(other).toMatchObject({ code: 1, out: '', err: expect.stringContaining('You do not have permission') });
    expect(await as(world.email).run('typegen', '--user-type', 'Nobody')).toMatchObject({ code: 1, out: '' });
  }, 30_000);

  test('[TG4] a formatter does not make a file another, and a file that fits ends with 0', async () => {
    const line = kei();
    expect((await line.run('typegen', '--out', 'src/portal.gen.ts')).code).toBe(0);
    const file = join(line.folder, 'src/portal.gen.ts');
    writeFileSync(file, await format(readFileSync(file, 'utf8'), { parser: 'typescript', semi: false }));
    expect((await line.run('typegen', '--check', '--out', 'src/portal.gen.ts')).code).toBe(0);
  }, 30_000);

  test('[TG4] after a change of rights `--check` fails and names each field and command that changed it', async () => {
    const staff = as(world.email);
    const files = ['typegen', '--user-type', 'Reseller', '--out', 'portal.gen.ts'];
    expect((await staff.run(...files)).code).toBe(0);
    const own = kei();
    expect((await own.run('typegen', '--out', 'portal.gen.ts')).code).toBe(0);
    const { Deals } = resellerTabs;
    const tabs = {
      Deals: {
        layouts: { Standard: ['Name', 'Stage', 'Account', 'CloseDate'] },
        reaches: [{ ...Deals.reaches[0], edit: ['Name'] }],
        create: ['Name'],
      },
    };
    await world.act('configure-user-type', { userType: world.types.reseller, tabs });
    const stage = { name: 'Stage', label: 'Stage', type: 'choice', choices: ['Prospecting', 'Won'] };
    await world.act('define-field', { module: 'Deals', field: stage });
    await world.act('update-record', { module: 'Deals', id: world.deals.hidden, set: { Amount: 5 } });

    const { code, out } = await staff.run(...files, '--check');
    expect(code).toBe(1);
    const at = String.raw`\d{4}-\d\d-\d\dT[\d:.]+Z \(entry \d+\)`;
    const by = (command: string) => `: ${command} by Admin Example at ${at}`;
    const lines = [
      `~ Deals now: create Name; was: -${by('configure-user-type')}`,
      `- Deals.Amount is seen no more${by('configure-user-type')}`,
      `\\+ Deals.CloseDate is seen now${by('configure-user-type')}`,
      `~ Deals.Name writable, was read-only${by('configure-user-type')}`,
      `~ Deals.Stage choices .*; read-only, was writable${by('define-field')}`,
      `\\+ command create-record may be issued now${by('configure-user-type')}`,
    ];
    expect(out.trim().split('\n')).toEqual(lines.map((line) => expect.stringMatching(new RegExp(`^${line}$`))));

    const seen = await own.run('typegen', '--check', '--out', 'portal.gen.ts');
    expect(seen.code).toBe(1);
    expect(seen.out).toContain('- Deals.Amount is seen no more\n');
    expect(seen.out).toContain('Who changed it is told to staff who may watch the log.');
    expect(seen.out).not.toMatch(/configure-user-type|Admin|entry/);
    expect((await staff.run(...files)).code).toBe(0);
    expect((await staff.run(...files, '--check')).code).toBe(0);
  }, 30_000);

  test('[TG10] `--watch` prints the file anew when rights change', async () => {
    const line = as(world.email);
    const watch = await line.follow(['typegen', '--user-type', 'Observer', '--out', 'a.gen.ts', '--watch'], 'Watching');
    const text = (): string => readFileSync(join(line.folder, 'a.gen.ts'), 'utf8');
    expect(text()).not.toContain('CloseDate');
    const renewed = watch.seen('a.gen.ts is new');
    const { Deals } = observerTabs;
    const tabs = { Deals: { ...Deals, layouts: { Standard: ['Name', 'Stage', 'CloseDate'] } } };
    await world.act('configure-user-type', { userType: world.types.observer, tabs });
    await renewed;
    expect(text()).toContain('readonly CloseDate: string | null');
    await watch.stop();
  }, 30_000);
});
