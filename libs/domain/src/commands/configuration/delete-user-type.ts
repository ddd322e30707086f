import { z } from 'zod';
import { defineCommand, event } from '../../define-command.ts';
import { userTypeChange } from '../../events/settings.ts';
import { userTypeId } from '../../names.ts';
import { Rejected } from '../../rejected.ts';

/** A user type without users is deleted directly (S0-89); one with users after they were moved (S0-87); the default one never (S0-28). */
export const deleteUserType = defineCommand({
  name: 'delete-user-type',
  area: 'configuration',
  summary: 'Delete a user type that has no users.',
  input: z.strictObject({ userType: userTypeId }),
  permission: { kind: 'staff', right: 'configure' },
  needs: (_portal, { userType }) => [{ ask: 'members-of', userType }],
  events: {
    UserTypeDeleted: event(
      z.strictObject({ type: z.literal('UserTypeDeleted'), userType: userTypeId }),
      ({ portal }, { userType }) => [userTypeChange(portal, userType, null)],
    ),
  },

  decide({ userTypes }, known, { userType: id }) {
    const type = userTypes[id];
    if (type === undefined) throw new Rejected('not-found');
    if (type.isDefault) throw new Rejected('default-type');
    if (known.membersOf(id).some((one) => one.status !== 'removed')) throw new Rejected('type-in-use');
    return { events: [{ type: 'UserTypeDeleted', userType: id }] };
  },
});
