/** A secret that proves who a member is. Keyed by member, never by address: the address lives in the log, where it can be erased. */
export type Account = { readonly portal: string; readonly member: string; readonly passwordHash: string };

/** One sign-in of one member. `sessionsEnded` is the member's number at sign-in: once the member's is larger, this one is over. */
export type Session = {
  readonly id: string;
  readonly portal: string;
  readonly member: string;
  readonly sessionsEnded: number;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  readonly endedAt: number | null;
};

/** A signing key; the private half is sealed with the installation's secret. */
export type StoredKey = {
  readonly kid: string;
  readonly publicJwk: string;
  readonly sealedPrivateJwk: string;
  readonly createdAt: number;
};

/** What became of a refresh token that was handed in: a token is good once, and a second use betrays a copy. */
export type Spent =
  | { readonly outcome: 'spent'; readonly session: Session }
  | { readonly outcome: 'reused'; readonly session: Session }
  | { readonly outcome: 'unknown' };

/**
 * Where secrets live: outside the log, so that the log never holds one (law 1, SEC-33). Tokens are stored as hashes only.
 * Every implementation passes `credential-store.contract.ts`.
 */
export interface CredentialStore {
  setAccount(account: Account): Promise<void>;
  account(portal: string, member: string): Promise<Account | null>;
  addSession(session: Session, tokenHash: string): Promise<void>;
  /** Marks the token used and puts the next one in its place; of two at once exactly one is `spent`. */
  spendToken(tokenHash: string, nextHash: string, now: number): Promise<Spent>;
  session(id: string): Promise<Session | null>;
  endSession(id: string, now: number): Promise<void>;
  endSessionsOf(portal: string, member: string, now: number): Promise<void>;
  /** Ids of sessions ended at or after a moment: what the nodes poll to close sockets (SEC-8). */
  endedSince(moment: number): Promise<readonly string[]>;
  /** Forgets sessions that expired or ended before a moment. */
  forgetSessions(before: number): Promise<void>;
  addKey(key: StoredKey): Promise<void>;
  /** Newest first. */
  keys(): Promise<readonly StoredKey[]>;
}
