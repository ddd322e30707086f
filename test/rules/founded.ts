import { randomUUID } from 'node:crypto';
import type { Loose, Person, Reply, TestServer } from '../support/server.ts';

export type Founded = {
  readonly id: string;
  readonly slug: string;
  readonly admin: Person;
  /** The default user type. */
  readonly standard: string;
  /** A command of the administrator: what came back. */
  say(name: string, input: unknown): Promise<Reply>;
  /** The same, where nothing else than success will do: its result. */
  act(name: string, input: unknown): Promise<Loose>;
  contact(fields?: object): Promise<string>;
  type(name: string, tabs?: object): Promise<string>;
  /** Somebody new of a user type, signed in, tied to a contact (default: a new one). */
  user(userType: string, record?: string): Promise<Person>;
  /** The answer to inviting somebody new. */
  invite(userType: string, email?: string): Promise<Reply>;
};

/** A portal of its own on a shared server, and what the rules' tests do in it, over HTTP. */
export async function found(server: TestServer, slug = `acme-${randomUUID().slice(0, 8)}`): Promise<Founded> {
  const portal = await server.found({ slug });
  const admin = await server.signIn(slug, portal.email);
  const say = (name: string, input: unknown) => admin.command(name, input);
  const act = async (name: string, input: unknown): Promise<Loose> => {
    const reply = await say(name, input);
    if (reply.status !== 200) throw new Error(`${name} answered ${reply.status} ${reply.text}`);
    return reply.json.result;
  };
  const contact = async (fields: object = {}): Promise<string> =>
    (await act('create-record', { module: 'Contacts', fields: { Name: 'Kei', ...fields } })).id;
  const invite = async (userType: string, email = `${randomUUID()}@kunde.de`, record?: string) =>
    say('add-member', { userType, record: record ?? (await contact()), email });
  const settings = await server.house.log.settings(portal.id);
  return {
    id: portal.id,
    slug,
    admin,
    standard: Object.keys(settings!.portal.userTypes)[0]!,
    say,
    act,
    contact,
    invite,
    async type(name, tabs) {
      const { userType } = await act('create-user-type', { name, base: 'Contacts' });
      if (tabs) await act('configure-user-type', { userType, tabs });
      return userType;
    },
    async user(userType, record) {
      const email = `${randomUUID()}@kunde.de`;
      const { member } = (await invite(userType, email, record)).json.result;
      await server.setPassword(portal.id, member);
      return server.signIn(slug, email);
    },
  };
}

/** What a refusal says: status and code. */
export const refusal = ({ status, json }: Reply): readonly [number, string | undefined] => [status, json?.code];
