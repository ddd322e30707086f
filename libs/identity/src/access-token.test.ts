import { createHmac, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTHeaderParameters } from 'jose';
import { accessTokenLife, signAccessToken, verifyAccessToken } from './access-token.ts';
import { KeyRing, keyLife } from './key-ring.ts';
import { MemoryCredentialStore } from './memory-credential-store.ts';
import { deriveKey } from './secret-box.ts';

const sealKey = deriveKey('a secret of the installation, at least', 'test');
const who = {
  portal: randomUUID(),
  member: randomUUID(),
  kind: 'staff' as const,
  sessionsEnded: 3,
  session: randomUUID(),
};
const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('access tokens', () => {
  let now = 1_700_000_000_000;
  const store = new MemoryCredentialStore();
  const ring = new KeyRing(store, sealKey, () => now);
  let token = '';
  let signing: { kid: string; key: CryptoKey };
  const seconds = (): number => Math.floor(now / 1000);

  beforeAll(async () => {
    token = await signAccessToken(ring, who, now);
    signing = await ring.signing();
  });

  /** A token that is right but for what is given. */
  const forged = (claims: object, header: Partial<JWTHeaderParameters> = {}, key = signing.key): Promise<string> =>
    new SignJWT({ ...who, iss: 'genkan', aud: 'genkan-portal', exp: seconds() + 60, nbf: seconds(), ...claims })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: signing.kid, ...header })
      .sign(key);

  test('[ID6] a token speaks for the member it was made for, for ten minutes', async () => {
    expect(await verifyAccessToken(ring, token, now)).toEqual({ ...who, exp: seconds() + accessTokenLife });
    expect(await verifyAccessToken(ring, token, now + (accessTokenLife + 1) * 1000)).toBeNull();
  });

  test('[ID6] [SEC-16] a token that is right but for one thing speaks for nobody', async () => {
    expect(await verifyAccessToken(ring, await forged({}), now)).not.toBeNull();
    const other = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    const wrong = await Promise.all([
      forged({ iss: 'another' }),
      forged({ aud: 'another' }),
      forged({ exp: seconds() - 1 }),
      forged({ nbf: seconds() + 60 }),
      forged({ member: 'nobody' }),
      forged({}, { typ: 'JWT' }),
      forged({}, { kid: randomUUID() }),
      forged({}, {}, other.privateKey),
      forged({}, { jwk: await exportJWK(other.publicKey) }, other.privateKey),
      forged({}, { jku: 'https://attacker.example.com/keys', x5c: ['AA=='] }, other.privateKey),
    ]);
    for (const text of wrong) expect(await verifyAccessToken(ring, text, now)).toBeNull();
  });

  test('[SEC-16] no algorithm, and a shared-secret one made from the public key, are refused', async () => {
    const [, body, signature] = token.split('.');
    const none = `${base64({ alg: 'none', typ: 'at+jwt', kid: signing.kid })}.${body}.`;
    const [stored] = await store.keys();
    const head = base64({ alg: 'HS256', typ: 'at+jwt', kid: signing.kid });
    const mac = createHmac('sha256', stored!.publicJwk).update(`${head}.${body}`).digest('base64url');
    for (const text of [none, `${none}${signature}`, `${head}.${body}.${mac}`, `${token}x`, '', 'a.b.c']) {
      expect(await verifyAccessToken(ring, text, now)).toBeNull();
    }
  });

  test('[ID7] another node verifies with the shared key, and an old key is replaced but still verifies', async () => {
    const elsewhere = new KeyRing(store, sealKey, () => now);
    const both = await Promise.all([
      verifyAccessToken(elsewhere, token, now),
      verifyAccessToken(elsewhere, token, now),
    ]);
    expect(both).not.toContain(null);
    now += keyLife + 1;
    const renewed = await elsewhere.signing();
    expect(renewed.kid).not.toBe(signing.kid);
    expect(await ring.verifying(signing.kid)).not.toBeNull();
    expect(await verifyAccessToken(ring, await signAccessToken(elsewhere, who, now), now)).not.toBeNull();
    now += keyLife;
    expect(await ring.verifying(signing.kid)).toBeNull();
  });

  test('[ID7] a node that has just started lets in all who come while it looks for the key', async () => {
    const started = new KeyRing(store, sealKey, () => now);
    const fresh = await signAccessToken(ring, who, now);
    const all = await Promise.all(Array.from({ length: 3 }, () => verifyAccessToken(started, fresh, now)));
    expect(all.every((claims) => claims !== null)).toBe(true);
  });

  test('[ID7] a key that another node has just made is known to a node that looked a moment before', async () => {
    const empty = new MemoryCredentialStore();
    const first = new KeyRing(empty, sealKey, () => now);
    expect(await first.verifying(randomUUID())).toBeNull();
    const fresh = await signAccessToken(new KeyRing(empty, sealKey, () => now), who, now);
    expect(await verifyAccessToken(first, fresh, now)).not.toBeNull();
  });

  test('[ID7] those who sign at once for the first time sign with one key', async () => {
    const empty = new MemoryCredentialStore();
    const young = new KeyRing(empty, sealKey, () => now);
    const keys = await Promise.all([young.signing(), young.signing(), young.signing()]);
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(1);
    expect(await empty.keys()).toHaveLength(1);
  });

  test('[ID8] the private key does not stand in the store, and another secret does not open it', async () => {
    const [stored] = await store.keys();
    expect(stored!.sealedPrivateJwk).not.toContain('"d"');
    now -= keyLife;
    const stranger = new KeyRing(store, deriveKey('another secret of another installation', 'test'), () => now);
    await expect(stranger.signing()).rejects.toThrow('SECRET_KEY');
  });
});
