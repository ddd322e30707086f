import { z } from 'zod';
import { emailAddress, label, memberId, recordId, userTypeId } from './names.ts';
import { roleName } from './roles.ts';

const common = {
  id: memberId,
  email: emailAddress,
  status: z.enum(['active', 'inactive', 'removed']),
  /** Grows whenever the member's sessions are ended: a session that began under a smaller number is over. */
  sessionsEnded: z.int(),
};

/** A person who acts in a portal: staff with roles, or a portal user with one user type, tied to one record. */
export const member = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('staff'), ...common, name: label, roles: z.array(roleName).min(1) }),
  z.strictObject({
    kind: z.literal('portal-user'),
    ...common,
    userType: userTypeId,
    record: recordId,
    module: z.string(),
    inviter: memberId.nullable(),
  }),
]);
export type Member = z.infer<typeof member>;
export type PortalUser = Extract<Member, { kind: 'portal-user' }>;
