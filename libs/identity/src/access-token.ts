import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { uuid } from '@genkan/domain/names';
import type { KeyRing } from './key-ring.ts';

/** How long an access token is good for, in seconds. */
export const accessTokenLife = 600;
const header = { alg: 'EdDSA', typ: 'at+jwt' } as const;
const issuer = 'genkan';
const audience = 'genkan-portal';

/** Who a token speaks for. The portal comes from here and from nowhere else (SEC-9). */
export const claims = z.object({
  portal: z.string().min(1).max(64),
  member: uuid,
  kind: z.enum(['staff', 'portal-user']),
  sessionsEnded: z.int(),
  session: uuid,
  /** Seconds since 1970. */
  exp: z.int(),
});
export type Claims = z.infer<typeof claims>;

/** A signed token of ten minutes; algorithm, type, issuer and audience are fixed (SEC-16). */
export async function signAccessToken(ring: KeyRing, who: Omit<Claims, 'exp'>, now: number): Promise<string> {
  const { kid, key } = await ring.signing();
  const issuedAt = Math.floor(now / 1000);
  return new SignJWT({ ...who })
    .setProtectedHeader({ ...header, kid })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(issuedAt)
    .setNotBefore(issuedAt)
    .setExpirationTime(issuedAt + accessTokenLife)
    .sign(key);
}

/** The claims of a token that this installation signed and that still holds; null for everything else, without a reason. */
export async function verifyAccessToken(ring: KeyRing, token: string, now: number): Promise<Claims | null> {
  try {
    const { payload } = await jwtVerify(
      token,
      async ({ kid }) => {
        const key = kid === undefined ? null : await ring.verifying(kid);
        if (!key) throw new Error('unknown key');
        return key;
      },
      { algorithms: [header.alg], typ: header.typ, issuer, audience, currentDate: new Date(now) },
    );
    return claims.safeParse(payload).data ?? null;
  } catch {
    return null;
  }
}
