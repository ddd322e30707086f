import { randomBytes, randomUUID } from 'node:crypto';
import { signAccessToken } from '@genkan/identity/access-token';
import type { CredentialStore } from '@genkan/identity/credential-store';
import { KeyRing } from '@genkan/identity/key-ring';
import { sessionLife } from '@genkan/identity/refresh-token';
import { deriveKey } from '@genkan/identity/secret-box';
import { PortalCursors } from '@genkan/protocol/cursor';
import { readConfig } from '@genkan/server/config';
import { openDoors } from '@genkan/server/doors';
import { run } from '@genkan/server/found-portal';
import { memoryGround, openGround } from '@genkan/server/ground';
import { openHouse as openParts } from '@genkan/server/house';
import { traceTo } from '@genkan/server/trace';
import type { House } from './house.ts';
import { databaseOfOwn } from './own-place.ts';
import { beginning } from './schema.ts';

export const secret = 'a secret for property tests, long enough to be one';
const unlimited = { commandsPerSecond: 1_000_000, signInsPerAccount: 1_000_000, signInsPerAddress: 1_000_000 };

/** Opens sessions the way sign-in does, without the cost of a password for each of a thousand members. */
async function openSession(
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

type Parts = Awaited<ReturnType<typeof openParts>>;

/** Notes at which sequence each declared path of a portal came into use: the house's own job says so when it is done. */
class Completions {
  readonly #at = new Map<string, number>();
  #waiting: (() => void)[] = [];

  async follow(parts: Parts, portal: string): Promise<void> {
    const { tail } = await parts.portals.open(portal);
    tail.onEntry(({ sequence }) => {
      for (const { name, paths } of Object.values(tail.settings.modules)) {
        for (const [path, { state }] of Object.entries(paths)) {
          const key = `${portal}/${name}/${path}`;
          if (state === 'complete' && !this.#at.has(key)) this.#at.set(key, sequence);
        }
      }
      for (const look of this.#waiting.splice(0)) look();
    });
  }

  async of(portal: string, module: string, path: string): Promise<number> {
    for (;;) {
      const at = this.#at.get(`${portal}/${module}/${path}`);
      if (at !== undefined) return at;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }
}

/** The product itself in this process, with all its doors, on the ground its configuration names. */
export async function houseOn(env: Readonly<Record<string, string>>, plain = false): Promise<House> {
  const config = readConfig({ PORT: '0', LOG_LEVEL: 'error', SECRET_KEY: secret, DATA_DIR: 'memory', ...env });
  const trace = traceTo(config.LOG_LEVEL);
  const ground = plain ? memoryGround() : await openGround(config, trace);
  const parts = await openParts(config, ground, trace, { limit: unlimited });
  const doors = await openDoors(parts);
  const completions = new Completions();
  return {
    urls: () => [doors.url],
    async found() {
      const slug = `p${randomBytes(6).toString('hex')}`;
      const administrator = { email: 'first@example.com', name: 'First' };
      const founding = { company: `${slug} example`, slug, plan: 'standard', administrator };
      const { portal, member } = await run(parts, '', null, 'create-portal', founding);
      await completions.follow(parts, String(portal));
      return { portal: String(portal), administrator: String(member), modules: beginning };
    },
    async tokenOf(portal: string, id: string) {
      const member = await parts.members.byId(portal, id);
      if (member === null) throw new Error(`There is no member ${id}.`);
      const { kind, sessionsEnded } = member;
      return openSession(ground.credentials, { portal, member: id, kind, sessionsEnded });
    },
    openToken,
    completed: (portal, module, path) => completions.of(portal, module, path),
    close: () => doors.close(),
  };
}

/** Two nodes on one database, in this process: whoever asks goes to one and to the other in turn. */
async function twoHouses(): Promise<House> {
  const place = await databaseOfOwn();
  const [one, other] = [await houseOn(place.env), await houseOn(place.env)];
  return {
    ...one,
    urls: () => [...one.urls(), ...other.urls()],
    async close() {
      await other.close();
      await one.close();
      await place.clear();
    },
  };
}

/** What a house stands on; the plain log, which has no database, is the quickest to look for a failure with. */
export type Ground = 'on the plain log' | 'on the embedded database' | 'on two nodes over PostgreSQL';

export function openHouse(ground: Ground): Promise<House> {
  return ground === 'on two nodes over PostgreSQL' ? twoHouses() : houseOn({}, ground === 'on the plain log');
}
