import { randomBytes, randomUUID } from 'node:crypto';
import { signAccessToken } from '@genkan/identity/access-token';
import type { CredentialStore } from '@genkan/identity/credential-store';
import { KeyRing } from '@genkan/identity/key-ring';
import { sessionLife } from '@genkan/identity/refresh-token';
import { deriveKey } from '@genkan/identity/secret-box';
import { PortalCursors } from '@genkan/protocol/cursor';
import { readConfig } from '@genkan/server/configuration/config';
import { openDoors } from '@genkan/server/doors';
import { run } from '@genkan/server/found-portal';
import { memoryGround, openGround } from '@genkan/server/ground';
import { openHouse as openParts, type House as ServerHouse } from '@genkan/server/house';
import { traceTo } from '@genkan/server/operating/trace';
import { spawnServer } from '../../support/server.ts';
import { exported } from './audit.ts';
import type { House } from './house.ts';
import { HouseWork } from './house-work.ts';
import { databaseOfOwn } from './own-place.ts';
import { beginning } from './schema.ts';

export const secret = 'a secret for property tests, long enough to be one';
const unlimited = { commandsPerSecond: 1_000_000, signInsPerAccount: 1_000_000, signInsPerAddress: 1_000_000 };

/** Opens sessions the way sign-in does, without the cost of a password for each of a thousand members. */
export async function openSession(
  credentials: CredentialStore,
  who: { portal: string; member: string; kind: 'staff' | 'portal-user'; sessionsEnded: number },
): Promise<string> {
  const id = randomUUID();
  const { portal, member, sessionsEnded } = who;
  const session = { id, portal, member, sessionsEnded, expiresAt: Date.now() + sessionLife, endedAt: null };
  await credentials.addSession(session, randomBytes(32).toString('hex'));
  const ring = new KeyRing(credentials, deriveKey(secret, 'signing'), Date.now);
  return signAccessToken(ring, { ...who, session: id }, Date.now());
}

const cursors = new Map<string, PortalCursors>();
function openToken(portal: string, token: string): number | null {
  const key = cursors.get(portal) ?? new PortalCursors(deriveKey(secret, 'cursors'), portal);
  cursors.set(portal, key);
  return key.openToken(token);
}

type Office = Omit<House, 'urls'> & { readonly parts: ServerHouse };

/** A house without doors: founds portals, signs members in, and hears when a path is complete. */
async function openOffice(env: Readonly<Record<string, string>>, plain = false): Promise<Office> {
  const config = readConfig({ PORT: '0', LOG_LEVEL: 'error', SECRET_KEY: secret, DATA_DIR: 'memory', ...env });
  const trace = traceTo(config.LOG_LEVEL);
  const ground = plain ? memoryGround() : await openGround(config, trace);
  const parts = await openParts(config, ground, trace, { limit: unlimited });
  const work = new HouseWork();
  return {
    parts,
    async found() {
      const slug = `p${randomBytes(6).toString('hex')}`;
      const administrator = { email: 'first@example.com', name: 'First' };
      const founding = { company: `${slug} example`, slug, plan: 'whole', administrator };
      const { portal, member } = await run(parts, '', null, 'create-portal', founding);
      const defaultType = await work.follow(parts, String(portal));
      return { portal: String(portal), administrator: String(member), modules: beginning, defaultType };
    },
    async tokenOf(portal: string, id: string) {
      const member = await parts.members.byId(portal, id);
      if (member === null) throw new Error(`There is no member ${id}.`);
      const { kind, sessionsEnded } = member;
      return openSession(ground.credentials, { portal, member: id, kind, sessionsEnded });
    },
    openToken,
    completed: (portal, module, path) => work.completed(portal, module, path),
    lifted: (portal, sequence) => work.lifted(portal, sequence),
    applied: (portal, draft) => work.applied(portal, draft),
    exported: (portal) => exported(parts, portal),
    close: () => parts.close(),
  };
}

/** The product itself in this process, with all its doors, on the ground its configuration names. */
export async function houseOn(env: Readonly<Record<string, string>>, plain = false): Promise<House> {
  const { parts, ...office } = await openOffice(env, plain);
  const doors = await openDoors(parts);
  return { ...office, urls: () => [doors.url], close: () => doors.close() };
}

/** Two processes on one database: whoever asks goes to one and to the other in turn. What is judged comes from them. */
async function twoProcesses(): Promise<House> {
  const place = await databaseOfOwn();
  const office = await openOffice(place.env);
  const many = Object.fromEntries(
    ['COMMANDS_PER_SECOND', 'SIGN_INS_PER_ACCOUNT', 'SIGN_INS_PER_ADDRESS'].map((name) => [name, '1000000']),
  );
  const node = () => spawnServer({ LOG_LEVEL: 'info', SECRET_KEY: secret, ...many, ...place.env });
  const nodes = await Promise.all([node(), node()]);
  return {
    ...office,
    urls: () => nodes.map(({ url }) => url),
    async close() {
      const codes = await Promise.all(nodes.map((one) => one.close()));
      await office.close();
      await place.clear();
      if (codes.some((code) => code !== 0)) throw new Error(`The servers ended with ${codes.join(' and ')}.`);
    },
  };
}

/** What a house stands on; the plain log, which has no database, is the quickest to look for a failure with. */
export type Ground = 'on the plain log' | 'on the embedded database' | 'by two processes over PostgreSQL';

export function openHouse(ground: Ground): Promise<House> {
  return ground === 'by two processes over PostgreSQL' ? twoProcesses() : houseOn({}, ground === 'on the plain log');
}
