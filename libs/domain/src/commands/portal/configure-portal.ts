import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { defineCommand } from '../../define-command.ts';
import { profileChanged, profileChanges } from '../../events/profile.ts';
import { memberId } from '../../names.ts';
import { Rejected } from '../../rejected.ts';

const domain = z
  .string()
  .max(253)
  .toLowerCase()
  .regex(
    /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
    'Name a domain such as example.com.',
  );

/** What a portal decides for itself once it stands; what is left out stays. */
export const configurePortal = defineCommand({
  name: 'configure-portal',
  area: 'portal',
  summary: 'Set the options of the portal: who answers for records, whose addresses are refused.',
  input: z.strictObject({
    owner: memberId.nullable().optional().describe('Who of the staff answers for records whose inviter is gone'),
    employeeDomains: z.array(domain).max(50).optional().describe('E-mail domains refused for every user type'),
    clientDomains: z.array(domain).max(200).optional().describe('Domains that look like an own one and are a client’s'),
    filterAtCreate: z.boolean().optional().describe('Whether a new user type may choose among several lookups at once'),
  }),
  permission: { kind: 'staff', right: 'manage-portal' },
  needs: (_portal, { owner }) => (typeof owner === 'string' ? [{ ask: 'member', id: owner }] : []),
  events: profileChanges,

  decide({ profile }, known, { owner, ...rest }) {
    const member = typeof owner === 'string' ? known.member(owner) : null;
    if (typeof owner === 'string' && (member?.kind !== 'staff' || member.status !== 'active')) {
      const message = 'Choose an active member of the staff.';
      throw new Rejected('invalid', undefined, { issues: [{ path: 'owner', message }] });
    }
    const to = Object.fromEntries(Object.entries({ owner, ...rest }).filter(([, value]) => value !== undefined));
    const same = isDeepStrictEqual({ ...profile, ...to }, profile);
    return { events: same ? [] : [profileChanged(to)] };
  },
});
