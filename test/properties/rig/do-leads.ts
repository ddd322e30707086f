import { applied, door, one, portalUsers, targetsOf, type Doing } from './doing.ts';
import { conversion, fresh } from './ground.ts';
import type { World } from './world.ts';

const contactTypes = (world: World): readonly string[] =>
  Object.values(world.now.userTypes).flatMap(({ id, base }) => (base === 'Contacts' ? [id] : []));

/** A lead whose person may come in by it, if there is a user type for leads. */
async function lead(world: World, pick: number): Promise<string | undefined> {
  const fields = { Name: fresh(), Company: fresh(), Title: fresh() };
  const made = await world.send(world.administrator, { name: 'create-record', input: { module: 'Leads', fields } });
  const id = String(made.result['id']);
  const type = Object.values(world.now.userTypes).find(({ base }) => base === 'Leads');
  if (pick % 2 || !type || !applied(made.code)) return applied(made.code) ? id : undefined;
  const input = { userType: type.id, record: id, email: `${fresh()}@kunden.test` };
  const added = await world.send(world.administrator, { name: 'add-member', input });
  if (applied(added.code)) await world.connect(String(added.result['member']));
  return id;
}

/** By hand, with an account that is there, a new one or none, with a deal or without. Of several types one is chosen. */
export const convertLead: Doing = async (world, { a, b, c }) => {
  const tied = new Set(portalUsers(world).map(({ record }) => record));
  const leads = targetsOf(world, 'Leads').filter(({ id, restricted }) => !restricted && (b % 3 > 0 || tied.has(id)));
  const id = one(leads, a)?.id ?? (await lead(world, a));
  if (id === undefined) return false;
  const chosen = b % 5 === 0 ? undefined : one(contactTypes(world), b);
  const there = one(targetsOf(world, 'Accounts'), c);
  const accounts = [{}, { account: { fields: { Name: fresh() } } }, there ? { account: { id: there.id } } : {}];
  const input = {
    lead: id,
    ...(chosen === undefined ? {} : { userType: chosen }),
    ...(c % 4 === 0 ? { contact: { Department: fresh() } } : {}),
    ...(one(accounts, c) ?? {}),
    ...(c % 5 < 2 ? { deal: { NextStep: fresh() } } : {}),
  };
  return applied((await world.send(world.administrator, { name: 'convert-lead', input }, door(b))).code);
};

/** Some leads meet a rule; what was said beforehand is done, in one command. */
export const convertByRule: Doing = async (world, { a, b }) => {
  const userType = one(contactTypes(world), b);
  const some = targetsOf(world, 'Leads').filter(({ restricted }, at) => !restricted && (a + at) % 3 > 0);
  const ids = some.length > 0 ? some.map(({ id }) => id) : [await lead(world, a)];
  const by = world.administrator;
  const mark = fresh();
  for (const id of ids)
    if (id !== undefined)
      await world.send(by, { name: 'update-record', input: { module: 'Leads', id, set: { Title: mark } } });
  if (userType === undefined) return false;
  const rule = { label: fresh(), criteria: { field: 'Title', is: 'is', value: mark }, userType };
  await world.send(by, { name: 'configure-conversion', input: { ...conversion, rules: { marked: rule } } });
  const dry = await world.doors.call('GET', '/api/conversion-dry-run/marked', await world.token(by));
  const leads = dry.body['leads'] as readonly { lead: string; outcome: string }[] | undefined;
  if (!leads) return false;
  const input = { rule: 'marked', ids: leads.map(({ lead }) => lead), expect: String(dry.body['expect']) };
  const done = await world.send(by, { name: 'convert-leads', input });
  if (!applied(done.code)) return false;
  const rows = done.result['rows'] as readonly { lead: string; outcome: string }[];
  const say = (all: typeof rows): string => all.map((row) => `${row.lead} ${row.outcome}`).join();
  if (say(rows) !== say(leads)) world.fault(`the dry run said ${say(leads)}, and it came to ${say(rows)}`);
  return rows.some(({ outcome }) => outcome === 'converted');
};
