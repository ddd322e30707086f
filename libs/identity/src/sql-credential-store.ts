import { z } from 'zod';
import type { JsonSql } from '@genkan/log/json-sql';
import type { Account, CredentialStore, Session, Spent, StoredKey } from './credential-store.ts';

const accountRow = z.object({ portal: z.string(), member: z.string(), passwordHash: z.string() });
const sessionRow = z.object({
  id: z.string(),
  portal: z.string(),
  member: z.string(),
  sessionsEnded: z.int(),
  expiresAt: z.int(),
  endedAt: z.int().nullable(),
});
const keyRow = z.object({ kid: z.string(), publicJwk: z.string(), sealedPrivateJwk: z.string(), createdAt: z.int() });
const spentRow = sessionRow.extend({ spent: z.boolean() });

const sessionColumns = `'id', s.id, 'portal', s.portal, 'member', s.member, 'sessionsEnded', s.sessions_ended,
  'expiresAt', s.expires_at, 'endedAt', s.ended_at`;

/** Of two that spend one token at a time the second waits for the first and then finds it used. */
const spend = `
  with spent as (
    update refresh_token t set used = true from session s
    where t.hash = $1 and s.id = t.session and not t.used and s.ended_at is null and s.expires_at > $3
    returning t.session
  ), next as (
    insert into refresh_token (hash, session) select $2, session from spent
  )
  select json_build_object(${sessionColumns}, 'spent', exists (select from spent))::text
  from refresh_token t join session s on s.id = t.session
  where t.hash = $1 and s.ended_at is null and s.expires_at > $3`;

/** Secrets in the installation's database, in tables of their own beside the log. */
export class SqlCredentialStore implements CredentialStore {
  readonly #sql: JsonSql;

  constructor(sql: JsonSql) {
    this.#sql = sql;
  }

  async setAccount({ portal, member, passwordHash }: Account): Promise<void> {
    const statement = `insert into account (portal, member, password_hash) values ($1, $2, $3)
      on conflict (portal, member) do update set password_hash = excluded.password_hash`;
    await this.#sql(statement, [portal, member, passwordHash]);
  }

  async account(portal: string, member: string): Promise<Account | null> {
    const statement = `select json_build_object('portal', portal, 'member', member, 'passwordHash', password_hash)::text
      from account where portal = $1 and member = $2`;
    const [row] = await this.#sql(statement, [portal, member]);
    return row === undefined ? null : accountRow.parse(JSON.parse(row));
  }

  async addSession(session: Session, tokenHash: string): Promise<void> {
    const statement = `with opened as (
        insert into session (id, portal, member, sessions_ended, expires_at) values ($1, $2, $3, $4, $5) returning id
      ) insert into refresh_token (hash, session) select $6, id from opened`;
    const { id, portal, member, sessionsEnded, expiresAt } = session;
    await this.#sql(statement, [id, portal, member, sessionsEnded, expiresAt, tokenHash]);
  }

  async spendToken(tokenHash: string, nextHash: string, now: number): Promise<Spent> {
    const [row] = await this.#sql(spend, [tokenHash, nextHash, now]);
    if (row === undefined) return { outcome: 'unknown' };
    const { spent, ...session } = spentRow.parse(JSON.parse(row));
    return { outcome: spent ? 'spent' : 'reused', session };
  }

  async session(id: string): Promise<Session | null> {
    const [row] = await this.#sql(`select json_build_object(${sessionColumns})::text from session s where s.id = $1`, [
      id,
    ]);
    return row === undefined ? null : sessionRow.parse(JSON.parse(row));
  }

  async endSession(id: string, now: number): Promise<void> {
    await this.#sql(`update session set ended_at = $2 where id = $1 and ended_at is null`, [id, now]);
  }

  async endSessionsOf(portal: string, member: string, now: number): Promise<void> {
    const statement = `update session set ended_at = $3 where portal = $1 and member = $2 and ended_at is null`;
    await this.#sql(statement, [portal, member, now]);
  }

  async endedSince(since: number): Promise<readonly string[]> {
    const rows = await this.#sql(`select to_json(id)::text from session where ended_at >= $1`, [since]);
    return rows.map((row) => z.string().parse(JSON.parse(row)));
  }

  async forgetSessions(before: number): Promise<void> {
    await this.#sql(`delete from session where expires_at < $1 or ended_at < $1`, [before]);
  }

  async addKey({ kid, publicJwk, sealedPrivateJwk, createdAt }: StoredKey): Promise<void> {
    const statement = `insert into signing_key (kid, public_jwk, sealed_private_jwk, created_at) values ($1, $2, $3, $4)`;
    await this.#sql(statement, [kid, publicJwk, sealedPrivateJwk, createdAt]);
  }

  async keys(): Promise<readonly StoredKey[]> {
    const statement = `select json_build_object('kid', kid, 'publicJwk', public_jwk, 'sealedPrivateJwk', sealed_private_jwk,
      'createdAt', created_at)::text from signing_key order by created_at desc`;
    return (await this.#sql(statement, [])).map((row) => keyRow.parse(JSON.parse(row)));
  }
}
