import { randomBytes, randomUUID } from 'node:crypto';
import { accessTokenLife, signAccessToken } from '@genkan/identity/access-token';
import type { CredentialStore } from '@genkan/identity/credential-store';
import { KeyRing } from '@genkan/identity/key-ring';
import { sessionLife } from '@genkan/identity/refresh-token';
import { deriveKey } from '@genkan/identity/secret-box';
import type { House } from '@genkan/server/house';

/** Gives a member's access token, as signing in does; null while the member may not come in. */
export type Tokens = (portal: string, member: string, life: 'fresh' | 'expired') => Promise<string | null>;

/** Signs members in without the cost of a password for each. */
export function tokensOf(house: House, credentials: CredentialStore, secret: string): Tokens {
  const ring = new KeyRing(credentials, deriveKey(secret, 'signing'), Date.now);
  return async (portal, id, life) => {
    const member = await house.members.byId(portal, id);
    if (member?.status !== 'active') return null;
    const { kind, sessionsEnded } = member;
    const session = { id: randomUUID(), portal, member: id, sessionsEnded, endedAt: null };
    await credentials.addSession({ ...session, expiresAt: Date.now() + sessionLife }, randomBytes(32).toString('hex'));
    const age = life === 'fresh' ? 0 : (accessTokenLife + 60) * 1000;
    return signAccessToken(ring, { portal, member: id, kind, sessionsEnded, session: session.id }, Date.now() - age);
  };
}
