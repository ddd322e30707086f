import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { Rejected } from '@genkan/domain/rejected';
import { readConfig } from '../configuration/config.ts';
import { foundPortal, run } from '../found-portal.ts';
import { openGround } from '../ground.ts';
import { openHouse, type Ground, type House } from '../house.ts';
import { sayMistakes } from '../configuration/say-mistakes.ts';
import { traceTo } from '../operating/trace.ts';
import { entriesOf, recordsOf } from './exports.ts';

const usage = `Usage:
  npm run portal -- create --company <name> --email <address> --name <person> [--slug <slug>] [--password <password>]
  npm run portal -- staff  --portal <slug> --email <address> --name <person> [--role administrator] [--password <password>]
  npm run portal -- export --portal <slug>        every record, as JSON lines
  npm run portal -- log    --portal <slug>        every entry of the log, as JSON lines
  npm run portal -- verify --portal <slug>        whether the log is what was committed
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

/** A line each; a reader that is slow is waited for. */
async function sayAll(lines: AsyncIterable<object>): Promise<void> {
  for await (const line of lines) {
    if (!process.stdout.write(`${JSON.stringify(line)}\n`)) await once(process.stdout, 'drain');
  }
}

/** Computes the hash chain again: an edited, added or missing row is found (SEC-34). */
async function verify(house: House, given: Given, ground: Ground): Promise<void> {
  const { entries, broken } = await ground.verify(await portalOf(house, given));
  if (broken !== null) throw new Misused(`The log is not what was committed, from entry ${broken} on.`);
  say(`The chain of ${entries} entries holds.`);
}

const actions: Readonly<Record<string, (house: House, given: Given, ground: Ground) => Promise<void>>> = {
  create,
  staff,
  export: async (house, given) => sayAll(recordsOf(house.log, await portalOf(house, given))),
  log: async (house, given) => sayAll(entriesOf(house.log, await portalOf(house, given))),
  verify,
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [word = ''] = positionals;
  const action = Object.hasOwn(actions, word) ? actions[word] : undefined;
  if (!action) throw new Misused(usage);
  const config = readConfig();
  const trace = traceTo(config.LOG_LEVEL, process.stderr); // standard output is for what was asked
  const ground = await openGround(config, trace);
  const house = await openHouse(config, ground, trace);
  try {
    await action(house, values, ground);
  } finally {
    await house.close();
  }
}

/** What the person at the terminal can put right is one sentence; anything else is a defect and shows its stack. */
await sayMistakes(async () => {
  try {
    await main();
  } catch (thrown) {
    const said = thrown instanceof Misused || thrown instanceof Rejected;
    if (!said && !(thrown instanceof z.core.$ZodError) && !(thrown instanceof TypeError)) throw thrown;
    process.stderr.write(`${thrown.message}\n`);
    process.exitCode = 1;
  }
});
