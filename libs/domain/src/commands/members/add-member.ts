import { z } from 'zod';
import type { Known } from '../../known.ts';
import type { PortalUser } from '../../members.ts';
import { defineCommand } from '../../define-command.ts';
import { claimEvents } from '../../events/claims.ts';
import { memberAdded, memberEvents } from '../../events/members.ts';
import { emailQuestion, emailTaken, refuseEmployee, refuseTakenEmail } from '../../member-emails.ts';
import { emailAddress, recordId, userTypeId } from '../../names.ts';
import { Rejected } from '../../rejected.ts';

function refuseMissing(known: Known, base: string, id: string): void {
  const record = known.record(base, id);
  if (record !== null && !record.deleted) return;
  throw new Rejected('unknown-record', 'A portal user is tied to a record of the base module of the user type.', {
    issues: [{ path: 'record', message: 'Choose a record of the base module.' }],
  });
}

/** A portal user is a sign-in tied to one record of the base module of the user type; two may be tied to the same. */
export const addMember = defineCommand({
  name: 'add-member',
  area: 'members',
  summary: 'Give the person behind a record access to the portal.',
  input: z.strictObject({
    userType: userTypeId,
    record: recordId.describe('The record the person is tied to, in the base module of the user type'),
    email: emailAddress.describe('The address to sign in with; unique in the portal'),
  }),
  permission: { kind: 'staff', right: 'manage-members' },
  needs: (portal, { userType, record, email }) => {
    const base = portal.userTypes[userType]?.base;
    return [
      emailQuestion(email),
      ...(base === undefined ? [] : [{ ask: 'record', module: base, id: record } as const]),
    ];
  },
  events: { ...memberEvents, ...claimEvents },

  decide(portal, known, { userType, record, email }, { newId, member }) {
    const type = portal.userTypes[userType];
    if (type === undefined) throw new Rejected('not-found');
    refuseMissing(known, type.base, record);
    refuseEmployee(portal, userType, email);
    refuseTakenEmail(known, email);
    const id = newId();
    const added: PortalUser = {
      kind: 'portal-user',
      id,
      email,
      status: 'active',
      sessionsEnded: 0,
      userType,
      record,
      module: type.base,
      inviter: member?.id ?? null,
    };
    return { events: [memberAdded(added), emailTaken(email, id)], result: { member: id } };
  },
});
