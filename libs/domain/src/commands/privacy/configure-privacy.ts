import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { defineCommand, event } from '../../define-command.ts';
import { moduleChange } from '../../events/settings.ts';
import { module } from '../../modules.ts';
import { calendar, privacy } from '../../portal.ts';
import { privacyModules } from '../../privacy/privacy-modules.ts';
import { Rejected } from '../../rejected.ts';

/** S0-95: with compliance come the modules of requests and consents; without it nobody meets what they hold. */
export const configurePrivacy = defineCommand({
  name: 'configure-privacy',
  area: 'privacy',
  summary: 'Switch compliance on or off, and say how due dates are counted.',
  input: z.strictObject({
    compliance: z.boolean(),
    calendar: calendar
      .optional()
      .describe('Whether a due date on a weekend or holiday rolls over, and which days are holidays (Reg. 1182/71)'),
  }),
  permission: { kind: 'staff', right: 'manage-privacy' },
  events: {
    PrivacyConfigured: event(
      z.strictObject({ type: z.literal('PrivacyConfigured'), privacy, modules: z.array(module) }),
      ({ portal }, fact) => [
        { kind: 'setting', part: 'privacy', id: 'privacy', before: portal.privacy, after: fact.privacy },
        ...fact.modules.map((one) => moduleChange(portal, one)),
      ],
    ),
  },

  decide(portal, _known, { compliance, calendar: days = portal.privacy.calendar }) {
    const holidays = [...new Set(days.holidays)].sort();
    const after = { ...portal.privacy, compliance, calendar: { ...days, holidays } };
    const made = privacyModules(portal, compliance);
    if (made.some(({ name }) => portal.modules[name] && !portal.modules[name].managed))
      throw new Rejected('name-taken');
    const same = isDeepStrictEqual(after.calendar, portal.privacy.calendar);
    if (same && compliance === portal.privacy.compliance) return { events: [] };
    const moved = compliance === portal.privacy.compliance ? [] : made;
    return { events: [{ type: 'PrivacyConfigured', privacy: after, modules: moved }] };
  },
});
