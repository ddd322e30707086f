import { z } from 'zod';
import { defineCommand, event } from '../../define-command.ts';
import { apiName } from '../../names.ts';
import { consentForm } from '../../portal.ts';
import { requireCompliance } from '../../privacy/subjects.ts';
import { reason } from '../../privacy/requests.ts';

/** A new wording is a new version; what was consented to keeps its own (GDPR 7(1)). */
export const defineConsentForm = defineCommand({
  name: 'define-consent-form',
  area: 'privacy',
  summary: 'Say in which words consent to a purpose is asked.',
  input: z.strictObject({ purpose: apiName, wording: reason }),
  permission: { kind: 'staff', right: 'manage-privacy' },
  events: {
    ConsentFormDefined: event(
      z.strictObject({ type: z.literal('ConsentFormDefined'), form: consentForm }),
      ({ portal: { privacy } }, { form }) => {
        const after = { ...privacy, forms: { ...privacy.forms, [form.purpose]: form } };
        return [{ kind: 'setting', part: 'privacy', id: 'privacy', before: privacy, after }];
      },
    ),
  },

  decide(portal, _known, { purpose, wording }) {
    requireCompliance(portal);
    const { forms } = portal.privacy;
    const before = Object.hasOwn(forms, purpose) ? forms[purpose] : undefined;
    const version = (before?.version ?? 0) + 1;
    if (before?.wording === wording) return { events: [], result: { version: before.version } };
    return { events: [{ type: 'ConsentFormDefined', form: { purpose, wording, version } }], result: { version } };
  },
});
