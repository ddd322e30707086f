import { z } from 'zod';
import type { Member } from '../../members.ts';
import { defineCommand } from '../../define-command.ts';
import { claimEvents } from '../../events/claims.ts';
import { memberAdded, memberEvents } from '../../events/members.ts';
import { administratorAppointed, profileEvents } from '../../events/profile.ts';
import { emailQuestion, emailTaken, refuseTakenEmail } from '../../member-emails.ts';
import { emailAddress, label } from '../../names.ts';
import { roleName } from '../../roles.ts';

export const addStaff = defineCommand({
  name: 'add-staff',
  area: 'members',
  summary: 'Add a member of the staff, with roles.',
  input: z.strictObject({ email: emailAddress, name: label, roles: z.array(roleName).min(1).max(3) }),
  permission: { kind: 'staff', right: 'manage-staff' },
  needs: (_portal, { email }) => [emailQuestion(email)],
  events: { ...memberEvents, ...claimEvents, ...profileEvents },

  decide(_portal, known, { email, name, roles }, { newId }) {
    refuseTakenEmail(known, email);
    const id = newId();
    const added: Member = {
      kind: 'staff',
      id,
      email,
      status: 'active',
      sessionsEnded: 0,
      name,
      roles: [...new Set(roles)],
    };
    const appointed = roles.includes('administrator') ? [administratorAppointed(id)] : [];
    return { events: [memberAdded(added), emailTaken(email, id), ...appointed], result: { member: id } };
  },
});
