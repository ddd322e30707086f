/**
 * 1,000,000 entries about 10,000 deals of 1,000 members: every tenth changes the same deal, every ten-thousandth the rights of
 * the user type. Answers a deal like any other and the one that was changed 100,000 times.
 */
import { randomUUID } from 'node:crypto';
import type { Change } from '@genkan/domain/changes';
import type { RecordState } from '@genkan/domain/records';
import type { UserType } from '@genkan/domain/user-types';
import type { House } from '@genkan/server/house';
import { run } from '@genkan/server/found-portal';
import { appendAll, created, inGroups, memberOf, recordsIn } from './bulk.ts';

const [accountCount, memberCount, dealCount, entryCount] = [100, 1_000, 10_000, 1_000_000];

/** Each entry is of the state the one before it left. */
function* history(deals: readonly RecordState[], before: UserType): Generator<readonly Change[]> {
  const now = [...deals];
  let type = before;
  for (let n = 1; n <= entryCount; n += 1) {
    if (n % 10_000 === 0) {
      const name = `Partner ${n}`;
      yield [{ kind: 'setting', part: 'user-type', id: type.id, before: type, after: { ...type, name } }];
      type = { ...type, name };
      continue;
    }
    const place = n % 10 === 0 ? 0 : n % dealCount;
    const was = now[place];
    if (!was) throw new Error('There is no such deal.');
    const is = { ...was, fields: { ...was.fields, Amount: n } };
    now[place] = is;
    yield [{ kind: 'record', before: was, after: is }];
  }
}

export async function fillPast(house: House, portal: string, administrator: string) {
  const act = (name: string, input: unknown) => run(house, portal, administrator, name, input);
  const userType = String((await act('create-user-type', { name: 'Partner', base: 'Contacts' })).userType);
  const reaches = [{ kind: 'related', path: 'Account', own: ['Account'] }];
  const tabs = { Deals: { layouts: { Standard: ['Name', 'Amount'] }, reaches } };
  await act('configure-user-type', { userType, tabs });
  const settings = (await house.log.settings(portal))?.portal;
  const type = settings?.userTypes[userType];
  if (!settings || !type) throw new Error('There is no portal.');
  const made = (module: string, count: number, fields: (n: number) => RecordState['fields']) =>
    recordsIn(
      settings,
      module,
      administrator,
      Array.from({ length: count }, (_, n) => fields(n)),
    );
  const accounts = made('Accounts', accountCount, (n) => ({ Name: `Account ${n}` }));
  const accountAt = (n: number): string => accounts[n % accountCount]?.id ?? '';
  const contacts = made('Contacts', memberCount, (n) => ({ Name: `Contact ${n}`, Account: accountAt(n) }));
  const deals = made('Deals', dealCount, (n) => ({
    Name: `Deal ${n}`,
    Stage: 'New',
    Amount: 0,
    Account: accountAt(n),
  }));
  const changes = [
    ...[...accounts, ...contacts, ...deals].map(created),
    ...contacts.map((contact, n) => memberOf(userType, contact, n)),
  ];
  await appendAll(house.log, portal, administrator, inGroups(changes, 500), 10);
  await appendAll(house.log, portal, administrator, history(deals, type), 2_000);
  const head = await house.log.head(portal);
  return { first: head - entryCount, head, deal: deals[17]?.id ?? randomUUID(), often: deals[0]?.id ?? randomUUID() };
}
