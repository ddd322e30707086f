import type { Person, TestPortal, TestServer, Loose } from './server.ts';

/** A portal with two partners who see different deals through different masks; ids by name. */
export type World = TestPortal & {
  readonly slug: string;
  readonly types: { readonly reseller: string; readonly observer: string };
  readonly contacts: { readonly kei: string; readonly maria: string };
  readonly members: { readonly kei: string; readonly maria: string };
  readonly accounts: { readonly alder: string; readonly birch: string };
  /** `shared` is kei's by contact and maria's by account; `hidden` is nobody's. */
  readonly deals: { readonly shared: string; readonly hidden: string };
  act(name: string, input: unknown): Promise<Loose>;
  admin(): Promise<Person>;
  kei(): Promise<Person>;
  maria(): Promise<Person>;
};

export const resellerTabs = {
  Deals: {
    layouts: { Standard: ['Name', 'Stage', 'Amount', 'Account'] },
    reaches: [{ kind: 'related', path: 'Contact', edit: ['Stage', 'Amount'] }],
  },
} as const;
export const observerTabs = {
  Deals: {
    layouts: { Standard: ['Name', 'Stage'] },
    reaches: [{ kind: 'related', path: 'Account', own: ['Account'] }],
  },
} as const;

export async function makeWorld(server: TestServer, slug = 'acme'): Promise<World> {
  const portal = await server.found({ slug });
  const act = (name: string, input: unknown): Promise<Loose> =>
    server.run(portal.id, portal.administrator, name, input);
  const create = async (module: string, fields: object): Promise<string> =>
    (await act('create-record', { module, fields })).id;
  const type = async (name: string, tabs: object): Promise<string> => {
    const { userType } = await act('create-user-type', { name, base: 'Contacts' });
    await act('configure-user-type', { userType, tabs });
    return userType;
  };
  const accounts = {
    alder: await create('Accounts', { Name: 'Alder' }),
    birch: await create('Accounts', { Name: 'Birch' }),
  };
  const contacts = {
    kei: await create('Contacts', { Name: 'Kei', Account: accounts.alder }),
    maria: await create('Contacts', { Name: 'Maria', Account: accounts.birch }),
  };
  const types = { reseller: await type('Reseller', resellerTabs), observer: await type('Observer', observerTabs) };
  const add = async (userType: string, record: string, email: string): Promise<string> => {
    const { member } = await act('add-member', { userType, record, email });
    await server.setPassword(portal.id, member);
    return member;
  };
  const members = {
    kei: await add(types.reseller, contacts.kei, `kei@${slug}-partners.example.com`),
    maria: await add(types.observer, contacts.maria, `maria@${slug}-partners.example.com`),
  };
  const deals = {
    shared: await create('Deals', { Name: 'Pumps', Amount: 100, Contact: contacts.kei, Account: accounts.birch }),
    hidden: await create('Deals', { Name: 'Secret sensors', Amount: 999 }),
  };
  return {
    ...portal,
    slug,
    types,
    contacts,
    members,
    accounts,
    deals,
    act,
    admin: () => server.signIn(slug, portal.email),
    kei: () => server.signIn(slug, `kei@${slug}-partners.example.com`),
    maria: () => server.signIn(slug, `maria@${slug}-partners.example.com`),
  };
}
