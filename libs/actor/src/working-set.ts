import { applySetting, type Change } from '@genkan/domain/changes';
import { NotGathered, type Known, type Question } from '@genkan/domain/known';
import type { Member } from '@genkan/domain/members';
import type { Portal } from '@genkan/domain/portal';
import type { RecordState } from '@genkan/domain/records';
import type { UserType } from '@genkan/domain/user-types';
import { countedOn, type Users } from '@genkan/domain/users';
import { recordKey, type RowCache } from './row-cache.ts';

const referringKey = (module: string, field: string, id: string): string => `${module}.${field}:${id}`;
const typeKey = (userType: string, sequence: number): string => `${userType}@${sequence}`;
const claimKey = (scope: string, value: string): string => `${scope}\n${value}`;
const tiedTo = (member: Member | null): string | null => (member?.kind === 'portal-user' ? member.record : null);
const typeOf = (member: Member | null): string | null => (member?.kind === 'portal-user' ? member.userType : null);

/**
 * What a turn knows: rows and sets as they were at the head, with what the commands decided so far did to them. Each
 * command sees the ones before it; a refused one is taken back to its savepoint and leaves no trace (LG2).
 */
export class WorkingSet implements Known {
  #portal: Portal;
  readonly #cache: RowCache;
  /** By id alone: ids are unique in a portal. */
  readonly #records = new Map<string, RecordState | null>();
  /** Places that hold nothing at the head; a record made there since stands in `#records`. */
  readonly #absent = new Set<string>();
  readonly #members = new Map<string, Member | null>();
  readonly #referring = new Map<string, Set<string>>();
  readonly #tied = new Map<string, Set<string>>();
  readonly #ofType = new Map<string, Set<string>>();
  /** As they are at the head. */
  #users: Users | null = null;
  readonly #types = new Map<string, UserType | null>();
  readonly #holders = new Map<string, string | null>();
  readonly #changes: Change[] = [];
  readonly #undo: (() => void)[] = [];

  constructor(portal: Portal, cache: RowCache) {
    this.#portal = portal;
    this.#cache = cache;
  }

  get portal(): Portal {
    return this.#portal;
  }

  /** Everything the turn changed so far, in order. */
  get changes(): readonly Change[] {
    return this.#changes;
  }

  record(module: string, id: string): RecordState | null {
    const row = this.#recordAt(module, id);
    if (row === undefined) throw new NotGathered({ ask: 'record', module, id });
    return row;
  }

  member(id: string): Member | null {
    const row = this.#memberAt(id);
    if (row === undefined) throw new NotGathered({ ask: 'member', id });
    return row;
  }

  referring(module: string, field: string, id: string): readonly string[] {
    const ids = this.#referring.get(referringKey(module, field, id));
    if (!ids) throw new NotGathered({ ask: 'referring', module, field, id });
    return [...ids];
  }

  membersTiedTo(record: string): readonly Member[] {
    const ids = this.#tied.get(record);
    if (!ids) throw new NotGathered({ ask: 'members-tied-to', record });
    return this.#membersAmong(ids);
  }

  membersOf(userType: string): readonly Member[] {
    const ids = this.#ofType.get(userType);
    if (!ids) throw new NotGathered({ ask: 'members-of', userType });
    return this.#membersAmong(ids);
  }

  users(): Users {
    const users = this.#usersAtHead();
    if (!users) throw new NotGathered({ ask: 'users' });
    return countedOn(users, this.#changes);
  }

  userTypeAt(userType: string, sequence: number): UserType | null {
    const type = this.#types.get(typeKey(userType, sequence));
    if (type === undefined) throw new NotGathered({ ask: 'user-type-at', userType, sequence });
    return type;
  }

  holder(scope: string, value: string): string | null {
    const holder = this.#holders.get(claimKey(scope, value));
    if (holder === undefined) throw new NotGathered({ ask: 'claim', scope, value });
    return holder;
  }

  /** True: the question has its answer, here or in the cache. */
  knows(question: Question): boolean {
    switch (question.ask) {
      case 'record':
        return this.#recordAt(question.module, question.id) !== undefined;
      case 'member':
        return this.#memberAt(question.id) !== undefined;
      case 'referring':
        return this.#referring.has(referringKey(question.module, question.field, question.id));
      case 'members-tied-to':
        return this.#tied.has(question.record);
      case 'members-of':
        return this.#ofType.has(question.userType);
      case 'users':
        return this.#usersAtHead() !== null;
      case 'user-type-at':
        return this.#types.has(typeKey(question.userType, question.sequence));
      case 'claim':
        return this.#holders.has(claimKey(question.scope, question.value));
      default:
        return question satisfies never;
    }
  }

  /** Takes in an answer read at the turn's head; what the turn changed since stays on top of it. */
  learn(question: Question, answers: Known): void {
    if (this.knows(question)) return;
    switch (question.ask) {
      case 'record':
        return this.#learnRecord(question.module, question.id, answers.record(question.module, question.id));
      case 'member':
        return this.#learnMember(question.id, answers.member(question.id));
      case 'referring':
        this.#referring.set(
          referringKey(question.module, question.field, question.id),
          new Set(answers.referring(question.module, question.field, question.id)),
        );
        return this.#again('record');
      case 'members-tied-to':
        this.#tied.set(question.record, this.#learnMembers(answers.membersTiedTo(question.record)));
        return this.#again('member');
      case 'members-of':
        this.#ofType.set(question.userType, this.#learnMembers(answers.membersOf(question.userType)));
        return this.#again('member');
      case 'users':
        this.#users = this.#cache.users = answers.users();
        return;
      case 'user-type-at':
        this.#types.set(
          typeKey(question.userType, question.sequence),
          answers.userTypeAt(question.userType, question.sequence),
        );
        return;
      case 'claim':
        this.#holders.set(claimKey(question.scope, question.value), answers.holder(question.scope, question.value));
        return this.#again('claim');
      default:
        return question satisfies never;
    }
  }

  apply(change: Change): void {
    this.#changes.push(change);
    this.#undo.push(() => void this.#changes.pop());
    this.#lay(change);
  }

  /** A place to roll back to: the state before the next command. */
  savepoint(): number {
    return this.#undo.length;
  }

  rollback(savepoint: number): void {
    while (this.#undo.length > savepoint) this.#undo.pop()?.();
  }

  #recordAt(module: string, id: string): RecordState | null | undefined {
    const row = this.#records.get(id);
    if (row !== undefined) return row?.module === module ? row : null;
    if (this.#absent.size > 0 && this.#absent.has(recordKey(module, id))) return null;
    const cached = this.#cache.record(module, id);
    if (cached === null) this.#absent.add(recordKey(module, id));
    else if (cached) this.#records.set(id, cached); // pinned for the turn
    return cached;
  }

  #memberAt(id: string): Member | null | undefined {
    const row = this.#members.get(id);
    if (row !== undefined) return row;
    const cached = this.#cache.members.get(id);
    if (cached !== undefined) this.#members.set(id, cached);
    return cached;
  }

  /** Pinned for the turn, as rows are. */
  #usersAtHead(): Users | null {
    return (this.#users ??= this.#cache.users);
  }

  #membersAmong(ids: ReadonlySet<string>): readonly Member[] {
    return [...ids].map((id) => this.member(id)).filter((row) => row !== null);
  }

  #learnRecord(module: string, id: string, row: RecordState | null): void {
    this.#cache.learnRecord(module, id, row);
    if (row) this.#records.set(id, row);
    else this.#absent.add(recordKey(module, id));
  }

  #learnMember(id: string, row: Member | null): void {
    this.#members.set(id, row);
    this.#cache.members.set(id, row);
  }

  #learnMembers(rows: readonly Member[]): Set<string> {
    for (const row of rows) if (this.#memberAt(row.id) === undefined) this.#learnMember(row.id, row);
    return new Set(rows.map((row) => row.id));
  }

  /** Lays the turn's earlier changes over a set that was read from the head just now. */
  #again(kind: Change['kind']): void {
    for (const change of this.#changes) if (change.kind === kind) this.#laySets(change, false);
  }

  #lay(change: Change): void {
    if (change.kind === 'record') {
      const row = change.after ?? change.before;
      if (row) this.#set(this.#records, row.id, change.after);
    } else if (change.kind === 'member') {
      const row = change.after ?? change.before;
      if (row) this.#set(this.#members, row.id, change.after);
    } else if (change.kind === 'setting') {
      const before = this.#portal;
      this.#undo.push(() => void (this.#portal = before));
      this.#portal = applySetting(before, change);
    }
    this.#laySets(change, true);
  }

  #laySets(change: Change, undoable: boolean): void {
    if (change.kind === 'record') {
      if (this.#referring.size > 0) this.#layReferring(change.before, change.after, undoable);
    } else if (change.kind === 'member') {
      const id = (change.after ?? change.before)?.id;
      if (id === undefined) return;
      this.#move(this.#tied, tiedTo(change.before), tiedTo(change.after), id, undoable);
      this.#move(this.#ofType, typeOf(change.before), typeOf(change.after), id, undoable);
    } else if (change.kind === 'claim') {
      const key = claimKey(change.scope, change.value);
      if (this.#holders.has(key) || undoable) this.#set(this.#holders, key, change.holder);
    }
  }

  #layReferring(before: RecordState | null, after: RecordState | null, undoable: boolean): void {
    const row = after ?? before;
    if (!row) return;
    const place = (field: string, value: unknown): string | null =>
      typeof value === 'string' ? referringKey(row.module, field, value) : null;
    for (const field of new Set([...Object.keys(before?.fields ?? {}), ...Object.keys(after?.fields ?? {})])) {
      const from = before?.fields[field];
      const to = after?.fields[field];
      if (from !== to) this.#move(this.#referring, place(field, from), place(field, to), row.id, undoable);
    }
  }

  #move(sets: Map<string, Set<string>>, from: string | null, to: string | null, id: string, undoable: boolean): void {
    if (from === to) return;
    const left = from === null ? undefined : sets.get(from);
    const entered = to === null ? undefined : sets.get(to);
    if (left?.delete(id) && undoable) this.#undo.push(() => void left.add(id));
    if (entered && !entered.has(id)) {
      entered.add(id);
      if (undoable) this.#undo.push(() => void entered.delete(id));
    }
  }

  #set<Row>(rows: Map<string, Row | null>, key: string, row: Row | null): void {
    const before = rows.get(key);
    rows.set(key, row);
    this.#undo.push(() => void (before === undefined ? rows.delete(key) : rows.set(key, before)));
  }
}
