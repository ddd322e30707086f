import type { Known, Question } from '../known.ts';
import type { Member } from '../members.ts';
import type { RecordState } from '../records.ts';
import type { UserType } from '../user-types.ts';
import type { Users } from '../users.ts';
import { NotGathered } from '../known.ts';
import { countedOn } from '../users.ts';

/** Everything a small portal holds, for tests. */
export type Rows = {
  readonly records: ReadonlyMap<string, RecordState>;
  readonly members: ReadonlyMap<string, Member>;
  readonly claims: ReadonlyMap<string, string>;
  readonly userTypes?: ReadonlyMap<string, UserType>;
};

/** Answers what was asked for from rows in memory, and throws for the rest, as the actor does. */
export class Gathered implements Known {
  readonly #rows: Rows;
  readonly #asked: ReadonlySet<string>;

  constructor(rows: Rows, questions: readonly Question[]) {
    this.#rows = rows;
    this.#asked = new Set(questions.map((question) => JSON.stringify(question)));
  }

  record(module: string, id: string): RecordState | null {
    this.#check({ ask: 'record', module, id });
    const row = this.#rows.records.get(id);
    return row?.module === module ? row : null;
  }
  member(id: string): Member | null {
    this.#check({ ask: 'member', id });
    return this.#rows.members.get(id) ?? null;
  }
  referring(module: string, field: string, id: string): readonly string[] {
    this.#check({ ask: 'referring', module, field, id });
    const rows = [...this.#rows.records.values()];
    return rows.filter((row) => row.module === module && row.fields[field] === id).map((row) => row.id);
  }
  membersTiedTo(record: string): readonly Member[] {
    this.#check({ ask: 'members-tied-to', record });
    return [...this.#rows.members.values()].filter((one) => one.kind === 'portal-user' && one.record === record);
  }
  membersOf(userType: string): readonly Member[] {
    this.#check({ ask: 'members-of', userType });
    return [...this.#rows.members.values()].filter((one) => one.kind === 'portal-user' && one.userType === userType);
  }
  users(): Users {
    this.#check({ ask: 'users' });
    const all = [...this.#rows.members.values()];
    return countedOn(
      new Map(),
      all.map((after) => ({ kind: 'member', before: null, after })),
    );
  }
  userTypeAt(userType: string, sequence: number): UserType | null {
    this.#check({ ask: 'user-type-at', userType, sequence });
    return this.#rows.userTypes?.get(`${userType}@${sequence}`) ?? null;
  }
  holder(scope: string, value: string): string | null {
    this.#check({ ask: 'claim', scope, value });
    return this.#rows.claims.get(`${scope}=${value}`) ?? null;
  }

  #check(question: Question): void {
    if (!this.#asked.has(JSON.stringify(question))) throw new NotGathered(question);
  }
}
