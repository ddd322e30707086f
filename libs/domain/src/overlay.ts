import type { Change } from './changes.ts';
import type { Known } from './known.ts';
import type { Member } from './members.ts';
import type { RecordState } from './records.ts';
import type { UserType } from './user-types.ts';
import type { Users } from './users.ts';
import { countedOn, summed } from './users.ts';

const place = (module: string, id: string): string => `${module}/${id}`;
const claim = (scope: string, value: string): string => `${scope}=${value}`;

/** What is known plus what was changed since: a later event, or a later row of an import, sees the earlier ones. */
export class Overlay implements Known {
  readonly #under: Known;
  readonly #records = new Map<string, RecordState | null>();
  readonly #members = new Map<string, Member | null>();
  #users: Users = new Map();
  readonly #claims = new Map<string, string | null>();

  constructor(under: Known) {
    this.#under = under;
  }

  add(change: Change): void {
    switch (change.kind) {
      case 'record': {
        const row = change.after ?? change.before;
        if (row !== null) this.#records.set(place(row.module, row.id), change.after);
        return;
      }
      case 'member': {
        const row = change.after ?? change.before;
        if (row !== null) this.#members.set(row.id, change.after);
        this.#users = countedOn(this.#users, [change]);
        return;
      }
      case 'claim':
        this.#claims.set(claim(change.scope, change.value), change.holder);
        return;
      case 'setting':
        return; // settings are folded into the portal itself
      default:
        return change satisfies never;
    }
  }

  record(module: string, id: string): RecordState | null {
    const changed = this.#records.get(place(module, id));
    return changed === undefined ? this.#under.record(module, id) : changed;
  }

  member(id: string): Member | null {
    const changed = this.#members.get(id);
    return changed === undefined ? this.#under.member(id) : changed;
  }

  /** The past lies below everything that happens now. */
  userTypeAt(userType: string, sequence: number): UserType | null {
    return this.#under.userTypeAt(userType, sequence);
  }

  holder(scope: string, value: string): string | null {
    const changed = this.#claims.get(claim(scope, value));
    return changed === undefined ? this.#under.holder(scope, value) : changed;
  }

  referring(module: string, field: string, id: string): readonly string[] {
    const ids = this.#under.referring(module, field, id).filter((one) => !this.#records.has(place(module, one)));
    const changed = [...this.#records.values()].filter((one) => one?.module === module && one.fields[field] === id);
    return [...ids, ...changed.flatMap((one) => (one === null ? [] : [one.id]))];
  }

  membersTiedTo(record: string): readonly Member[] {
    return this.#selected(
      this.#under.membersTiedTo(record),
      (one) => one.kind === 'portal-user' && one.record === record,
    );
  }

  membersOf(userType: string): readonly Member[] {
    return this.#selected(
      this.#under.membersOf(userType),
      (one) => one.kind === 'portal-user' && one.userType === userType,
    );
  }

  users(): Users {
    return summed(this.#under.users(), this.#users);
  }

  #selected(under: readonly Member[], belongs: (member: Member) => boolean): readonly Member[] {
    const untouched = under.filter((one) => !this.#members.has(one.id));
    const changed = [...this.#members.values()].filter((one) => one !== null);
    return [...untouched, ...changed.filter(belongs)];
  }
}
