import type { Loose, Person, TestServer } from './server.ts';

export const reaches = (edit: readonly string[] = []) => [{ kind: 'self' }, { kind: 'created', edit }];

/** A portal with compliance on: a parent who may add children (S0-7), another parent, and staff with and without the right. */
export type PrivacyWorld = {
  readonly portal: string;
  readonly members: { readonly anna: string; readonly berta: string };
  readonly contacts: { readonly anna: string; readonly berta: string };
  readonly officer: Person;
  readonly sales: Person;
  readonly anna: Person;
  readonly berta: Person;
  act(name: string, input: unknown): Promise<Loose>;
};

export async function makePrivacyWorld(server: TestServer, slug: string): Promise<PrivacyWorld> {
  const portal = await server.found({ slug });
  const act = (name: string, input: unknown): Promise<Loose> =>
    server.run(portal.id, portal.administrator, name, input);
  const { userType } = await act('create-user-type', { name: 'Parent', base: 'Contacts' });
  const layouts = { Standard: ['Name', 'Email', 'Phone'] };
  await act('configure-user-type', {
    userType,
    tabs: { Contacts: { layouts, reaches: reaches(['Phone']), create: ['Name', 'Email', 'Phone'] } },
  });
  const person = async (name: string): Promise<{ record: string; member: string; email: string }> => {
    const email = `${name}@parents.example.com`;
    const { id: record } = await act('create-record', { module: 'Contacts', fields: { Name: name, Phone: '1' } });
    const { member } = await act('add-member', { userType, record, email });
    await server.setPassword(portal.id, member);
    return { record, member, email };
  };
  const [anna, berta] = [await person('anna'), await person('berta')];
  const seller = { email: `sales@${slug}.example.com`, name: 'Sales', roles: ['sales'] };
  await server.setPassword(portal.id, (await act('add-staff', seller)).member);
  await act('configure-privacy', { compliance: true });
  return {
    portal: portal.id,
    members: { anna: anna.member, berta: berta.member },
    contacts: { anna: anna.record, berta: berta.record },
    officer: await server.signIn(slug, portal.email),
    sales: await server.signIn(slug, seller.email),
    anna: await server.signIn(slug, anna.email),
    berta: await server.signIn(slug, berta.email),
    act,
  };
}
