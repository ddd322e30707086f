import { z } from 'zod';
import { defineCommand } from '../../define-command.ts';
import { recordEvents } from '../../events/records.ts';
import { apiName, label } from '../../names.ts';
import { consentQuestions, consentRow } from '../../privacy/consent-rows.ts';
import { requestEdited } from '../../privacy/requests.ts';
import { ownSubject, requireCompliance, subject, subjectOf, subjectQuestions } from '../../privacy/subjects.ts';
import { Rejected } from '../../rejected.ts';

/**
 * Demonstrable (GDPR 7(1)): who, when, to which wording, how. One's own, or that of a person one added (S0-97, S0-98);
 * the officer writes down what was given on paper. The version names the words that were read.
 */
export const giveConsent = defineCommand({
  name: 'give-consent',
  area: 'privacy',
  summary: 'Consent to a purpose, in the words that were read.',
  input: z.strictObject({
    purpose: apiName,
    version: z.int().min(1).describe('Of the wording that was read'),
    subject: subject.optional(),
    how: label.optional().describe('Staff: how it was given, such as on paper'),
  }),
  permission: { kind: 'own' },
  onRestricted: true, // consent is what allows processing again (GDPR 18(2))
  needs: (_portal, { purpose, subject: named }, known, acting) => [
    ...subjectQuestions(named, acting),
    ...consentQuestions(named ?? ownSubject(acting), purpose, known),
  ],
  events: { RecordEdited: recordEvents.RecordEdited },

  decide(portal, known, { purpose, version, subject: named, how }, context) {
    requireCompliance(portal);
    const { record } = subjectOf(portal, known, context, named);
    const row = consentRow(record, purpose, known);
    if (row?.fields['Basis'] !== 'Consent') throw new Rejected('not-found');
    const form = Object.hasOwn(portal.privacy.forms, purpose) ? portal.privacy.forms[purpose] : undefined;
    if (form?.version !== version) throw new Rejected('not-possible', 'The wording is another now. Read it again.');
    if (row.fields['State'] === 'Given' && row.fields['Version'] === version) return { events: [] };
    const given = {
      Version: version,
      Wording: form.wording,
      GivenBy: context.member?.id ?? null,
      GivenAt: context.now,
    };
    const byStaff = context.sight.kind === 'staff';
    const set = { State: 'Given', Allowed: true, ...given, How: byStaff ? (how ?? 'staff') : 'portal' };
    return { events: [requestEdited(row, { ...set, WithdrawnBy: null, WithdrawnAt: null })] };
  },
});
