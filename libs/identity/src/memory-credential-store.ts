import type { Account, CredentialStore, Session, Spent, StoredKey } from './credential-store.ts';

type Token = { readonly session: string; used: boolean };

/** The store for tests and throw-away portals: gone with the process. */
export class MemoryCredentialStore implements CredentialStore {
  readonly #accounts = new Map<string, Account>();
  readonly #sessions = new Map<string, Session>();
  readonly #tokens = new Map<string, Token>();
  readonly #keys: StoredKey[] = [];

  async setAccount(account: Account): Promise<void> {
    this.#accounts.set(`${account.portal}/${account.member}`, account);
  }

  async account(portal: string, member: string): Promise<Account | null> {
    return this.#accounts.get(`${portal}/${member}`) ?? null;
  }

  async addSession(session: Session, tokenHash: string): Promise<void> {
    this.#sessions.set(session.id, session);
    this.#tokens.set(tokenHash, { session: session.id, used: false });
  }

  async spendToken(tokenHash: string, nextHash: string, now: number): Promise<Spent> {
    const token = this.#tokens.get(tokenHash);
    const session = token && this.#sessions.get(token.session);
    if (!token || !session || session.endedAt !== null || session.expiresAt <= now) return { outcome: 'unknown' };
    if (token.used) return { outcome: 'reused', session };
    token.used = true;
    this.#tokens.set(nextHash, { session: session.id, used: false });
    return { outcome: 'spent', session };
  }

  async session(id: string): Promise<Session | null> {
    return this.#sessions.get(id) ?? null;
  }

  async endSession(id: string, now: number): Promise<void> {
    const session = this.#sessions.get(id);
    if (session && session.endedAt === null) this.#sessions.set(id, { ...session, endedAt: now });
  }

  async endSessionsOf(portal: string, member: string, now: number): Promise<void> {
    for (const { id, ...of } of this.#sessions.values()) {
      if (of.portal === portal && of.member === member) await this.endSession(id, now);
    }
  }

  async endedSince(moment: number): Promise<readonly string[]> {
    return [...this.#sessions.values()].filter((s) => s.endedAt !== null && s.endedAt >= moment).map((s) => s.id);
  }

  async forgetSessions(before: number): Promise<void> {
    for (const { id, expiresAt, endedAt } of this.#sessions.values()) {
      if (expiresAt >= before && (endedAt === null || endedAt >= before)) continue;
      this.#sessions.delete(id);
      for (const [hash, token] of this.#tokens) if (token.session === id) this.#tokens.delete(hash);
    }
  }

  async addKey(key: StoredKey): Promise<void> {
    this.#keys.unshift(key);
  }

  async keys(): Promise<readonly StoredKey[]> {
    return [...this.#keys].sort((a, b) => b.createdAt - a.createdAt);
  }
}
