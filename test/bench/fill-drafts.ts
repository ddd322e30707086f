/**
 * 10,000 members of one user type, 5 at each of 2,000 accounts, and 200,000 records. The draft takes a field, gives another,
 * adds criteria and a reach that is everybody's own: no two members hold the same keys, and every one of them is touched.
 */
import type { House } from '@genkan/server/house';
import { run } from '@genkan/server/found-portal';
import { appendAll, created, inGroups, memberOf, recordsIn } from './bulk.ts';

const accountCount = 2_000;
const memberCount = 10_000;
const dealCount = 200_000 - accountCount - memberCount;

const byAccount = { kind: 'related', path: 'Account', own: ['Account'] };
const tabs = (fields: readonly string[], more: object, reaches: readonly object[]) => ({
  Deals: { layouts: { Standard: fields }, reaches, ...more },
  Contacts: { layouts: { Standard: ['Name'] }, reaches: [{ kind: 'self' }] },
});

/** Answers the draft's id. */
export async function fillDrafts(house: House, portal: string, administrator: string): Promise<{ draft: string }> {
  const act = (name: string, input: unknown) => run(house, portal, administrator, name, input);
  const userType = String((await act('create-user-type', { name: 'Partner', base: 'Contacts' })).userType);
  await act('configure-user-type', { userType, tabs: tabs(['Name', 'Stage', 'Account'], {}, [byAccount]) });
  const settings = await house.log.settings(portal);
  if (!settings) throw new Error('There is no portal.');
  const made = (module: string, rows: Parameters<typeof recordsIn>[3]) =>
    recordsIn(settings.portal, module, administrator, rows);
  const times = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));
  const accounts = made(
    'Accounts',
    times(accountCount, (n) => ({ Name: `Account ${n}` })),
  );
  const accountAt = (n: number): string => accounts[n % accountCount]?.id ?? '';
  const contacts = made(
    'Contacts',
    times(memberCount, (n) => ({ Name: `Contact ${n}`, Account: accountAt(n) })),
  );
  const deals = made(
    'Deals',
    times(dealCount, (n) => ({
      Name: `Deal ${n}`,
      Stage: 'New',
      Amount: (n + 37 * Math.floor(n / accountCount)) % 1000,
      Account: accountAt(n),
      Description: `About deal ${n} ${'x'.repeat(200)}`,
    })),
  );
  const members = contacts.map((contact, n) => memberOf(userType, contact, n));
  const changes = [...[...accounts, ...contacts, ...deals].map(created), ...members];
  await appendAll(house.log, portal, administrator, inGroups(changes, 500), 10);
  const criteria = { field: 'Amount', is: 'more', value: 300 };
  const after = tabs(['Name', 'Amount', 'Account'], { criteria }, [byAccount, { kind: 'created' }]);
  const { draft } = await act('save-draft', { name: 'Narrower', userTypes: { [userType]: after } });
  return { draft: String(draft) };
}
