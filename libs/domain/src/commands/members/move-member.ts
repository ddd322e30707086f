import { z } from 'zod';
import { defineCommand, event } from '../../define-command.ts';
import { memberChange } from '../../events/members.ts';
import { managedMember } from '../../managed-member.ts';
import { refuseEmployee } from '../../member-emails.ts';
import { memberId, userTypeId } from '../../names.ts';
import { Rejected } from '../../rejected.ts';

/** Moving is allowed at any time (X-4b), within one base module; what the person sees changes at once (S0-86). */
export const moveMember = defineCommand({
  name: 'move-member',
  area: 'members',
  summary: 'Move a portal user to another user type with the same base module.',
  input: z.strictObject({ member: memberId, userType: userTypeId }),
  permission: { kind: 'staff', right: 'manage-members' },
  needs: (_portal, { member }) => [{ ask: 'member', id: member }],
  events: {
    MemberMoved: event(
      z.strictObject({ type: z.literal('MemberMoved'), member: memberId, userType: userTypeId }),
      ({ known }, { member, userType }) =>
        memberChange(known, member, (row) => (row.kind === 'portal-user' ? { ...row, userType } : row)),
    ),
  },

  decide(portal, known, { member: id, userType }, context) {
    const target = managedMember(known, id, context);
    const type = portal.userTypes[userType];
    if (type === undefined) throw new Rejected('not-found');
    if (target.kind !== 'portal-user') throw new Rejected('not-possible', 'Staff have roles and no user type.');
    if (type.base !== target.module) throw new Rejected('wrong-base');
    if (target.userType === userType) return { events: [] };
    refuseEmployee(portal, userType, target.email);
    return { events: [{ type: 'MemberMoved', member: id, userType }] };
  },
});
