import { z } from 'zod';
import { draftedPortal, draftNamed } from '@genkan/domain/drafted';
import { memberId, userTypeId, uuid } from '@genkan/domain/names';
import { compared, differences, noDifference, sumOf, type Compared, type Difference } from '../drafts/compared.ts';
import { openPageCursor, pageCursor } from './page-cursor.ts';
import { steadily } from './steadily.ts';
import { defineRead } from './define-read.ts';
import { requireRight } from './log-entries.ts';

const counts = {
  recordsGained: z.int(),
  recordsLost: z.int(),
  valuesGained: z.int(),
  valuesLost: z.int(),
};
const ofType = z.strictObject({
  userType: userTypeId,
  membersGaining: z.int(),
  membersLosing: z.int(),
  /** Of these members, how many are connected now: their lists change before their eyes. */
  online: z.int(),
  ...counts,
});
const ofMember = z.strictObject({ member: memberId, userType: userTypeId, online: z.boolean(), ...counts });

type Counted = { readonly member: string; readonly userType: string; readonly difference: Difference };
const gains = ({ difference }: Counted): boolean => difference.recordsGained + difference.valuesGained > 0;
const loses = ({ difference }: Counted): boolean => difference.recordsLost + difference.valuesLost > 0;

function totalOf(userType: string, all: readonly Counted[], online: ReadonlySet<string>): z.infer<typeof ofType> {
  const own = all.filter((one) => one.userType === userType);
  return {
    userType,
    membersGaining: own.filter(gains).length,
    membersLosing: own.filter(loses).length,
    online: own.filter(({ member }) => online.has(member)).length,
    ...own.reduce((sum, { difference }) => sumOf(sum, difference), noDifference),
  };
}

export const draftDiffRead = defineRead({
  name: 'draft-diff',
  summary: 'What a draft would open and close: counted by user type, then by member, page by page.',
  path: '/drafts/:draft/diff',
  input: z.strictObject({
    draft: uuid,
    cursor: z.string().max(2000).optional(),
    limit: z.int().min(1).max(200).default(50),
  }),
  answer: z.strictObject({ userTypes: z.array(ofType), members: z.array(ofMember), next: z.string().nullable() }),
  async run({ log, key, rights: rightsNow, deliveries }, { draft: id, cursor, limit }) {
    const { head, result } = await steadily(log, rightsNow, (known, rights) => {
      requireRight(rights, 'configure');
      const draft = draftNamed(rights.portal, id);
      const after = draftedPortal(rights.portal, draft);
      const types = Object.keys(draft.userTypes).map((type): readonly [string, Compared | null] => [
        type,
        compared(rights.portal, after, type, known),
      ]);
      return { portal: rights.portal.id, asker: rights.member.id, types };
    });
    const { portal, asker, types } = result;
    const all: Counted[] = [];
    for (const [userType, both] of types) {
      const found = both && (await differences(log, portal, both));
      for (const [member, difference] of found?.byMember ?? []) all.push({ member, userType, difference });
    }
    const touched = all.filter((one) => gains(one) || loses(one)).sort((a, b) => (a.member < b.member ? -1 : 1));
    const online = new Set((await deliveries.sessionsAt(portal, head)).map(({ member }) => member));
    const of = ['draft-diff', portal, asker, id];
    const after = cursor === undefined ? '' : openPageCursor(key, of, cursor).id;
    const rest = touched.filter(({ member }) => member > after);
    const members = rest
      .slice(0, limit)
      .map(({ member, userType, difference }) => ({ member, userType, online: online.has(member), ...difference }));
    const last = rest.length > limit ? members.at(-1) : undefined;
    const next = last ? pageCursor(key, of, { values: [], id: last.member }) : null;
    return { head, answer: { userTypes: types.map(([type]) => totalOf(type, touched, online)), members, next } };
  },
});
