import { z } from 'zod';
import { defineCommand } from '../../define-command.ts';
import { claimEvents, claimMoved } from '../../events/claims.ts';
import { profileChanged, profileChanges } from '../../events/profile.ts';
import { Rejected } from '../../rejected.ts';
import { isReserved, slug, slugScope } from '../../slugs.ts';

const mostOld = 20;

/**
 * A portal's name is fixed, its address is not. The old address leads to the new one and stays the portal's own,
 * so that nobody else ever stands where its people once went; everybody's ability card names both.
 */
export const changeSlug = defineCommand({
  name: 'change-slug',
  area: 'portal',
  summary: 'Change the address of the portal. The old one leads to the new one.',
  input: z.strictObject({ slug }),
  permission: { kind: 'staff', right: 'manage-portal' },
  needs: (_portal, { slug }) => [{ ask: 'claim', scope: slugScope, value: slug }],
  events: { ...profileChanges, ...claimEvents },

  decide({ id, profile }, known, { slug: wished }) {
    const { slug: present, oldSlugs = [] } = profile;
    if (wished === present) return { events: [] };
    const holder = known.holder(slugScope, wished);
    if (isReserved(wished) || (holder !== null && holder !== id)) {
      const message = 'This is already in use. Choose another.';
      throw new Rejected('name-taken', undefined, { issues: [{ path: 'slug', message }] });
    }
    const old = [...oldSlugs, present].filter((one) => one !== wished);
    if (old.length > mostOld)
      throw new Rejected('limit-reached', 'A portal has at most 20 old addresses. Go back to one.');
    const claimed = holder === id ? [] : [claimMoved(slugScope, wished, id)];
    return { events: [profileChanged({ slug: wished, oldSlugs: old }), ...claimed], result: { slug: wished } };
  },
});
