import { abilityOf } from '@genkan/access/compile';
import { memberKeyQuestions } from '@genkan/access/member-keys';
import type { Question } from '@genkan/domain/known';
import type { Member } from '@genkan/domain/members';
import type { Portal, SettingPart } from '@genkan/domain/portal';
import type { RecordState } from '@genkan/domain/records';
import type { Answers, Entry } from '@genkan/log/portal-log';
import { seenThrough, type Lens } from './lens.ts';
import { GatherSoon } from './gather-soon.ts';
import { OwnSide } from './own-side.ts';
import type { PortalNode } from './portal-node.ts';
import { rulesOf, type Rules } from './rules.ts';

/** Settings by which nobody is judged: what is told of exposure must not make a thousand sessions be judged again. */
const judgesNobody: ReadonlySet<SettingPart> = new Set(['exposure', 'exposed']);

/** Somebody who is judged: a session, or whoever is present on another node. */
export type Judged = {
  readonly memberId: string;
  /** Null until found out. */
  member: Member | null;
  rules: Rules | null;
  readonly closing: boolean;
  /** Set: the member is looked at otherwise than he is. */
  readonly lens?: Lens | null;
};

/** Keeps what sessions are judged by at the head: member rows, settings, and the records their keys come from. */
export class Rights<Session extends Judged> {
  readonly own = new OwnSide<Session>();
  readonly #node: PortalNode;
  readonly #gather: GatherSoon;
  readonly #byMember = new Map<string, Session[]>();

  constructor(node: PortalNode) {
    this.#node = node;
    this.#gather = new GatherSoon((questions) => node.log.gather(node.id, questions));
  }

  add(session: Session): void {
    const others = this.#byMember.get(session.memberId);
    if (others) others.push(session);
    else this.#byMember.set(session.memberId, [session]);
  }

  remove(session: Session): void {
    const others = this.#byMember.get(session.memberId)?.filter((one) => one !== session);
    if (others && others.length > 0) this.#byMember.set(session.memberId, others);
    else this.#byMember.delete(session.memberId);
    this.own.release(session);
  }

  /** Takes an entry in; answers the sessions whose rules it may have altered. `node.settings` are those after it. */
  take(entry: Entry): ReadonlySet<Session> {
    const concerned = new Set<Session>();
    for (const change of entry.changes) {
      if (change.kind === 'setting') {
        if (!judgesNobody.has(change.part)) for (const session of this.#all()) concerned.add(session);
      } else if (change.kind === 'record') for (const session of this.own.take(change) ?? []) concerned.add(session);
      else if (change.kind === 'member') {
        for (const session of this.#byMember.get((change.after ?? change.before)?.id ?? '') ?? []) {
          if (session.member) session.member = change.after ?? { ...session.member, status: 'removed' };
          concerned.add(session);
        }
      }
    }
    return concerned;
  }

  /** Finds out member, own side and rules, as of the head. The last round asks nothing and awaits nothing. */
  async settle(session: Session): Promise<void> {
    for (;;) {
      const questions = this.#missing(session);
      if (questions.length === 0 && this.judge(session)) return;
      const answers = await this.#gather.ask(questions);
      await this.#node.reach(answers.head);
      if (session.closing) return;
      this.#pin(session, questions, answers);
      if (!session.member) return; // there is no such member
    }
  }

  /** Computes the rules from what is at hand; false when something is missing. */
  judge(session: Session): boolean {
    const seen = this.#seen(session);
    session.rules = seen && rulesOf(seen.portal, seen.member, this.own);
    if (session.rules) this.own.keep(session, [...session.rules.through, ...ownRecord(session.member)]);
    return session.rules !== null;
  }

  #seen({ member, lens }: Session): { readonly portal: Portal; readonly member: Member } | null {
    const portal = this.#node.settings;
    return member && (lens ? seenThrough(lens, portal, member) : { portal, member });
  }

  *#all(): Iterable<Session> {
    for (const sessions of this.#byMember.values()) yield* sessions;
  }

  /** What is not at hand; what is, is pinned for this session too. */
  #missing(session: Session): readonly Question[] {
    const seen = this.#seen(session);
    if (!seen) return [{ ask: 'member', id: session.memberId }];
    const { portal, member } = seen;
    const asked = [...memberKeyQuestions(portal, abilityOf(portal, member), member, this.own)];
    if (member.kind === 'portal-user') asked.push({ ask: 'record', module: member.module, id: member.record });
    return asked.filter((question) => {
      if (question.ask !== 'record' || !this.own.has(question.id)) return true;
      this.own.pin(session, question.id, this.own.record(question.module, question.id));
      return false;
    });
  }

  #pin(session: Session, questions: readonly Question[], { head, known }: Answers): void {
    const newer = this.#node.since(head);
    if (!newer) return; // asked again
    for (const question of questions) {
      if (question.ask === 'member') session.member = newestMember(newer, question.id) ?? known.member(question.id);
      if (question.ask !== 'record') continue;
      const row = newestRecord(newer, question.id);
      this.own.pin(session, question.id, row === undefined ? known.record(question.module, question.id) : row);
    }
  }
}

const ownRecord = (member: Member | null): string[] => (member?.kind === 'portal-user' ? [member.record] : []);

function newestRecord(entries: readonly Entry[], id: string): RecordState | null | undefined {
  let newest: RecordState | null | undefined;
  for (const change of entries.flatMap((entry) => entry.changes)) {
    if (change.kind === 'record' && (change.after ?? change.before)?.id === id) newest = change.after;
  }
  return newest;
}

function newestMember(entries: readonly Entry[], id: string): Member | null {
  let newest: Member | null = null;
  for (const change of entries.flatMap((entry) => entry.changes)) {
    if (change.kind === 'member' && change.after?.id === id) newest = change.after;
  }
  return newest;
}
