import { createHash } from 'node:crypto';
import type { Known } from './known.ts';
import type { Member } from './members.ts';
import type { Portal } from './portal.ts';
import type { RecordState } from './records.ts';
import type { UserType } from './user-types.ts';
import type { Users } from './users.ts';

/** One text for each meaning: names sorted. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, held]) => [name, canonical(held)]);
}

/** What a record says, without what only the log knows of it. */
const ofRecord = (row: RecordState | null): unknown =>
  row && [row.layout, row.fields, row.createdBy, row.owner, row.deleted, row.restricted, row.keys];
const ofMembers = (rows: readonly Member[]): unknown => [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));

/**
 * Notes all that deciding reads. Deciding is pure: on the same basis it comes to the same outcome, so that two equal
 * hashes say that a dry run still holds.
 */
export class Basis implements Known {
  readonly #under: Known;
  readonly #read = new Map<string, unknown>();

  constructor(under: Known) {
    this.#under = under;
  }

  record(module: string, id: string): RecordState | null {
    const row = this.#under.record(module, id);
    this.#read.set(`record ${module} ${id}`, ofRecord(row));
    return row;
  }
  member(id: string): Member | null {
    return this.#noted(`member ${id}`, this.#under.member(id));
  }
  userTypeAt(userType: string, sequence: number): UserType | null {
    return this.#noted(`type ${userType} ${sequence}`, this.#under.userTypeAt(userType, sequence));
  }
  holder(scope: string, value: string): string | null {
    return this.#noted(`claim ${scope} ${value}`, this.#under.holder(scope, value));
  }
  referring(module: string, field: string, id: string): readonly string[] {
    const ids = this.#under.referring(module, field, id);
    this.#read.set(`referring ${module} ${field} ${id}`, [...ids].sort());
    return ids;
  }
  membersTiedTo(record: string): readonly Member[] {
    const rows = this.#under.membersTiedTo(record);
    this.#read.set(`tied ${record}`, ofMembers(rows));
    return rows;
  }
  membersOf(userType: string): readonly Member[] {
    const rows = this.#under.membersOf(userType);
    this.#read.set(`of ${userType}`, ofMembers(rows));
    return rows;
  }

  users(): Users {
    const users = this.#under.users();
    this.#read.set('users', Object.fromEntries(users));
    return users;
  }

  /** The hash of what was read, the settings and `more`. */
  hash({ modules, userTypes, conversion, profile, licence }: Portal, more: unknown): string {
    const settings = [modules, userTypes, conversion, profile.domains ?? [], licence];
    const all = canonical([more, settings, Object.fromEntries(this.#read)]);
    return createHash('sha256').update(JSON.stringify(all)).digest('base64url');
  }

  #noted<T>(question: string, answer: T): T {
    this.#read.set(question, answer);
    return answer;
  }
}
