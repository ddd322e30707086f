import { canary } from '../../oracle/canaries.ts';
import type { Command } from '../../oracle/commands.ts';
import type { Reach, Tab, Tabs } from '../../oracle/shapes.ts';
import type { House } from './house.ts';
import { World } from './world.ts';

let next = 1;
/** A text that was never used before, in any portal of this run. */
export const fresh = (): string => canary(next++);

const none = { edit: [], delete: false, copy: false };
const rel = (path: string, own: readonly string[] = [], rights: object = {}): Reach => ({
  kind: 'related',
  path,
  own,
  ...none,
  ...rights,
});
const tab = (fields: readonly string[], reaches: readonly Reach[], rest: Partial<Tab> = {}): Tab => ({
  layouts: { Standard: fields },
  view: 'list',
  criteria: null,
  create: null,
  reaches,
  ...rest,
});

/** The fields histories play with; every other field of these modules stays empty. */
export const texts: Readonly<Record<string, readonly string[]>> = {
  Contacts: ['Name', 'Title', 'Department'],
  Accounts: ['Name', 'Industry', 'BillingCity'],
  Agents: ['Name', 'Region'],
  Deals: ['Name', 'NextStep', 'Description'],
  Products: ['Name', 'Code'],
  Leads: ['Name', 'Company', 'Title'],
};
export const lookups: readonly (readonly [module: string, field: string, target: string])[] = [
  ['Contacts', 'Account', 'Accounts'],
  ['Contacts', 'ReportsTo', 'Contacts'],
  ['Accounts', 'Contact', 'Contacts'],
  ['Accounts', 'Parent', 'Accounts'],
  ['Agents', 'Manager', 'Contacts'],
  ['Agents', 'Account', 'Accounts'],
  ['Deals', 'Agent', 'Agents'],
  ['Deals', 'Account', 'Accounts'],
  ['Deals', 'Contact', 'Contacts'],
  ['Deals', 'Lead', 'Leads'],
];

/** The fields of the second layout of deals. */
export const brief = ['Name', 'Amount', 'Agent'];
const dealFields = ['Name', 'NextStep', 'Amount', 'Agent', 'Contact', 'Account'];
const bothLayouts = { Standard: dealFields, Brief: ['Name', 'Amount'] };

/** Partners meet deals over their agents, and what they made themselves. */
const partner: Tabs = {
  Contacts: tab(['Name', 'Title', 'Account'], [{ kind: 'self', ...none, edit: ['Title', 'Account'] }]),
  Agents: tab(['Name', 'Region', 'Manager'], [rel('Manager', [], { edit: ['Region'] })]),
  Deals: tab(
    dealFields,
    [
      rel('Agent.Manager', [], { edit: ['NextStep', 'Amount', 'Agent'] }),
      rel('Contact', [], { edit: ['Name', 'NextStep'], delete: true }),
      { kind: 'created', ...none, edit: ['Name', 'NextStep', 'Amount', 'Contact'], delete: true },
    ],
    { layouts: bothLayouts, create: ['Name', 'NextStep', 'Amount', 'Contact'] },
  ),
  Products: tab(['Name', 'Code'], [{ kind: 'all', ...none }]),
};

/** Customers meet what belongs to their account, colleagues included. */
const customer: Tabs = {
  Contacts: tab(
    ['Name', 'Department', 'Account'],
    [{ kind: 'self', ...none, edit: ['Department'] }, rel('Account', ['Account'])],
  ),
  Accounts: tab(
    ['Name', 'Industry', 'Contact'],
    [rel('Contact', [], { edit: ['Industry'] }), rel('Parent', ['Account'])],
  ),
  Deals: tab(
    ['Name', 'Description', 'Amount', 'Account', 'Contact'],
    [
      rel('Account', ['Account'], { edit: ['Description'] }),
      rel('Account.Contact', [], { edit: ['Amount'], copy: true }),
    ],
  ),
};

/** Agents are a custom module's records who come in themselves. */
const agent: Tabs = {
  Agents: tab(
    ['Name', 'Region', 'Manager', 'Account'],
    [{ kind: 'self', ...none, edit: ['Region'] }, rel('Manager', ['Manager'])],
  ),
  Deals: tab(
    ['Name', 'NextStep', 'Amount', 'Agent'],
    [rel('Agent', [], { edit: ['NextStep', 'Amount'], delete: true })],
    {
      criteria: { field: 'Amount', is: 'at-least', value: 0 },
    },
  ),
  Accounts: tab(['Name', 'BillingCity'], [rel('Contact', ['Manager'], { edit: ['BillingCity'] })]),
};
/** Prospects are leads who come in before they are contacts. */
const prospect: Tabs = {
  Leads: tab(['Name', 'Company'], [{ kind: 'self', ...none, edit: ['Company'] }]),
  Deals: tab(['Name', 'NextStep', 'Lead'], [rel('Lead', [], { edit: ['NextStep'] })]),
  Products: tab(['Name', 'Code'], [{ kind: 'all', ...none }]),
};
/** By base module. */
export const startingTabs: Readonly<Record<string, readonly Tabs[]>> = {
  Contacts: [partner, customer],
  Agents: [agent],
  Leads: [prospect],
};
/** What a lead becomes in every history; who leads to it by `Lead` leads to its contact from then on. */
export const conversion = {
  mapping: { Contacts: { Name: 'Name', Title: 'Company' }, Accounts: { Name: 'Company' }, Deals: { Name: 'Name' } },
  lookups: { Deals: { Lead: 'Contact' } },
  portalAccess: 'drop',
} as const;

const text = (name: string): { name: string; label: string; type: string } => ({ name, label: name, type: 'text' });
const lookup = (name: string, module: string) => ({ name, label: name, type: 'lookup', module });

/** In waves: what stands in one list needs nothing of the same list, so it is sent at once. */
const schema: readonly (readonly Command[])[] = [
  [{ name: 'define-module', input: { name: 'Agents', label: 'Agents' } }],
  [
    { name: 'define-field', input: { module: 'Agents', field: { ...text('Name'), required: true } } },
    { name: 'define-field', input: { module: 'Agents', field: text('Region') } },
    { name: 'define-field', input: { module: 'Agents', field: lookup('Manager', 'Contacts') } },
    { name: 'define-field', input: { module: 'Agents', field: lookup('Account', 'Accounts') } },
    { name: 'define-field', input: { module: 'Deals', field: lookup('Agent', 'Agents') } },
    { name: 'define-field', input: { module: 'Deals', field: lookup('Lead', 'Leads') } },
    { name: 'configure-privacy', input: { compliance: true } },
  ],
  [
    {
      name: 'define-layout',
      input: { module: 'Deals', layout: { name: 'Brief', label: 'Brief', fields: brief } },
    },
    { name: 'configure-conversion', input: { ...conversion, rules: {} } },
  ],
];

const pick = (ids: readonly string[], at: number): string | null => ids[at % ids.length] ?? null;

/** The administrator's commands, all at once; their results in the order given. */
async function all(world: World, commands: readonly Command[]): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const done = await world.race(commands.map((command) => ({ by: world.administrator, command })));
  for (const [at, { code, bytes }] of done.entries())
    if (code !== 'applied') throw new Error(`${commands[at]?.name} came to ${code} while founding: ${bytes}`);
  return done.map(({ result }) => result);
}

/** So many records in one import; their ids. */
async function make(
  world: World,
  module: string,
  count: number,
  more: (n: number) => Record<string, string | number | null>,
): Promise<readonly string[]> {
  const rows = Array.from({ length: count }, (_, n) => {
    const fields = Object.fromEntries((texts[module] ?? []).map((name) => [name, fresh()]));
    return { externalId: fresh(), fields: { ...fields, ...more(n) } };
  });
  const made = await world.send(world.administrator, { name: 'import-records', input: { module, rows } });
  if (made.code !== 'applied') throw new Error(`An import into ${module} came to ${made.code}: ${made.bytes}`);
  return (made.result['rows'] as readonly { id: string }[]).map(({ id }) => id);
}

const setups = [
  ['Contacts', partner],
  ['Contacts', customer],
  ['Agents', agent],
  ['Leads', prospect],
] as const;

async function people(
  world: World,
  contacts: readonly string[],
  agents: readonly string[],
  leads: readonly string[],
): Promise<void> {
  const types = await all(
    world,
    setups.map(([base]) => ({ name: 'create-user-type', input: { name: fresh(), base } })),
  );
  const userTypes = types.map(({ userType }) => String(userType));
  const records = [contacts.slice(0, 3), contacts.slice(3, 6), agents.slice(0, 2), leads.slice(0, 1)];
  const email = (domain: string): string => `${fresh()}@${domain}`;
  await all(world, [
    ...setups.map(([, tabs], at): Command => {
      return { name: 'configure-user-type', input: { userType: userTypes[at] ?? '', tabs } };
    }),
    ...records.flatMap((some, at) =>
      some.map((record): Command => {
        return { name: 'add-member', input: { userType: userTypes[at] ?? '', record, email: email('kunden.test') } };
      }),
    ),
    ...(['administrator', 'portal-manager', 'sales'] as const).map((role): Command => {
      return { name: 'add-staff', input: { email: email('example.com'), name: fresh(), roles: [role] } };
    }),
  ]);
}

/** A portal as each history finds it: six modules, thirty records, four user types, nine portal users, four staff. */
export async function foundWorld(house: House): Promise<World> {
  const world = new World(house, await house.found());
  for (const wave of schema) await all(world, wave);
  await world.definePath('Deals', ['Agent', 'Manager']);
  await world.definePath('Deals', ['Account', 'Contact']);
  const [accounts] = await Promise.all([
    make(world, 'Accounts', 4, () => ({})),
    make(world, 'Products', 2, () => ({})),
  ]);
  const contacts = await make(world, 'Contacts', 8, (n) => ({ Account: pick(accounts, n) }));
  const leads = await make(world, 'Leads', 2, () => ({}));
  const agents = await make(world, 'Agents', 4, (n) => ({
    Manager: pick(contacts, n),
    Account: pick(accounts, n + 1),
  }));
  await make(world, 'Deals', 10, (n) => ({
    Amount: n * 10,
    Agent: pick(agents, n),
    Account: n % 3 === 0 ? null : pick(accounts, n),
    Contact: n % 2 === 0 ? null : pick(contacts, n),
    Lead: n % 4 === 0 ? pick(leads, n / 4) : null,
  }));
  await all(
    world,
    contacts.slice(0, 4).map((Contact, at) => {
      const id = pick(accounts, at) ?? '';
      return { name: 'update-record', input: { module: 'Accounts', id, set: { Contact } } };
    }),
  );
  await people(world, contacts, agents, leads);
  const first = [...world.members('portal-user'), ...world.members('staff').slice(0, 2)];
  await Promise.all(first.map(({ id }) => world.connect(id)));
  return world;
}
