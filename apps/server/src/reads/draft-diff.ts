import { z } from 'zod';
import { draftNamed } from '@genkan/domain/drafted';
import { memberId, userTypeId, uuid } from '@genkan/domain/names';
import { noDifference, sumOf } from '../drafts/compared.ts';
import { countedDraft, type Counted } from '../drafts/counted.ts';
import { openPageCursor, pageCursor, type Place } from './page-cursor.ts';
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

type One = Counted['members'][number];
const gains = ({ difference }: One): boolean => difference.recordsGained + difference.valuesGained > 0;
const loses = ({ difference }: One): boolean => difference.recordsLost + difference.valuesLost > 0;

function totalOf(userType: string, all: readonly One[], online: ReadonlySet<string>): z.infer<typeof ofType> {
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
    const rights = await rightsNow();
    requireRight(rights, 'configure');
    const { id: draft } = draftNamed(rights.portal, id);
    const of = ['draft-diff', rights.portal.id, rights.member.id, draft];
    const place = cursor === undefined ? null : openPageCursor(key, of, cursor);
    const { sequence, userTypes, members: touched } = await countedDraft(log, rightsNow, draft, countedAt(place));
    const online = new Set((await deliveries.sessionsNow(rights.portal.id, rights.head)).map(({ member }) => member));
    const rest = touched.filter(({ member }) => member > (place?.id ?? ''));
    const members = rest
      .slice(0, limit)
      .map(({ member, userType, difference }) => ({ member, userType, online: online.has(member), ...difference }));
    const last = rest.length > limit ? members.at(-1) : undefined;
    const next = last ? pageCursor(key, of, { values: [sequence], id: last.member }) : null;
    const answer = { userTypes: userTypes.map((type) => totalOf(type, touched, online)), members, next };
    return { head: rights.head, answer };
  },
});

/** Where the first page was counted: the others are of the same count. */
const countedAt = (place: Place | null): number | null => (place ? z.int().parse(place.values[0]) : null);
