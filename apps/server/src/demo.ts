import type { House } from './house.ts';
import { foundPortal, run, type Run } from './found-portal.ts';

/** The one password of all demo sign-ins. Published: a demo serves on 127.0.0.1 only. */
export const demoPassword = 'genkan-demo-2026';
export const demoSlug = 'demo';
const administrator = { email: 'ann@example.com', name: 'Ann Example' };

const companies = ['Alder Logistics', 'Birch Foods', 'Cedar Robotics', 'Dogwood Media', 'Elm Medical'];
const people = ['Kei Tanaka', 'Maria Lopez', 'Tom Berg', 'Aiko Sato', 'Omar Haddad'];
const stages = ['Prospecting', 'Engaging', 'Won', 'Lost'];
const wares = ['Pumps', 'Sensors', 'Licences', 'Training', 'Support'];

const pick = <T>(from: readonly T[], at: number): T | undefined => from[at % from.length];
const rowsOf = (module: string, rows: readonly object[]) => ({ module, rows });

const accounts = companies.map((Name, at) => ({
  externalId: `account-${at}`,
  fields: { Name, Employees: 40 * (at + 1) },
}));
const contacts = people.map((Name, at) => ({
  externalId: `contact-${at}`,
  fields: { Name, Email: `partner${at + 1}@example.com`, Account: { external: `account-${at}` } },
}));
const deals = Array.from({ length: 100 }, (_, at) => ({
  externalId: `deal-${at}`,
  fields: {
    Name: `${pick(wares, at)} for ${pick(companies, at)} #${Math.floor(at / 5) + 1}`,
    Stage: pick(stages, at * 7 + Math.floor(at / 4)),
    Amount: 500 + ((at * 7919) % 20_000),
    Probability: (at * 13) % 100,
    CloseDate: `2027-${String((at % 12) + 1).padStart(2, '0')}-15`,
    Account: { external: `account-${at % companies.length}` },
    Contact: { external: `contact-${at % people.length}` },
    NextStep: 'Call back',
  },
}));

/** Resellers work on the deals they are the contact of; observers look at the deals of their account. Different fields. */
const tabs = {
  Reseller: {
    Deals: {
      layouts: { Standard: ['Name', 'Stage', 'Amount', 'CloseDate', 'Account', 'NextStep'] },
      reaches: [{ kind: 'related', path: 'Contact', edit: ['Stage', 'Amount', 'NextStep'] }],
    },
    Accounts: {
      layouts: { Standard: ['Name', 'Website', 'Industry'] },
      reaches: [{ kind: 'related', path: 'Contact' }],
    },
  },
  Observer: {
    Deals: {
      layouts: { Standard: ['Name', 'Stage', 'Account'] },
      reaches: [{ kind: 'related', path: 'Account', own: ['Account'] }],
    },
  },
} as const;

/** Which partner is of which type, by their place among the contacts. */
const types: readonly (keyof typeof tabs)[] = ['Reseller', 'Reseller', 'Reseller', 'Observer', 'Observer'];

async function importAll(act: Run): Promise<readonly string[]> {
  await act('import-records', rowsOf('Accounts', accounts));
  const { rows } = await act('import-records', rowsOf('Contacts', contacts));
  await act('import-records', rowsOf('Deals', deals));
  return Array.isArray(rows) ? rows.map((row) => String(Object(row).id)) : [];
}

/** A sign-in to try, with what it is. */
export type DemoSignIn = { readonly email: string; readonly is: string };

/** A small portal to look around in: staff, two user types with different fields, five partners, a hundred deals. */
export async function foundDemo(house: House): Promise<readonly DemoSignIn[]> {
  const founded = await foundPortal(house, {
    company: 'Genkan Demo',
    slug: demoSlug,
    administrator,
    password: demoPassword,
  });
  const act: Run = (name, input) => run(house, founded.portal, founded.administrator, name, input);
  const records = await importAll(act);
  const typeIds = new Map<string, string>();
  for (const [name, setup] of Object.entries(tabs)) {
    const { userType } = await act('create-user-type', { name, base: 'Contacts' });
    await act('configure-user-type', { userType, tabs: setup });
    typeIds.set(name, String(userType));
  }
  for (const [at, record] of records.entries()) {
    const email = `partner${at + 1}@example.com`;
    const { member } = await act('add-member', { userType: typeIds.get(types[at] ?? ''), record, email });
    await house.signIn.setPassword(founded.portal, String(member), demoPassword);
  }
  return demoSignIns;
}

/** Fixed, so that the start-up lines can be printed again for a demo that stands. */
export const demoSignIns: readonly DemoSignIn[] = [
  { email: administrator.email, is: 'administrator' },
  ...types.map((type, at) => ({ email: `partner${at + 1}@example.com`, is: type.toLowerCase() })),
];
