/**
 * The built server as shipped, filled with the workload: one portal, five user types, 1,000 deals over 100 accounts,
 * and a member for each place. Only the rate limits are lifted, because one writer stands for many. Tells its parent
 * the ids of the deals and tokens for N sockets and the writer.
 * Environment: DATABASE_URL, SHAPE, SOCKETS, ONE_TYPE.
 */
import { randomUUID } from 'node:crypto';
import { KeyRing } from '@genkan/identity/key-ring';
import { deriveKey } from '@genkan/identity/secret-box';
import { signAccessToken } from '@genkan/identity/access-token';
import { readConfig } from '@genkan/server/configuration/config';
import { openDoors } from '@genkan/server/doors';
import { foundPortal, run } from '@genkan/server/found-portal';
import { openGround } from '@genkan/server/ground';
import { openHouse } from '@genkan/server/house';
import { traceTo } from '@genkan/server/operating/trace';
import {
  accountCount,
  accountOf,
  dealCount,
  fieldNames,
  hiddenField,
  makeDeal,
  placeOf,
  placeOfOneType,
  visibleFields,
  type Shape,
} from './workload.ts';

const shape = (process.env['SHAPE'] ?? 'A') as Shape;
const sockets = Number(process.env['SOCKETS']);
const oneType = process.env['ONE_TYPE'] === 'yes';
const secret = 'the secret of the bench, which is long enough';
const config = readConfig({
  DATABASE_URL: process.env['DATABASE_URL'],
  SECRET_KEY: secret,
  PORT: '0',
  LOG_LEVEL: 'error',
  MIGRATE: 'on-start',
});
const trace = traceTo(config.LOG_LEVEL);
const ground = await openGround(config, trace);
const lots = 1_000_000;
const house = await openHouse(config, ground, trace, {
  limit: { commandsPerSecond: lots, signInsPerAccount: lots, signInsPerAddress: lots },
});

const { portal, administrator } = await foundPortal(house, {
  company: `Bench ${randomUUID()}`,
  administrator: { email: 'admin@bench.example.com', name: 'Admin' },
  password: 'a password of the bench',
});
const act = (name: string, input: unknown) => run(house, portal, administrator, name, input);
const inBatches = async <T>(count: number, make: (n: number) => Promise<T>): Promise<T[]> => {
  const made: T[] = [];
  for (let from = 0; from < count; from += 100) {
    made.push(...(await Promise.all(Array.from({ length: Math.min(100, count - from) }, (_, n) => make(from + n)))));
  }
  return made;
};
const createdId = async (module: string, fields: object) => String((await act('create-record', { module, fields })).id);

await act('define-module', { name: 'Chances', label: 'Chances' });
for (const name of [...fieldNames, hiddenField]) {
  const kind =
    name === 'Amount'
      ? { type: 'decimal' }
      : name === 'Account'
        ? { type: 'lookup', module: 'Accounts' }
        : { type: 'text' };
  await act('define-field', { module: 'Chances', field: { name, label: name, ...kind } }).catch((error: unknown) => {
    if (name !== 'Name') throw error; // a new module may come with its name
  });
}
const accounts = await inBatches(accountCount, (n) => createdId('Accounts', { Name: `Account ${n}` }));
const deals = await inBatches(dealCount, (n) =>
  createdId('Chances', {
    ...makeDeal(n, '').fields,
    Account: accounts[accountOf(n)],
    [hiddenField]: `${hiddenField} ${n}`,
  }),
);

const reach = shape === 'A' ? { kind: 'all' } : { kind: 'related', path: 'Account', own: ['Account'] };
const tabs = (visible: readonly string[]) => ({ Chances: { layouts: { Standard: visible }, reaches: [reach] } });
const types = await Promise.all(
  visibleFields.map(async (visible, n) => {
    const userType = String((await act('create-user-type', { name: `Type ${n}`, base: 'Contacts' })).userType);
    await act('configure-user-type', { userType, tabs: tabs(visible) });
    return userType;
  }),
);

const ring = new KeyRing(ground.credentials, deriveKey(secret, 'signing'), Date.now);
async function tokenOf(member: string, kind: 'staff' | 'portal-user'): Promise<string> {
  const session = randomUUID();
  await ground.credentials.addSession(
    { id: session, portal, member, sessionsEnded: 0, expiresAt: Date.now() + 3_600_000, endedAt: null },
    randomUUID(),
  );
  return signAccessToken(ring, { portal, member, kind, sessionsEnded: 0, session }, Date.now());
}

const places = new Map<string, Promise<string>>();
async function memberAt(type: number, account: number): Promise<string> {
  const record = await createdId('Contacts', { Name: `Contact ${type} ${account}`, Account: accounts[account] });
  return String(
    (await act('add-member', { userType: types[type], record, email: `member-${type}-${account}@example.com` })).member,
  );
}
const tokens = await inBatches(sockets, async (number) => {
  const { type, account } = oneType ? placeOfOneType(number) : placeOf(number);
  const key = shape === 'A' ? `${type}` : `${type}/${account}`;
  if (!places.has(key)) places.set(key, memberAt(type, account));
  return tokenOf(await places.get(key)!, 'portal-user');
});

const doors = await openDoors(house);
process.once('SIGTERM', () => void doors.close().then(() => process.exit(0)));
process.send?.({
  url: doors.url,
  deals,
  tokens,
  writerToken: await tokenOf(administrator, 'staff'),
  userType: types[0],
  tabs: { wide: tabs(visibleFields[0]!), narrow: tabs(visibleFields[0]!.filter((name) => name !== 'Amount')) },
});
