import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Member } from '@genkan/domain/members';
import { signAccessToken, verifyAccessToken, type Claims } from './access-token.ts';
import type { CredentialStore, Session } from './credential-store.ts';
import type { KeyRing } from './key-ring.ts';
import { hashOfNobody, hashPassword, verifyPassword } from './password-hash.ts';
import { hashRefreshToken, newRefreshToken, sessionLife } from './refresh-token.ts';

export const newPassword = z.string().min(12, 'Use at least 12 characters.').max(256);

/** Where members stand: the log. Both questions cost the same whether somebody is found or not (SEC-19). */
export interface Members {
  byEmail(slug: string, email: string): Promise<{ readonly portal: string; readonly member: Member } | null>;
  byId(portal: string, member: string): Promise<Member | null>;
}

export type SignedIn = {
  readonly access: string;
  readonly refresh: string;
  readonly portal: string;
  readonly member: Member;
};

/** Whether a member's row still lets a session act that began under `sessionsEnded`. */
export const stillActs = (member: Member | null, sessionsEnded: number): member is Member =>
  member !== null && member.status === 'active' && member.sessionsEnded <= sessionsEnded;

/** Proves who somebody is, and keeps it proven: passwords, sessions, tokens. Answers null for every reason alike. */
export class SignIn {
  readonly #store: CredentialStore;
  readonly #ring: KeyRing;
  readonly #members: Members;
  readonly #now: () => number;

  constructor(store: CredentialStore, ring: KeyRing, members: Members, now: () => number) {
    this.#store = store;
    this.#ring = ring;
    this.#members = members;
    this.#now = now;
  }

  /** Sets a password and ends the sessions that were opened with the old one (SEC-7). */
  async setPassword(portal: string, member: string, password: string): Promise<void> {
    await this.#store.setAccount({ portal, member, passwordHash: await hashPassword(newPassword.parse(password)) });
    await this.#store.endSessionsOf(portal, member, this.#now());
  }

  /** Whether this is the member's password now; opens nothing. */
  async isPassword(portal: string, member: string, password: string): Promise<boolean> {
    const account = await this.#store.account(portal, member);
    return account !== null && (await verifyPassword(account.passwordHash, password));
  }

  /** Wrong address, wrong password and a member who may not enter take the same steps and the same time (SEC-19). */
  async withPassword(slug: string, email: string, password: string): Promise<SignedIn | null> {
    const found = await this.#members.byEmail(slug, email);
    const account = await this.#store.account(found?.portal ?? 'nobody', found?.member.id ?? 'nobody');
    const right = await verifyPassword(account?.passwordHash ?? hashOfNobody, password);
    if (!right || !account || !found || found.member.status !== 'active') return null;
    return this.#open(found.portal, found.member);
  }

  /** A refresh token is good once. A second use means a copy is about: the whole session ends. */
  async refresh(token: string): Promise<SignedIn | null> {
    const next = newRefreshToken();
    const spent = await this.#store.spendToken(hashRefreshToken(token), hashRefreshToken(next), this.#now());
    if (spent.outcome === 'unknown') return null;
    const { session } = spent;
    const member = await this.#members.byId(session.portal, session.member);
    if (spent.outcome === 'reused' || !stillActs(member, session.sessionsEnded)) {
      await this.#store.endSession(session.id, this.#now());
      return null;
    }
    return { access: await this.#access(session, member), refresh: next, portal: session.portal, member };
  }

  async signOut(session: string): Promise<void> {
    await this.#store.endSession(session, this.#now());
  }

  /** Who a token speaks for, from its signature alone: enough for a handshake, which judges the member by cached state. */
  claimsOf(token: string): Promise<Claims | null> {
    return verifyAccessToken(this.#ring, token, this.#now());
  }

  /** Whether the session behind the claims was ended: asked of the store, so that it acts at once (SEC-7, SEC-16). */
  async holds({ session, portal, member }: Claims): Promise<boolean> {
    const found = await this.#store.session(session);
    return found !== null && found.endedAt === null && found.portal === portal && found.member === member;
  }

  endedSince(moment: number): Promise<readonly string[]> {
    return this.#store.endedSince(moment);
  }

  async #open(portal: string, member: Member): Promise<SignedIn> {
    const session: Session = {
      id: randomUUID(),
      portal,
      member: member.id,
      sessionsEnded: member.sessionsEnded,
      expiresAt: this.#now() + sessionLife,
      endedAt: null,
    };
    const refresh = newRefreshToken();
    await this.#store.addSession(session, hashRefreshToken(refresh));
    return { access: await this.#access(session, member), refresh, portal, member };
  }

  #access({ id, portal, sessionsEnded }: Session, member: Member): Promise<string> {
    const who = { portal, member: member.id, kind: member.kind, sessionsEnded, session: id };
    return signAccessToken(this.#ring, who, this.#now());
  }
}
