import { z } from 'zod';
import { explanation } from '@genkan/access/explain/explanation';
import { refusalOf, type Asked } from '@genkan/access/explain/refusal';
import { maskOf } from '@genkan/access/mask';
import { view as viewOf } from '@genkan/access/view';
import type { Known } from '@genkan/domain/known';
import type { Member } from '@genkan/domain/members';
import { apiName, memberId, recordId } from '@genkan/domain/names';
import type { RecordState } from '@genkan/domain/records';
import { Rejected } from '@genkan/domain/rejected';
import type { View } from '@genkan/domain/sight';
import type { Rights } from '../rights.ts';
import { steadily } from './steadily.ts';
import { defineRead } from './define-read.ts';
import { explanationShape, type ExplanationTold } from './explanation-shape.ts';

const input = z.strictObject({
  module: apiName,
  id: recordId,
  member: memberId.optional().describe('Whom it is about; oneself if left out'),
  may: z.enum(['view', 'edit', 'delete', 'copy']).default('view'),
  field: apiName.optional(),
});
type Input = z.output<typeof input>;

function askedOf({ may, field }: Input): Asked {
  if (may === 'view') return { may, field };
  if (may !== 'edit') return { may };
  if (field === undefined)
    throw new Rejected('invalid', undefined, { issues: [{ path: 'field', message: 'Name it.' }] });
  return { may, field };
}

/** The record as whoever asks sees it; to staff a deleted one is explained too. */
function seenByAsker({ ability, keys }: Rights, record: RecordState | null): View {
  const live = record && ability.kind === 'staff' ? { ...record, deleted: false } : record;
  const seen = live && viewOf(ability, live, maskOf(keys, live));
  if (!seen) throw new Rejected('not-found');
  return seen;
}

/** To oneself, of what one sees: whether, and no more; why a record is met stays hidden (law 7). */
const ownAnswer = (rights: Rights, record: RecordState, known: Known, asked: Asked): ExplanationTold => {
  const rule = refusalOf({ portal: rights.portal, member: rights.member, record, known }, asked);
  return { allowed: rule === null, rule, reaches: [], failed: [], change: null };
};

function aboutWhom(rights: Rights, known: Known, asked: string | undefined): Member {
  const staff = rights.ability.kind === 'staff';
  const about = asked ?? rights.member.id;
  if (staff ? !rights.ability.staffRights.has('configure') : about !== rights.member.id)
    throw new Rejected('forbidden');
  const member = known.member(about);
  if (!member) throw new Rejected('not-found');
  return member;
}

/** Lists that are only read here, as the answer's own. */
const told = (found: ReturnType<typeof explanation>): ExplanationTold => explanationShape.parse(structuredClone(found));

export const explainRead = defineRead({
  name: 'explain',
  summary: 'Why a member sees a record or a field, or may do something with it, or not, and what would change a no.',
  path: '/explain/:module/:id',
  input,
  answer: explanationShape,
  async run({ log, rights: rightsNow }, wanted) {
    const asked = askedOf(wanted);
    const { head, result } = await steadily(log, rightsNow, (known, rights) => {
      const member = aboutWhom(rights, known, wanted.member);
      const record = known.record(wanted.module, wanted.id);
      const seen = seenByAsker(rights, record);
      if (!record) throw new Rejected('not-found');
      if (wanted.field !== undefined && !Object.hasOwn(seen.fields, wanted.field)) throw new Rejected('unknown-field');
      if (rights.ability.kind === 'portal-user') return ownAnswer(rights, record, known, asked);
      return told(explanation({ portal: rights.portal, member, record, known }, asked));
    });
    return { head, answer: result };
  },
});
