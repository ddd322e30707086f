import type { Known, Question } from '@genkan/domain/known';
import { NotGathered } from '@genkan/domain/known';
import type { Member } from '@genkan/domain/members';
import type { RecordState } from '@genkan/domain/records';
import type { UserType } from '@genkan/domain/user-types';
import type { Users } from '@genkan/domain/users';

/** Answers any question there is, one at a time: what it does not find is null or empty, and nothing throws. */
export type Source = Known;

/** One name for equal questions, so that an answer is found again whoever asked. */
export function questionName(question: Question): string {
  switch (question.ask) {
    case 'record':
      return JSON.stringify(['record', question.module, question.id]);
    case 'member':
      return JSON.stringify(['member', question.id]);
    case 'referring':
      return JSON.stringify(['referring', question.module, question.field, question.id]);
    case 'members-tied-to':
      return JSON.stringify(['members-tied-to', question.record]);
    case 'members-of':
      return JSON.stringify(['members-of', question.userType]);
    case 'users':
      return JSON.stringify(['users']);
    case 'user-type-at':
      return JSON.stringify(['user-type-at', question.userType, question.sequence]);
    case 'claim':
      return JSON.stringify(['claim', question.scope, question.value]);
    default:
      return question satisfies never;
  }
}

/** `Known` for exactly the questions asked, answered now: reading anything else throws (a decision never guesses). */
export function answered(questions: readonly Question[], source: Source): Known {
  const records = new Map<string, RecordState | null>();
  const members = new Map<string, Member | null>();
  const ids = new Map<string, readonly string[]>();
  const lists = new Map<string, readonly Member[]>();
  const counts = new Map<string, Users>();
  const types = new Map<string, UserType | null>();
  const holders = new Map<string, string | null>();
  for (const question of questions) {
    const name = questionName(question);
    switch (question.ask) {
      case 'record':
        records.set(name, source.record(question.module, question.id));
        break;
      case 'member':
        members.set(name, source.member(question.id));
        break;
      case 'referring':
        ids.set(name, source.referring(question.module, question.field, question.id));
        break;
      case 'members-tied-to':
        lists.set(name, source.membersTiedTo(question.record));
        break;
      case 'members-of':
        lists.set(name, source.membersOf(question.userType));
        break;
      case 'users':
        counts.set(name, source.users());
        break;
      case 'user-type-at':
        types.set(name, source.userTypeAt(question.userType, question.sequence));
        break;
      case 'claim':
        holders.set(name, source.holder(question.scope, question.value));
        break;
      default:
        question satisfies never;
    }
  }
  return {
    record: (module, id) => read(records, { ask: 'record', module, id }),
    member: (id) => read(members, { ask: 'member', id }),
    referring: (module, field, id) => read(ids, { ask: 'referring', module, field, id }),
    membersTiedTo: (record) => read(lists, { ask: 'members-tied-to', record }),
    membersOf: (userType) => read(lists, { ask: 'members-of', userType }),
    users: () => read(counts, { ask: 'users' }),
    userTypeAt: (userType, sequence) => read(types, { ask: 'user-type-at', userType, sequence }),
    holder: (scope, value) => read(holders, { ask: 'claim', scope, value }),
  };
}

function read<T>(answers: ReadonlyMap<string, T>, question: Question): T {
  const answer = answers.get(questionName(question));
  if (answer === undefined) throw new NotGathered(question);
  return answer;
}
