/**
 * The built server with a big portal behind it, for questions about it. Tells its parent where to ask, as whom, and what.
 * Environment: DATABASE_URL, FILL (`drafts` or `past`).
 */
import { randomUUID } from 'node:crypto';
import { KeyRing } from '@genkan/identity/key-ring';
import { deriveKey } from '@genkan/identity/secret-box';
import { signAccessToken } from '@genkan/identity/access-token';
import { readConfig } from '@genkan/server/configuration/config';
import { openDoors } from '@genkan/server/doors';
import { foundPortal } from '@genkan/server/found-portal';
import { openGround } from '@genkan/server/ground';
import { openHouse } from '@genkan/server/house';
import { traceTo } from '@genkan/server/operating/trace';
import { fillDrafts } from './fill-drafts.ts';
import { fillPast } from './fill-past.ts';

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
const limit = { commandsPerSecond: lots, signInsPerAccount: lots, signInsPerAddress: lots };
const house = await openHouse(config, ground, trace, { limit });
const { portal, administrator } = await foundPortal(house, {
  company: `Bench ${randomUUID()}`,
  administrator: { email: 'admin@bench.example.com', name: 'Admin' },
  password: 'a password of the bench',
});
const fill = process.env['FILL'] === 'past' ? fillPast : fillDrafts;
const filled = await fill(house, portal, administrator);
const session = randomUUID();
await ground.credentials.addSession(
  { id: session, portal, member: administrator, sessionsEnded: 0, expiresAt: Date.now() + 3_600_000, endedAt: null },
  randomUUID(),
);
const ring = new KeyRing(ground.credentials, deriveKey(secret, 'signing'), Date.now);
const doors = await openDoors(house);
process.once('SIGTERM', () => void doors.close().then(() => process.exit(0)));
process.send?.({
  url: doors.url,
  token: await signAccessToken(
    ring,
    { portal, member: administrator, kind: 'staff', sessionsEnded: 0, session },
    Date.now(),
  ),
  ...filled,
});
