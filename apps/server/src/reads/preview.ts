import { z } from 'zod';
import { abilityCard as cardOf } from '@genkan/access/ability-card';
import { abilityOf } from '@genkan/access/compile';
import { memberKeys } from '@genkan/access/member-keys';
import { commands } from '@genkan/domain/commands';
import { draftedPortal, draftNamed } from '@genkan/domain/drafted';
import { previewId } from '@genkan/domain/drafts';
import type { Known } from '@genkan/domain/known';
import type { Member } from '@genkan/domain/members';
import { Rejected } from '@genkan/domain/rejected';
import { abilityCard, eyes, recordsQuery, view } from '@genkan/protocol/messages';
import type { Rights } from '../rights.ts';
import { steadily } from './steadily.ts';
import { defineRead, type ReadContext } from './define-read.ts';
import { requireRight } from './log-entries.ts';
import { recordsPage } from './records.ts';

type Eyes = z.output<typeof eyes>;

function ofType(rights: Rights, member: Member, userType: string | undefined): Member {
  if (userType === undefined || member.kind === 'staff') return member;
  const base = rights.portal.userTypes[userType]?.base;
  if (base === undefined) throw new Rejected('not-found');
  if (base !== member.module) throw new Rejected('wrong-base');
  return { ...member, userType };
}

function previewed(known: Known, rights: Rights, { member: id, userType, draft }: Eyes): Rights {
  requireRight(rights, 'configure');
  if (!rights.portal.previews[previewId(rights.member.id, id)]?.open)
    throw new Rejected('not-possible', 'Start a preview of this user first: he can read that you did.');
  const found = known.member(id);
  if (found?.kind !== 'portal-user' || found.status !== 'active') throw new Rejected('not-found');
  const portal = draft === undefined ? rights.portal : draftedPortal(rights.portal, draftNamed(rights.portal, draft));
  const member = ofType(rights, found, userType);
  const ability = abilityOf(portal, member);
  return { head: rights.head, portal, member, ability, keys: memberKeys(portal, ability, member, known), known };
}

/** The rights of whoever is looked at, as his own reads would use them; nothing here can write. */
const throughTheEyes =
  ({ log, rights: rightsNow }: ReadContext, asked: Eyes) =>
  async (): Promise<Rights> => {
    const { head, result } = await steadily(log, rightsNow, (known, rights) => previewed(known, rights, asked));
    return { ...result, head };
  };

export const previewRecordsRead = defineRead({
  name: 'preview-records',
  summary: 'The records of a module as a user sees them, perhaps as another user type, perhaps under a draft.',
  path: '/preview/:member/records/:module',
  input: recordsQuery.extend(eyes.shape),
  answer: z.strictObject({ rows: z.array(view), next: z.string().nullable() }),
  async run(context, { member, userType, draft, ...asked }) {
    const as = { member, userType, draft };
    return recordsPage(context, throughTheEyes(context, as), asked, ['preview', member, userType ?? '', draft ?? '']);
  },
});

export const previewAbilityRead = defineRead({
  name: 'preview-ability',
  summary: 'What a user may do and see, perhaps as another user type, perhaps under a draft.',
  path: '/preview/:member/ability',
  input: eyes,
  answer: abilityCard,
  async run(context, asked) {
    const { head, portal, ability } = await throughTheEyes(context, asked)();
    return { head, answer: cardOf(portal, ability, commands) };
  },
});

const looked = z.strictObject({ at: z.string(), open: z.boolean() });

/** Who was looked with: read by whoever it was (SEC-36). */
export const previewsRead = defineRead({
  name: 'previews',
  summary: 'When staff last looked at the portal with your eyes.',
  path: '/previews',
  input: z.strictObject({}),
  answer: z.strictObject({ previews: z.array(looked) }),
  async run({ rights }) {
    const { head, portal, member } = await rights();
    const mine = Object.values(portal.previews).filter((one) => one.member === member.id);
    return { head, answer: { previews: mine.map(({ at, open }) => ({ at, open })) } };
  },
});
