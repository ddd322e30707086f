import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Member } from '@genkan/domain/members';
import { KeyRing } from './key-ring.ts';
import { MemoryCredentialStore } from './memory-credential-store.ts';
import { sessionLife } from './refresh-token.ts';
import { deriveKey } from './secret-box.ts';
import { SignIn, stillActs, type SignedIn } from './sign-in.ts';

const portal = randomUUID();
const member: Member = {
  kind: 'staff',
  id: randomUUID(),
  email: 'ann@example.com',
  name: 'Ann',
  roles: ['sales'],
  status: 'active',
  sessionsEnded: 0,
};
const password = 'correct horse battery';

describe('sign-in', () => {
  let now = 0;
  let row: Member | null;
  let store: MemoryCredentialStore;
  let signIn: SignIn;

  beforeEach(async () => {
    now = 1_700_000_000_000;
    row = member;
    store = new MemoryCredentialStore();
    const ring = new KeyRing(store, deriveKey('a secret of the installation, at least', 'test'), () => now);
    const members = {
      byEmail: async (slug: string, email: string) =>
        slug === 'acme' && row && email === row.email ? { portal, member: row } : null,
      byId: async () => row,
    };
    signIn = new SignIn(store, ring, members, () => now);
    await signIn.setPassword(portal, member.id, password);
  });

  const enter = async (): Promise<SignedIn> => (await signIn.withPassword('acme', member.email, password))!;

  test('[ID1] the right password opens a session for its member', async () => {
    const { access, portal: place, member: who } = await enter();
    expect({ place, who }).toEqual({ place: portal, who: member });
    expect(await signIn.claimsOf(access)).toMatchObject({ portal, member: member.id, kind: 'staff', sessionsEnded: 0 });
  });

  test('[ID3] wrong portal, wrong address, wrong password and an inactive member are answered alike', async () => {
    expect(await signIn.withPassword('other', member.email, password)).toBeNull();
    expect(await signIn.withPassword('acme', 'bob@example.com', password)).toBeNull();
    expect(await signIn.withPassword('acme', member.email, 'wrong')).toBeNull();
    row = { ...member, status: 'inactive' };
    expect(await signIn.withPassword('acme', member.email, password)).toBeNull();
  });

  test('[ID2] a refresh gives new tokens; the old refresh token is betrayed and takes the session with it', async () => {
    const first = await enter();
    const second = (await signIn.refresh(first.refresh))!;
    expect(second.refresh).not.toBe(first.refresh);
    expect(await signIn.refresh(first.refresh)).toBeNull();
    expect(await signIn.refresh(second.refresh)).toBeNull();
    expect(await signIn.holds((await signIn.claimsOf(second.access))!)).toBe(false);
  });

  test('[ID2] a session lasts thirty days and no refresh makes it longer', async () => {
    let { refresh } = await enter();
    now += sessionLife - 1;
    ({ refresh } = (await signIn.refresh(refresh))!);
    now += 1;
    expect(await signIn.refresh(refresh)).toBeNull();
  });

  test('[ID4] a session ends when the member’s row says so', async () => {
    const { refresh } = await enter();
    row = { ...member, sessionsEnded: 1 };
    expect(stillActs(row, 0)).toBe(false);
    expect(stillActs(row, 1)).toBe(true);
    expect(stillActs({ ...member, status: 'removed' }, 0)).toBe(false);
    expect(stillActs(null, 0)).toBe(false);
    expect(await signIn.refresh(refresh)).toBeNull();
  });

  test('[ID5] setting a password ends the sessions opened with the old one', async () => {
    const { access, refresh } = await enter();
    now += 1;
    await signIn.setPassword(portal, member.id, 'another long password');
    expect(await signIn.holds((await signIn.claimsOf(access))!)).toBe(false);
    expect(await signIn.refresh(refresh)).toBeNull();
    expect(await signIn.withPassword('acme', member.email, password)).toBeNull();
  });

  test('[SEC-16] signing out ends the session at once', async () => {
    const { access, refresh } = await enter();
    const claims = (await signIn.claimsOf(access))!;
    await signIn.signOut(claims.session);
    expect(await signIn.holds(claims)).toBe(false);
    expect(await signIn.refresh(refresh)).toBeNull();
    expect(await signIn.endedSince(now)).toEqual([claims.session]);
  });

  test('[ID1] a short password is refused', async () => {
    await expect(signIn.setPassword(portal, member.id, 'short')).rejects.toThrow('12');
  });
});
