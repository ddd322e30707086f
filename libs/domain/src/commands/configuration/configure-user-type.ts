import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { defineCommand, event } from '../../define-command.ts';
import { userTypeChange } from '../../events/settings.ts';
import { refuseIf } from '../../given-fields.ts';
import { byName, label, userTypeId } from '../../names.ts';
import { Rejected } from '../../rejected.ts';
import { setupIssues } from '../../setup-issues.ts';
import { refuseTakenTypeName } from '../../user-type-names.ts';
import { tab, userType } from '../../user-types.ts';

const mostTabs = 200;
const tabs = byName(tab).refine((given) => Object.keys(given).length <= mostTabs, 'Use at most 200 tabs.');

/** Without names that hold nothing, as a database gives it back. */
const plain = (setup: unknown): unknown => JSON.parse(JSON.stringify(setup));

/** The whole setup is one unit of work (S0-69): a tab that is not named is closed, and a bad one refuses everything. */
export const configureUserType = defineCommand({
  name: 'configure-user-type',
  area: 'configuration',
  summary: 'Say what a user type may see and do, or rename it.',
  input: z.strictObject({
    userType: userTypeId,
    name: label.optional(),
    tabs: tabs.optional().describe('The whole setup; what is not named is closed. Left out: the setup stays'),
  }),
  permission: { kind: 'staff', right: 'configure' },
  events: {
    UserTypeConfigured: event(
      z.strictObject({ type: z.literal('UserTypeConfigured'), userType }),
      ({ portal }, fact) => [userTypeChange(portal, fact.userType.id, fact.userType)],
    ),
  },

  decide(portal, _known, { userType: id, name, tabs: setup }) {
    const before = portal.userTypes[id];
    if (before === undefined) throw new Rejected('not-found');
    const after = { ...before, name: name ?? before.name, tabs: setup ?? before.tabs };
    if (name !== undefined) refuseTakenTypeName(portal, name, id);
    if (setup !== undefined) refuseIf(setupIssues(portal, after), 'invalid');
    const same = isDeepStrictEqual(plain(after), plain(before)); // a database does not keep the order of names
    return { events: same ? [] : [{ type: 'UserTypeConfigured', userType: after }] };
  },
});
