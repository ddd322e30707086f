import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { Rejected } from '@genkan/domain/rejected';
import { BadConfig, readConfig } from '../config.ts';
import { foundPortal, run } from '../found-portal.ts';
import { openGround } from '../ground.ts';
import { openHouse, type House } from '../house.ts';
import { traceTo } from '../trace.ts';

const usage = `Usage:
  npm run portal -- create --company <name> --email <address> --name <person> [--slug <slug>] [--password <password>]
  npm run portal -- staff  --portal <slug> --email <address> --name <person> [--role administrator] [--password <password>]
  npm run portal -- export --portal <slug>        every entry of the log, as JSON lines
Without --password one is made and printed once.`;

const options = {
  company: { type: 'string' },
  name: { type: 'string' },
  slug: { type: 'string' },
  email: { type: 'string' },
  password: { type: 'string' },
  portal: { type: 'string' },
  role: { type: 'string' },
} as const;

class Misused extends Error {}
type Given = Readonly<Partial<Record<keyof typeof options, string>>>;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

function need(given: Given, name: keyof Given): string {
  const value = given[name];
  if (value === undefined) throw new Misused(`--${name} is needed.`);
  return value;
}

async function portalOf(house: House, given: Given): Promise<string> {
  const id = await house.log.portalBySlug(need(given, 'portal'));
  if (id === null) throw new Misused('There is no portal of this slug.');
  return id;
}

const passwordOf = ({ password }: Given): string => password ?? randomBytes(12).toString('base64url');

async function create(house: House, given: Given): Promise<void> {
  const administrator = { email: need(given, 'email'), name: need(given, 'name') };
  const password = passwordOf(given);
  const slug = given.slug === undefined ? {} : { slug: given.slug };
  const { portal } = await foundPortal(house, { company: need(given, 'company'), ...slug, administrator, password });
  const settings = await house.log.settings(portal);
  say(
    `Portal ${settings?.portal.profile.slug ?? ''} stands (${portal}). ${administrator.email} signs in with ${password}`,
  );
}

async function staff(house: House, given: Given): Promise<void> {
  const portal = await portalOf(house, given);
  const [email, password] = [need(given, 'email'), passwordOf(given)];
  const known = await house.members.byEmail(need(given, 'portal'), email);
  const added = known
    ? known.member.id
    : String(
        (
          await run(house, portal, null, 'add-staff', {
            email,
            name: need(given, 'name'),
            roles: [given.role ?? 'administrator'],
          })
        ).member,
      );
  await house.signIn.setPassword(portal, added, password);
  say(`${email} signs in with ${password}`);
}

async function exportLog(house: House, given: Given): Promise<void> {
  const portal = await portalOf(house, given);
  for (let at = 0; ;) {
    const entries = await house.log.entries(portal, at, 500);
    for (const entry of entries) say(JSON.stringify(entry));
    const last = entries.at(-1);
    if (!last) return;
    at = last.sequence;
  }
}

const actions: Readonly<Record<string, (house: House, given: Given) => Promise<void>>> = {
  create,
  staff,
  export: exportLog,
};

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [word = ''] = positionals;
  const action = Object.hasOwn(actions, word) ? actions[word] : undefined;
  if (!action) throw new Misused(usage);
  const config = readConfig();
  const trace = traceTo(config.LOG_LEVEL);
  const house = await openHouse(config, await openGround(config, trace), trace);
  try {
    await action(house, values);
    return 0;
  } finally {
    await house.close();
  }
}

try {
  process.exitCode = await main();
} catch (thrown) {
  const said = thrown instanceof Misused || thrown instanceof Rejected || thrown instanceof BadConfig;
  if (!said && !(thrown instanceof z.core.$ZodError) && !(thrown instanceof TypeError)) throw thrown;
  process.stderr.write(`${thrown.message}\n`);
  process.exitCode = thrown instanceof BadConfig ? 78 : 1;
}
