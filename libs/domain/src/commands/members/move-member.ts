import { z } from 'zod';
import { defineCommand } from '../../define-command.ts';
import { managedMember } from '../../managed-member.ts';
import { ownRecordQuestion } from '../../member-record.ts';
import { moved, moveEvents } from '../../moving.ts';
import { memberId, userTypeId } from '../../names.ts';

/** Moving is allowed at any time (X-4b), within one base module; what the person sees changes at once (S0-86). */
export const moveMember = defineCommand({
  name: 'move-member',
  area: 'members',
  summary: 'Move a portal user to another user type with the same base module.',
  input: z.strictObject({ member: memberId, userType: userTypeId }),
  permission: { kind: 'staff', right: 'manage-members' },
  needs: (_portal, { member }, known) => [{ ask: 'member', id: member }, ...ownRecordQuestion(known, member)],
  events: moveEvents,

  decide: (portal, known, { member, userType }, context) => ({
    events: moved(portal, managedMember(known, member, context), userType),
  }),
});
