import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { CredentialStore, Session } from './credential-store.ts';

const session = (over: Partial<Session> = {}): Session => ({
  id: randomUUID(),
  portal: randomUUID(),
  member: randomUUID(),
  sessionsEnded: 0,
  expiresAt: 5000,
  endedAt: null,
  ...over,
});

/** What every store of secrets keeps to, on whatever it stores. */
export function credentialStoreContract(name: string, make: () => Promise<CredentialStore>): void {
  describe(`credential store: ${name}`, () => {
    let store: CredentialStore;
    beforeAll(async () => {
      store = await make();
    }, 60_000);

    test('[ID1] an account is found by its member in its portal, and replaced when set again', async () => {
      const account = { portal: randomUUID(), member: randomUUID(), passwordHash: 'one' };
      await store.setAccount(account);
      await store.setAccount({ ...account, passwordHash: 'two' });
      expect(await store.account(account.portal, account.member)).toEqual({ ...account, passwordHash: 'two' });
      expect(await store.account(randomUUID(), account.member)).toBeNull();
    });

    test('[ID2] a token is spent once, its successor takes its place, a second use is betrayed', async () => {
      const opened = session();
      await store.addSession(opened, 'first');
      expect(await store.spendToken('first', 'second', 1000)).toEqual({ outcome: 'spent', session: opened });
      expect(await store.spendToken('first', 'third', 1000)).toEqual({ outcome: 'reused', session: opened });
      expect(await store.spendToken('third', 'fourth', 1000)).toEqual({ outcome: 'unknown' });
      expect(await store.spendToken('second', 'fifth', 1000)).toMatchObject({ outcome: 'spent' });
    });

    test('[ID2] of two uses at the same time exactly one is the first', async () => {
      await store.addSession(session(), 'raced');
      const both = await Promise.all([store.spendToken('raced', 'a', 1000), store.spendToken('raced', 'b', 1000)]);
      expect(both.map(({ outcome }) => outcome).sort()).toEqual(['reused', 'spent']);
    });

    test('[ID2] a token of an ended or expired session is unknown', async () => {
      const [ended, expired] = [session(), session({ expiresAt: 900 })];
      await store.addSession(ended, 'of-ended');
      await store.addSession(expired, 'of-expired');
      await store.endSession(ended.id, 950);
      expect(await store.spendToken('of-ended', 'x', 1000)).toEqual({ outcome: 'unknown' });
      expect(await store.spendToken('of-expired', 'y', 1000)).toEqual({ outcome: 'unknown' });
      expect(await store.session(ended.id)).toEqual({ ...ended, endedAt: 950 });
    });

    test('[ID5] all sessions of one member end, and no other', async () => {
      const mine = session();
      const [again, foreign] = [
        session({ portal: mine.portal, member: mine.member }),
        session({ member: mine.member }),
      ];
      for (const each of [mine, again, foreign]) await store.addSession(each, randomUUID());
      await store.endSessionsOf(mine.portal, mine.member, 7000);
      expect(await store.endedSince(7000)).toEqual(expect.arrayContaining([mine.id, again.id]));
      expect(await store.endedSince(7000)).not.toContain(foreign.id);
      expect(await store.endedSince(7001)).not.toContain(mine.id);
    });

    test('[ID4] a session keeps the moment it was first ended', async () => {
      const opened = session();
      await store.addSession(opened, randomUUID());
      await store.endSession(opened.id, 2000);
      await store.endSession(opened.id, 3000);
      expect(await store.session(opened.id)).toMatchObject({ endedAt: 2000 });
    });

    test('[ID2] sessions long over are forgotten with their tokens', async () => {
      const [old, young] = [session({ expiresAt: 100 }), session({ expiresAt: 9000 })];
      await store.addSession(old, 'of-old');
      await store.addSession(young, 'of-young');
      await store.forgetSessions(200);
      expect(await store.session(old.id)).toBeNull();
      expect(await store.session(young.id)).toEqual(young);
      expect(await store.spendToken('of-old', 'z', 50)).toEqual({ outcome: 'unknown' });
    });

    test('[ID7] keys come newest first', async () => {
      const key = { publicJwk: '{}', sealedPrivateJwk: 'sealed' };
      await store.addKey({ ...key, kid: randomUUID(), createdAt: 1000 });
      const newest = { ...key, kid: randomUUID(), createdAt: 2000 };
      await store.addKey(newest);
      expect((await store.keys())[0]).toEqual(newest);
    });
  });
}
