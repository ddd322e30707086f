import type { CredentialStore } from '@genkan/identity/credential-store';
import type { Ground as ServerGround } from '@genkan/server/house';
import { tokensOf } from '../../libs/testing/src/tokens.ts';
import { startServer, type Loose, type TestServer } from '../support/server.ts';

const secret = 'a secret for sessions, long enough to be one';
/** Whoever asks for a token gets one, as long as the member may come in. */
export type Ground = { readonly server: TestServer; token(portal: string, member: string): Promise<string | null> };

/** One server for all sessions. Signing in costs no password here: that is others' to test. */
export async function openGround(): Promise<Ground & { close(): Promise<void> }> {
  let credentials: CredentialStore | null = null;
  const wrap = (ground: ServerGround): ServerGround => {
    ({ credentials } = ground);
    return ground;
  };
  const server = await startServer({ env: { SECRET_KEY: secret }, wrap });
  const tokens = tokensOf(server.house, credentials!, secret);
  return {
    server,
    token: (portal, member) => tokens(portal, member, 'fresh'),
    close: () => server.close(),
  };
}

/** What a reseller may do with deals: his own by contact, and those he made. */
export function resellerTabs(shown: readonly string[], edit: boolean): object {
  const own = edit ? ['Name', ...shown.filter((field) => field === 'Amount')] : [];
  const reaches = [
    { kind: 'related', path: 'Contact', edit: own },
    { kind: 'created', edit: own },
  ];
  return { layouts: { Standard: ['Name', ...shown, 'Account'] }, create: ['Name', 'Amount'], reaches };
}
const observerTabs = {
  Deals: {
    layouts: { Standard: ['Name', 'Stage'] },
    reaches: [{ kind: 'related', path: 'Account', own: ['Account'], edit: ['Name'] }],
  },
};
export const accountsTab = { layouts: { Standard: ['Name'] }, reaches: [{ kind: 'all' }] };

/** A portal of its own: kei sees deals by contact, maria by account, staff all. */
export type Portal = {
  readonly id: string;
  readonly members: { readonly kei: string; readonly maria: string; readonly staff: string };
  readonly contacts: { readonly kei: string; readonly maria: string };
  readonly account: string;
  readonly types: { readonly reseller: string; readonly observer: string };
  readonly deals: readonly string[];
  act(name: string, input: unknown): Promise<Loose>;
};

let portals = 0;
export async function foundPortal({ server }: Ground): Promise<Portal> {
  const slug = `session-${(portals += 1)}`;
  const administrator = { email: `first@${slug}.example.com`, name: 'First' };
  const founding = { company: `${slug} company`, slug, plan: 'whole', administrator };
  const { portal, member: staff } = await server.run('', null as never, 'create-portal', founding);
  const act = (name: string, input: unknown): Promise<Loose> => server.run(portal, staff, name, input);
  const create = async (module: string, fields: object): Promise<string> =>
    (await act('create-record', { module, fields })).id;
  const type = async (name: string, tabs: object): Promise<string> => {
    const { userType } = await act('create-user-type', { name, base: 'Contacts' });
    await act('configure-user-type', { userType, tabs });
    return userType;
  };
  const account = await create('Accounts', { Name: 'Birch' });
  const contacts = {
    kei: await create('Contacts', { Name: 'Kei' }),
    maria: await create('Contacts', { Name: 'Maria', Account: account }),
  };
  const types = {
    reseller: await type('Reseller', { Deals: resellerTabs(['Stage', 'Amount'], true) }),
    observer: await type('Observer', observerTabs),
  };
  const member = async (userType: string, record: string, name: string): Promise<string> =>
    (await act('add-member', { userType, record, email: `${name}@${slug}-partners.example.com` })).member;
  const members = {
    staff,
    kei: await member(types.reseller, contacts.kei, 'kei'),
    maria: await member(types.observer, contacts.maria, 'maria'),
  };
  const both = { Contact: contacts.kei, Account: account };
  const deals = [
    await create('Deals', { Name: 'Pumps', Amount: 1, ...both }),
    await create('Deals', { Name: 'Valves', Amount: 2, ...both }),
    await create('Deals', { Name: 'Hidden', Amount: 3 }),
  ];
  return { id: portal, members, contacts, account, types, deals, act };
}
