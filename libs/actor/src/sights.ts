import { abilityOf } from '@genkan/access/compile';
import { memberKeyQuestions, memberKeys } from '@genkan/access/member-keys';
import { sightOf } from '@genkan/access/sight';
import type { Known, Question } from '@genkan/domain/known';
import type { Member } from '@genkan/domain/members';
import type { Portal } from '@genkan/domain/portal';
import type { RecordState } from '@genkan/domain/records';
import type { Sight } from '@genkan/domain/sight';
import { BoundedMap } from './bounded-map.ts';
import type { WorkingSet } from './working-set.ts';

type Made = {
  readonly portal: Portal;
  readonly member: Member;
  readonly read: readonly RecordRead[];
  readonly sight: Sight;
};
type RecordRead = { readonly module: string; readonly id: string; readonly row: RecordState | null };

/** Members' sights, each used until the settings, the member or a record it was made from is another value (AU4). */
export class Sights {
  readonly #made: BoundedMap<string, Made>;

  constructor(limit = 10_000) {
    this.#made = new BoundedMap(limit);
  }

  of(member: Member, working: WorkingSet): Sight {
    const made = this.#made.get(member.id);
    if (made && isCurrent(made, member, working)) return made.sight;
    const read: RecordRead[] = [];
    const { portal } = working;
    const ability = abilityOf(portal, member);
    const keys = memberKeys(portal, ability, member, noting(working, read));
    const sight = sightOf(portal, ability, keys, member);
    this.#made.set(member.id, { portal, member, read, sight });
    return sight;
  }

  /** The member's own-side records, as far as they are not known yet. */
  questions(member: Member, working: WorkingSet): readonly Question[] {
    const made = this.#made.get(member.id);
    if (made && made.portal === working.portal && made.member === member) {
      return made.read.map(({ module, id }) => ({ ask: 'record', module, id }));
    }
    return memberKeyQuestions(working.portal, abilityOf(working.portal, member), member, working);
  }
}

const isCurrent = (made: Made, member: Member, working: WorkingSet): boolean =>
  made.portal === working.portal &&
  made.member === member &&
  made.read.every(({ module, id, row }) => working.record(module, id) === row);

/** The same rows, with a note of each record that was read. */
const noting = (known: Known, read: RecordRead[]): Known => ({
  record: (module, id) => {
    const row = known.record(module, id);
    read.push({ module, id, row });
    return row;
  },
  member: (id) => known.member(id),
  referring: (module, field, id) => known.referring(module, field, id),
  membersTiedTo: (record) => known.membersTiedTo(record),
  membersOf: (userType) => known.membersOf(userType),
  users: () => known.users(),
  userTypeAt: (userType, sequence) => known.userTypeAt(userType, sequence),
  holder: (scope, value) => known.holder(scope, value),
});
