import { expect, test } from '@jest/globals';
import { hashOfNobody, hashPassword, verifyPassword } from './password-hash.ts';

test('[ID1] a password is hashed with argon2id at 19 MiB, t=2, p=1, with a salt of its own', async () => {
  const [one, two] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')]);
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(one).not.toBe(two);
});

test('[ID1] the right password is told from a wrong one, however its accents are composed', async () => {
  const hash = await hashPassword('pass\u00e9 simple');
  expect(await verifyPassword(hash, 'passe\u0301 simple')).toBe(true);
  expect(await verifyPassword(hash, 'passe simple')).toBe(false);
});

test('[ID3] nobody’s hash costs as much as a real one and no password opens it', async () => {
  const real = await hashPassword('correct horse');
  expect(hashOfNobody.split('$').slice(0, 4)).toEqual(real.split('$').slice(0, 4));
  expect(hashOfNobody).toHaveLength(real.length);
  expect(await verifyPassword(hashOfNobody, '')).toBe(false);
});

test('[ID1] a text that is no hash opens nothing', async () => {
  expect(await verifyPassword('plain', 'plain')).toBe(false);
});
