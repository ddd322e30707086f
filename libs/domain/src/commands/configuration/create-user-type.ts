import { z } from 'zod';
import type { UserType } from '../../user-types.ts';
import { defineCommand, event } from '../../define-command.ts';
import { userTypeChange } from '../../events/settings.ts';
import { firstSetup, firstTabs } from '../../first-setup.ts';
import { refuseIf } from '../../given-fields.ts';
import { moduleNamed } from '../../lookup-paths.ts';
import { apiName, label } from '../../names.ts';
import { Rejected } from '../../rejected.ts';
import { refuseType } from '../../seats.ts';
import { setupIssues } from '../../setup-issues.ts';
import { refuseTakenTypeName } from '../../user-type-names.ts';
import { userType } from '../../user-types.ts';

const mostTypes = 200;
const bases: ReadonlySet<string> = new Set(['Leads', 'Contacts']);

/** Base is Leads, Contacts or a custom module (S0-14, S0-47). A new user type sees what it is given, or nothing (law 6). */
export const createUserType = defineCommand({
  name: 'create-user-type',
  area: 'configuration',
  summary: 'Make a user type: a group of portal users who may see and do the same.',
  input: z.strictObject({
    name: label,
    base: apiName.describe('The module whose records its users are: Leads, Contacts or a custom one'),
    tabs: firstSetup.optional().describe('The whole setup; left out: it sees nothing yet'),
  }),
  permission: { kind: 'staff', right: 'configure' },
  events: {
    UserTypeCreated: event(z.strictObject({ type: z.literal('UserTypeCreated'), userType }), ({ portal }, fact) => [
      userTypeChange(portal, fact.userType.id, fact.userType),
    ]),
  },

  decide(portal, _known, { name, base, tabs = {} }, { newId }) {
    const module = moduleNamed(portal.modules, base);
    if (module === null || !(module.custom || bases.has(base))) {
      const message = 'Choose Leads, Contacts or a custom module.';
      throw new Rejected('invalid', undefined, { issues: [{ path: 'base', message }] });
    }
    refuseTakenTypeName(portal, name, null);
    refuseType(portal);
    if (Object.keys(portal.userTypes).length >= mostTypes) {
      throw new Rejected('limit-reached', 'A portal has at most 200 user types.');
    }
    const made: UserType = { id: newId(), name, base, isDefault: false, tabs: firstTabs(portal, base, tabs) };
    refuseIf(setupIssues(portal, made), 'invalid');
    return { events: [{ type: 'UserTypeCreated', userType: made }], result: { userType: made.id } };
  },
});
