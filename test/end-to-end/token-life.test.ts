import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { accessTokenLife, signAccessToken } from '@genkan/identity/access-token';
import type { CredentialStore } from '@genkan/identity/credential-store';
import { KeyRing } from '@genkan/identity/key-ring';
import { deriveKey } from '@genkan/identity/secret-box';
import type { Ground } from '@genkan/server/house';
import { Line, startServer, type TestServer } from '../support/server.ts';
import { makeWorld, type World } from '../support/world.ts';

const secret = 'the secret of this test, long enough';

describe('the life of an access token', () => {
  let server: TestServer;
  let world: World;
  let ring: KeyRing;
  beforeAll(async () => {
    let credentials: CredentialStore | null = null;
    const wrap = (ground: Ground): Ground => {
      ({ credentials } = ground);
      return ground;
    };
    server = await startServer({ env: { SECRET_KEY: secret }, wrap });
    world = await makeWorld(server);
    ring = new KeyRing(credentials!, deriveKey(secret, 'signing'), Date.now);
  });
  afterAll(() => server.close());

  /** The same session's token as if it had been signed so that it runs out in `seconds`. */
  const endingIn = async (access: string, seconds: number): Promise<string> => {
    const { exp: _, ...who } = (await server.house.signIn.claimsOf(access))!;
    return signAccessToken(ring, who, Date.now() - (accessTokenLife - seconds) * 1000);
  };

  test('[SEC-8] [SEC-16] a socket ends with its token, and goes on with a fresh one of the same session', async () => {
    const kei = await world.kei();
    const short = await endingIn(kei.access, 3);
    const [left, renewed] = [
      new Line(server.url, { protocol: 1, token: short }),
      new Line(server.url, { protocol: 1, token: short }),
    ];
    await Promise.all([left.next('welcome'), renewed.next('welcome')]);
    expect(await renewed.ask('token', { token: kei.access })).toEqual({ status: 'renewed' });
    expect(await left.next('bye')).toMatchObject({ code: 'unauthenticated' });
    await left.next('closed');
    expect(await renewed.ask('caught-up', {})).toHaveProperty('token');
    expect(await new Line(server.url, { protocol: 1, token: short }).next('refused')).toMatchObject({
      code: 'unauthenticated',
    });
    await renewed.close();
  }, 20_000);
});
