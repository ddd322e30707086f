import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { clock } from '../../sdk/src/cli/doctor.ts';
import { buildCommandLine, CommandLine } from '../support/command-line.ts';
import { startServer, testPassword, type TestServer } from '../support/server.ts';
import { makeWorld, type World } from '../support/world.ts';

describe('npx genkan beside a running portal', () => {
  let server: TestServer;
  let world: World;
  let kei: CommandLine;
  let where: Readonly<Record<string, string>>;

  beforeAll(async () => {
    buildCommandLine();
    server = await startServer();
    world = await makeWorld(server);
    const email = `kei@${world.slug}-partners.example.com`;
    where = { GENKAN_URL: server.url, GENKAN_PORTAL: world.slug, GENKAN_EMAIL: email };
    kei = new CommandLine({ ...where, GENKAN_PASSWORD: testPassword });
  }, 60_000);
  afterAll(() => server?.close());

  test('[TG5] a command is issued and answered; under one key it happens once', async () => {
    const input = JSON.stringify({ module: 'Deals', id: world.deals.shared, set: { Stage: 'Won' } });
    const key = randomUUID();
    const first = await kei.run('call', 'update-record', input, '--key', key);
    expect([first.code, JSON.parse(first.out)]).toMatchObject([0, { status: 'applied', replayed: false }]);
    const second = await kei.run('call', 'update-record', input, '--key', key);
    expect(JSON.parse(second.out)).toMatchObject({ status: 'applied', replayed: true });
  }, 30_000);

  test('[TG5] a refusal is a sentence with its code and the fields concerned', async () => {
    const input = JSON.stringify({ module: 'Deals', id: world.deals.shared, set: { Amount: 'much' } });
    const { code, out, err } = await kei.run('call', 'update-record', input);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/^invalid: The input is not valid\..*\n {2}Amount: /);
    expect(await kei.run('call', 'update-record', 'no json')).toMatchObject({ code: 2 });
    expect(await kei.run('call')).toMatchObject({ code: 2, err: expect.stringContaining('genkan call <command>') });
  }, 30_000);

  test('[TG6] what happens elsewhere is a line, and what is hidden is none', async () => {
    const tail = await kei.follow(['tail'], 'snapshot', 'Pumps');
    const line = tail.seen('frame', 'Tailed');
    await world.act('update-record', { module: 'Deals', id: world.deals.hidden, set: { Name: 'Untold' } });
    await world.act('update-record', { module: 'Deals', id: world.deals.shared, set: { Name: 'Tailed' } });
    expect(await line).toMatch(/^\d\d:\d\d:\d\d\.\d{3} < frame \d+ B .*"Name":"Tailed"/);
    expect(await line).not.toContain('Untold');
    expect(await tail.stop()).toBe(0);
  }, 30_000);

  test('[TG7] the doctor finds everything well, or says what to do', async () => {
    const well = await kei.run('doctor', '--origin', server.url);
    expect(
      well.out
        .trim()
        .split('\n')
        .map((line) => line.slice(0, 4)),
    ).toEqual(Array(6).fill('good'));
    expect([well.code, well.out]).toEqual([0, expect.stringContaining('You reach Deals.')]);
    const stranger = await kei.run('doctor', '--origin', 'http://elsewhere.example.com');
    expect([stranger.code, stranger.out]).toEqual([1, expect.stringContaining('ALLOWED_ORIGINS')]);
    const nobody = await new CommandLine({ ...where, GENKAN_PASSWORD: 'wrong' }).run('doctor');
    expect([nobody.code, nobody.out]).toEqual([1, expect.stringContaining('bad   You are not signed in')]);
    const token = await new CommandLine({ ...where, GENKAN_TOKEN: 'worn.out.token' }).run('doctor');
    expect([token.code, token.out]).toEqual([1, expect.stringContaining('The access token is refused')]);
    const nothing = await kei.run('doctor', '--url', 'http://127.0.0.1:9');
    expect([nothing.code, nothing.out]).toEqual([1, expect.stringMatching(/^bad .* does not answer\./)]);
  }, 60_000);

  test('[TG7] a clock is well within half a minute', () => {
    const now = Date.parse('2026-01-01T00:01:00Z');
    expect(clock('Thu, 01 Jan 2026 00:00:45 GMT', now)).toEqual({ bad: false, sentence: 'The clocks agree.' });
    expect(clock('Thu, 01 Jan 2026 00:00:00 GMT', now).sentence).toContain('60 s ahead of the server');
    expect(clock(null, now).bad).toBe(true);
  });

  test('[TG8] a folder that holds something is left as it is', async () => {
    const line = new CommandLine({});
    writeFileSync(join(line.folder, 'mine.txt'), 'mine');
    expect(await line.run('init')).toMatchObject({ code: 2, err: expect.stringContaining('not empty') });
    expect(readdirSync(line.folder)).toEqual(['mine.txt']);
  }, 30_000);

  test('[TG9] the password is told nowhere, and what is missing is said with how to give it', async () => {
    const without = await new CommandLine(where).run('typegen');
    expect(without).toMatchObject({ code: 2, err: expect.stringContaining('Set GENKAN_PASSWORD') });
    expect(await kei.run('typegen', '--password', 'secret')).toMatchObject({ code: 2 });
    expect(await new CommandLine({}).run('typegen')).toMatchObject({ code: 2, err: expect.stringContaining('--url') });
    expect(await kei.run('dance')).toMatchObject({ code: 2, err: expect.stringContaining('genkan typegen') });
    const help = await new CommandLine({}).run();
    expect([help.code, help.out]).toEqual([0, expect.stringContaining('genkan doctor')]);
    const line = new CommandLine({});
    const env = Object.entries({ ...where, GENKAN_PASSWORD: testPassword }).map(
      ([name, value]) => `${name}='${value}'`,
    );
    writeFileSync(join(line.folder, '.env'), env.join('\n'));
    const { code, out, err } = await line.run('typegen', '--out', 'a.gen.ts');
    expect(code).toBe(0);
    expect(out + err + readFileSync(join(line.folder, 'a.gen.ts'), 'utf8')).not.toContain(testPassword);
  }, 30_000);
});
