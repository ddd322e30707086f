import { z } from 'zod';
import type { Known } from '../../known.ts';
import type { Member } from '../../members.ts';
import { defineCommand, event } from '../../define-command.ts';
import { memberChange } from '../../events/members.ts';
import { managedMember } from '../../managed-member.ts';
import { ownRecordQuestion } from '../../member-record.ts';
import { memberId } from '../../names.ts';
import { Rejected } from '../../rejected.ts';

function refuseWithoutRecord(known: Known, target: Member): void {
  if (target.kind === 'staff') return;
  const record = known.record(target.module, target.record);
  if (record !== null && !record.deleted) return;
  throw new Rejected('not-possible', 'The record of this person was deleted. Restore it first.');
}

export const reactivateMember = defineCommand({
  name: 'reactivate-member',
  area: 'members',
  summary: 'Switch on a member that was switched off.',
  input: z.strictObject({ member: memberId }),
  permission: { kind: 'staff', right: 'manage-members' },
  needs: (_portal, { member: id }, known) => [{ ask: 'member', id }, ...ownRecordQuestion(known, id)],
  events: {
    MemberReactivated: event(
      z.strictObject({ type: z.literal('MemberReactivated'), member: memberId }),
      ({ known }, { member }) => memberChange(known, member, (row) => ({ ...row, status: 'active' })),
    ),
  },

  decide(_portal, known, { member: id }, context) {
    const target = managedMember(known, id, context);
    if (target.status === 'active') return { events: [] };
    refuseWithoutRecord(known, target);
    return { events: [{ type: 'MemberReactivated', member: id }] };
  },
});
