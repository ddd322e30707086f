import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Place } from '../properties/rig/own-place.ts';
import { ask, Person, spawnScript, spawnServer, type Loose, type SpawnedServer } from '../support/server.ts';

const password = 'a password for tests';
const criteria = { field: 'Rating', is: 'is', value: 'Hot' };
const most = 20;
const settings = {
  LOG_LEVEL: 'info',
  SECRET_KEY: 'a secret for tests, long enough to be one',
  ALLOW_WEAK_DURABILITY: '1',
};

/** Sends the cause, and kills the process behind it before the conversion is stored, or tries to. */
export type Aim = (place: Place, cause: () => Promise<unknown>, kill: () => Promise<void>) => Promise<void>;

/** A portal with an automatic rule, in a place that outlives its processes. */
async function founded(place: Place): Promise<void> {
  const words = ['--company', 'Acme', '--slug', 'acme', '--email', 'admin@acme.example.com', '--name', 'Admin'];
  const args = ['create', ...words, '--password', password];
  const [code] = await once(spawnScript('cli/portal.ts', { ...settings, ...place.env }, args), 'exit');
  expect(code).toBe(0);
}

async function signedIn(url: string): Promise<Person> {
  const body = JSON.stringify({ portal: 'acme', email: 'admin@acme.example.com', password });
  const headers = { 'content-type': 'application/json' };
  return new Person(url, (await ask(url, '/api/sign-in', { method: 'POST', headers, body })).json);
}

async function applied(admin: Person, name: string, input: unknown, id: string = randomUUID()): Promise<Loose> {
  const { status, json, text } = await admin.command(name, input, id);
  if (status !== 200) throw new Error(`${name} answered ${status} ${text}`);
  return json;
}

async function configured(admin: Person): Promise<void> {
  const userType = (await admin.get('/api/user-types')).json.userTypes[0].id;
  const mapping = { Contacts: { Name: 'Name' }, Accounts: {}, Deals: {} };
  const rules = { Hot: { label: 'Hot', criteria, userType, automatic: true } };
  await applied(admin, 'configure-conversion', { mapping, lookups: {}, portalAccess: 'drop', rules });
}

/** Resolves when the lead is gone from the lists. Watching is all that is done: nobody sends a command. */
async function withdrawn(admin: Person, lead: string): Promise<void> {
  const line = await admin.connect();
  const leads = await line.subscribe('Leads');
  const isGone = ({ changes }: Loose) => changes.some(({ op, id }: Loose) => op === 'remove' && id === lead);
  if (leads.some(({ id }) => id === lead)) await line.next('frame', isGone);
  await line.close();
}

async function killed(server: SpawnedServer | undefined): Promise<void> {
  if (!server) return;
  const { process } = server;
  const gone = once(process, 'exit');
  process.kill('SIGKILL');
  await gone;
}

export function describeKillsBeforeConversion(open: () => Promise<Place>, aim: Aim): void {
  let place: Place;
  let server: SpawnedServer | undefined;
  let admin: Person;
  const start = async (): Promise<void> => {
    server = await spawnServer({ ...settings, ...place.env });
    admin = await signedIn(server.url);
  };

  beforeAll(async () => {
    place = await open();
    await founded(place);
    await start();
    await configured(admin);
  }, 60_000);
  afterAll(async () => {
    await killed(server);
    await place.clear();
  });

  /** Kills once; whether it fell between cause and conversion. */
  async function killOnce(Name: string): Promise<boolean> {
    const conversions = async (): Promise<Loose[]> =>
      (await admin.get('/api/log?limit=200')).json.entries.filter(({ command }: Loose) => command === 'convert-due');
    const before = (await conversions()).length;
    const { id } = (await applied(admin, 'create-record', { module: 'Leads', fields: { Name, Company: 'K' } })).result;
    const commandId = randomUUID();
    const cause = () => applied(admin, 'update-record', { module: 'Leads', id, set: { Rating: 'Hot' } }, commandId);
    await aim(place, cause, () => killed(server));
    const restarted = new Date().toISOString();
    await start();
    await withdrawn(admin, id);
    expect(await cause()).toMatchObject({ replayed: true });
    const made = (await conversions()).slice(before);
    expect(made).toMatchObject([{ outcome: 'applied', member: null }]);
    const { rows } = (await admin.get('/api/records/Contacts?limit=200')).json;
    expect(rows.filter(({ fields }: Loose) => fields.Name === Name)).toHaveLength(1);
    return made[0].at > restarted;
  }

  test('[S0-83] [FT9] killed between a cause and its conversion: after the restart it is converted, once, and nobody sends a command', async () => {
    let kills = 1;
    while (!(await killOnce(`Aiko ${kills}`))) {
      kills += 1;
      if (kills > most) throw new Error('No kill fell between a cause and its conversion.');
    }
  }, 180_000);
}
