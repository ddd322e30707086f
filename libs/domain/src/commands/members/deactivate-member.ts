import { z } from 'zod';
import { defineCommand, event } from '../../define-command.ts';
import { memberChange } from '../../events/members.ts';
import { managedMember, refuseOneself } from '../../managed-member.ts';
import { memberId } from '../../names.ts';

/** Sessions end now, sign-in is refused, the seat stays used (S0-92). */
export const deactivateMember = defineCommand({
  name: 'deactivate-member',
  area: 'members',
  summary: 'Switch off a member: sessions end and signing in is refused until the member is switched on again.',
  input: z.strictObject({ member: memberId }),
  permission: { kind: 'staff', right: 'manage-members' },
  needs: (_portal, { member }) => [{ ask: 'member', id: member }],
  events: {
    MemberDeactivated: event(
      z.strictObject({ type: z.literal('MemberDeactivated'), member: memberId }),
      ({ known }, { member }) =>
        memberChange(known, member, (row) => ({ ...row, status: 'inactive', sessionsEnded: row.sessionsEnded + 1 })),
    ),
  },

  decide(_portal, known, { member: id }, context) {
    const target = managedMember(known, id, context);
    refuseOneself(target, context);
    return { events: target.status === 'inactive' ? [] : [{ type: 'MemberDeactivated', member: id }] };
  },
});
