import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { emptyPortal, type Change } from '@genkan/domain/changes';
import { NotGathered, type Known, type Question } from '@genkan/domain/known';
import type { PortalUser } from '@genkan/domain/members';
import type { RecordState } from '@genkan/domain/records';
import { RowCache } from './row-cache.ts';
import { WorkingSet } from './working-set.ts';

const ids = ['r1', 'r2', 'r3'];
const record = (id: string, parent: string | null): RecordState => ({
  id,
  module: 'Deals',
  layout: 'Standard',
  fields: { Parent: parent },
  createdBy: 'm1',
  owner: null,
  deleted: false,
  restricted: false,
  keys: [],
});
const member = (id: string, tied: string, userType: string, status: PortalUser['status'] = 'active'): PortalUser => ({
  kind: 'portal-user',
  id,
  email: `${id}@example.com`,
  status,
  sessionsEnded: 0,
  userType,
  record: tied,
  module: 'Contacts',
  inviter: null,
});

/** Plain rows: what the database would answer after the same changes. */
class Rows implements Known {
  readonly records = new Map<string, RecordState>();
  readonly members = new Map<string, PortalUser>();
  readonly holders = new Map<string, string>();
  record = (module: string, id: string): RecordState | null => {
    const row = this.records.get(id);
    return row?.module === module ? row : null;
  };
  member = (id: string): PortalUser | null => this.members.get(id) ?? null;
  referring = (module: string, field: string, id: string): string[] =>
    [...this.records.values()].filter((row) => row.module === module && row.fields[field] === id).map((row) => row.id);
  membersTiedTo = (id: string): PortalUser[] => [...this.members.values()].filter((row) => row.record === id);
  membersOf = (id: string): PortalUser[] => [...this.members.values()].filter((row) => row.userType === id);
  users = (): Map<string, number> =>
    new Map(
      ['u1', 'u2'].map((type) => [type, this.membersOf(type).filter(({ status }) => status !== 'removed').length]),
    );
  userTypeAt = (): null => null;
  holder = (scope: string, value: string): string | null => this.holders.get(`${scope} ${value}`) ?? null;
  apply(change: Change): void {
    if (change.kind === 'record' && change.after) this.records.set(change.after.id, change.after);
    if (change.kind === 'member' && change.after?.kind === 'portal-user')
      this.members.set(change.after.id, change.after);
    if (change.kind === 'claim' && change.holder) this.holders.set(`${change.scope} ${change.value}`, change.holder);
    if (change.kind === 'claim' && !change.holder) this.holders.delete(`${change.scope} ${change.value}`);
  }
}

const questions: readonly Question[] = [
  ...ids.map((id) => ({ ask: 'record', module: 'Deals', id }) as const),
  ...ids.map((id) => ({ ask: 'member', id }) as const),
  ...ids.map((id) => ({ ask: 'referring', module: 'Deals', field: 'Parent', id }) as const),
  ...ids.map((id) => ({ ask: 'members-tied-to', record: id }) as const),
  { ask: 'members-of', userType: 'u1' },
  { ask: 'members-of', userType: 'u2' },
  { ask: 'users' },
  { ask: 'claim', scope: 'email', value: 'x@example.com' },
];
const answer = (known: Known, question: Question): unknown => {
  switch (question.ask) {
    case 'record':
      return known.record(question.module, question.id);
    case 'member':
      return known.member(question.id);
    case 'referring':
      return [...known.referring(question.module, question.field, question.id)].sort();
    case 'members-tied-to':
      return sortedIds(known.membersTiedTo(question.record));
    case 'members-of':
      return sortedIds(known.membersOf(question.userType));
    case 'users':
      return ['u1', 'u2'].map((type) => known.users().get(type) ?? 0);
    case 'user-type-at':
      return known.userTypeAt(question.userType, question.sequence);
    case 'claim':
      return known.holder(question.scope, question.value);
  }
};
const sortedIds = (rows: readonly { id: string }[]): string[] => rows.map((row) => row.id).sort();

const someId = fc.constantFrom(...ids);
const draft = fc.oneof(
  fc.record({ kind: fc.constant('record' as const), id: someId, parent: fc.option(someId, { nil: null }) }),
  fc.record({
    kind: fc.constant('member' as const),
    id: someId,
    tied: someId,
    userType: fc.constantFrom('u1', 'u2'),
    status: fc.constantFrom('active', 'inactive', 'removed'),
  }),
  fc.record({ kind: fc.constant('claim' as const), holder: fc.option(someId, { nil: null }) }),
);
type Draft = typeof draft extends fc.Arbitrary<infer T> ? T : never;
const changeOf = (known: Known, made: Draft): Change => {
  if (made.kind === 'record')
    return { kind: 'record', before: known.record('Deals', made.id), after: record(made.id, made.parent) };
  if (made.kind === 'member')
    return {
      kind: 'member',
      before: known.member(made.id),
      after: member(made.id, made.tied, made.userType, made.status),
    };
  return { kind: 'claim', scope: 'email', value: 'x@example.com', holder: made.holder };
};

describe('working set', () => {
  test('[AC18] what was not gathered is never guessed', () => {
    const known = new WorkingSet(emptyPortal('p'), new RowCache());
    for (const question of questions) expect(() => answer(known, question)).toThrow(NotGathered);
  });

  test('[AC18] a record asked for in another module than its own is not there', () => {
    const rows = new Rows();
    rows.apply({ kind: 'record', before: null, after: record('r1', null) });
    const known = new WorkingSet(emptyPortal('p'), new RowCache());
    const question = { ask: 'record', module: 'Contacts', id: 'r1' } as const;
    known.learn(question, rows);
    expect(known.record('Contacts', 'r1')).toBeNull();
  });

  test('[AC19] it answers like the database after the same changes, whenever a question was first asked', () => {
    fc.assert(
      fc.property(
        fc.array(draft),
        fc.array(fc.tuple(draft, fc.boolean(), fc.subarray([...questions]))),
        (earlier, turn) => {
          const head = new Rows();
          for (const made of earlier) head.apply(changeOf(head, made));
          const model = new Rows();
          for (const made of earlier) model.apply(changeOf(model, made));
          const cache = new RowCache();
          const known = new WorkingSet(emptyPortal('p'), cache);
          for (const [made, kept, asked] of turn) {
            for (const question of asked) known.learn(question, head);
            const savepoint = known.savepoint();
            for (const id of ids) {
              known.learn({ ask: 'record', module: 'Deals', id }, head);
              known.learn({ ask: 'member', id }, head);
            }
            known.apply(changeOf(known, made));
            if (kept) model.apply(changeOf(model, made));
            else known.rollback(savepoint);
          }
          for (const question of questions) {
            known.learn(question, head);
            expect(answer(known, question)).toEqual(answer(model, question));
          }
          cache.keep(known.changes);
          expect(answer(new WorkingSet(emptyPortal('p'), cache), { ask: 'users' })).toEqual(
            answer(model, { ask: 'users' }),
          );
        },
      ),
    );
  });

  test('[AC20] the cache follows what others wrote only for rows it holds, and forgets the least used', () => {
    const cache = new RowCache({ records: 6, members: 6 });
    const change = (of: string, parent: string | null): Change => ({
      kind: 'record',
      before: null,
      after: record(of, parent),
    });
    cache.keep([change('r1', null), change('r2', null)]);
    cache.follow([change('r1', 'r2'), change('r3', null)]);
    expect(cache.record('Deals', 'r1')?.fields['Parent']).toBe('r2');
    expect(cache.record('Deals', 'r3')).toBeUndefined();
    cache.learnRecord('Deals', 'n1', null);
    cache.follow([change('n1', null)]);
    expect(cache.record('Deals', 'n1')?.id).toBe('n1');
    expect(cache.record('Contacts', 'n1')).toBeNull();
    for (let n = 0; n < 100; n += 1) {
      cache.keep([change(`x${n}`, null)]);
      expect(cache.record('Deals', 'r1')?.id).toBe('r1');
      expect(cache.size).toBeLessThanOrEqual(6);
    }
    expect(cache.record('Deals', 'r2')).toBeUndefined();
  });
});
