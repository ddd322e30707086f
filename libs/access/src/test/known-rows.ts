import { NotGathered, type Known, type Question } from '@genkan/domain/known';
import type { RecordState } from '@genkan/domain/records';
import type { Rows } from '../asked.ts';

/** Everything there is, answered at once. */
export function allKnown(records: readonly RecordState[]): Rows {
  const rows = new Map(records.map((record) => [`${record.module}:${record.id}`, record]));
  return {
    record: (module, id) => rows.get(`${module}:${id}`) ?? null,
    referring: (module, field, id) =>
      records.filter((one) => one.module === module && one.fields[field] === id).map((one) => one.id),
  };
}

/** Answers only what was gathered, as the actor's `Known` does; asks again until nothing new is asked. */
export function gatheredBy(all: Rows, ask: (known: Rows) => readonly Question[]): Rows & { readonly rounds: number } {
  const gathered = new Set<string>();
  const checked = <A>(question: Question, answer: () => A): A => {
    if (!gathered.has(JSON.stringify(question))) throw new NotGathered(question);
    return answer();
  };
  const known: Rows = {
    record: (module, id) => checked({ ask: 'record', module, id }, () => all.record(module, id)),
    referring: (module, field, id) =>
      checked({ ask: 'referring', module, field, id }, () => all.referring(module, field, id)),
  };
  for (let rounds = 0; ; rounds += 1) {
    const fresh = ask(known).filter((question) => !gathered.has(JSON.stringify(question)));
    if (fresh.length === 0) return { ...known, rounds };
    for (const question of fresh) gathered.add(JSON.stringify(question));
  }
}

/** `Known` with rows alone: whatever else is asked was not gathered. */
export function knownOf(rows: Rows): Known {
  const never = (question: Question) => (): never => {
    throw new NotGathered(question);
  };
  return {
    ...rows,
    member: never({ ask: 'member', id: '' }),
    membersTiedTo: never({ ask: 'members-tied-to', record: '' }),
    membersOf: never({ ask: 'members-of', userType: '' }),
    users: never({ ask: 'users' }),
    userTypeAt: never({ ask: 'user-type-at', userType: '', sequence: 0 }),
    holder: never({ ask: 'claim', scope: '', value: '' }),
  };
}
