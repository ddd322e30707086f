import { z } from 'zod';
import { sameSetup } from '../../drafted.ts';
import { defineCommand, event } from '../../define-command.ts';
import { userTypeChange } from '../../events/settings.ts';
import { refuseIf } from '../../given-fields.ts';
import { userTypeId } from '../../names.ts';
import { Rejected } from '../../rejected.ts';
import { setupIssues } from '../../setup-issues.ts';
import { userType } from '../../user-types.ts';

/** A new version with an old content: what lies between stays in the log (G-44). */
export const revertUserType = defineCommand({
  name: 'revert-user-type',
  area: 'configuration',
  summary: 'Give a user type the setup it had at an earlier place in the log.',
  input: z.strictObject({ userType: userTypeId, to: z.int().min(1).describe('The sequence whose setup comes back') }),
  permission: { kind: 'staff', right: 'configure' },
  needs: (portal, { userType: id, to }) =>
    Object.hasOwn(portal.userTypes, id) ? [{ ask: 'user-type-at', userType: id, sequence: to }] : [],
  events: {
    UserTypeReverted: event(
      z.strictObject({ type: z.literal('UserTypeReverted'), userType, to: z.int() }),
      ({ portal }, fact) => [userTypeChange(portal, fact.userType.id, fact.userType)],
    ),
  },

  decide(portal, known, { userType: id, to }) {
    const before = Object.hasOwn(portal.userTypes, id) ? portal.userTypes[id] : undefined;
    const then = before && known.userTypeAt(id, to);
    if (!then) throw new Rejected('not-found');
    const after = { ...before, tabs: then.tabs };
    refuseIf(setupIssues(portal, after), 'invalid'); // modules may have changed since
    const same = sameSetup(after, before);
    return { events: same ? [] : [{ type: 'UserTypeReverted', userType: after, to }] };
  },
});
