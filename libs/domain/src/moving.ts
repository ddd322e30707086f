import { z } from 'zod';
import type { DomainEvent } from './define-command.ts';
import type { Member } from './members.ts';
import type { Portal } from './portal.ts';
import { event } from './define-command.ts';
import { memberChange } from './events/members.ts';
import { refuseEmployee } from './member-emails.ts';
import { memberId, userTypeId } from './names.ts';
import { Rejected } from './rejected.ts';

/** The most users one command moves: one entry, one frame to each. */
export const mostMoved = 5000;

export const moveEvents = {
  MemberMoved: event(
    z.strictObject({ type: z.literal('MemberMoved'), member: memberId, userType: userTypeId }),
    ({ known }, { member, userType }) =>
      memberChange(known, member, (row) => (row.kind === 'portal-user' ? { ...row, userType } : row)),
  ),
};

/** A user moves within one base module, under the rules for coming in; to the present type is no move (X-4b). */
export function moved(portal: Portal, target: Member, userType: string): DomainEvent[] {
  const type = portal.userTypes[userType];
  if (type === undefined) throw new Rejected('not-found');
  if (target.kind !== 'portal-user') throw new Rejected('not-possible', 'Staff have roles and no user type.');
  if (type.base !== target.module) throw new Rejected('wrong-base');
  if (target.userType === userType) return [];
  refuseEmployee(portal, userType, target.email);
  return [{ type: 'MemberMoved', member: target.id, userType }];
}
