import { z } from 'zod';
import { defineCommand, event } from '../../define-command.ts';
import { claimEvents } from '../../events/claims.ts';
import { memberChange } from '../../events/members.ts';
import { managedMember, refuseOneself } from '../../managed-member.ts';
import { emailGivenBack } from '../../member-emails.ts';
import { memberId } from '../../names.ts';

/** Sessions end, the address is free again, the row stays for history; coming back makes a new member (S0-90, S0-92). */
export const removeMember = defineCommand({
  name: 'remove-member',
  area: 'members',
  summary: 'Remove a member from the portal; the e-mail address is free again.',
  input: z.strictObject({ member: memberId }),
  permission: { kind: 'staff', right: 'manage-members' },
  needs: (_portal, { member }) => [{ ask: 'member', id: member }],
  events: {
    MemberRemoved: event(
      z.strictObject({ type: z.literal('MemberRemoved'), member: memberId }),
      ({ known }, { member }) =>
        memberChange(known, member, (row) => ({ ...row, status: 'removed', sessionsEnded: row.sessionsEnded + 1 })),
    ),
    ...claimEvents,
  },

  decide(_portal, known, { member: id }, context) {
    const target = managedMember(known, id, context);
    refuseOneself(target, context);
    return { events: [{ type: 'MemberRemoved', member: id }, emailGivenBack(target.email)] };
  },
});
