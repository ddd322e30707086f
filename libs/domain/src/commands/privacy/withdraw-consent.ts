import { z } from 'zod';
import { defineCommand } from '../../define-command.ts';
import { recordEvents } from '../../events/records.ts';
import { apiName } from '../../names.ts';
import { consentQuestions, consentRow } from '../../privacy/consent-rows.ts';
import { requestEdited } from '../../privacy/requests.ts';
import { ownSubject, requireCompliance, subject, subjectOf, subjectQuestions } from '../../privacy/subjects.ts';
import { Rejected } from '../../rejected.ts';

/** As easy as giving it (GDPR 7(3)): one command, and from its place in the log the purpose is blocked. */
export const withdrawConsent = defineCommand({
  name: 'withdraw-consent',
  area: 'privacy',
  summary: 'Withdraw consent to a purpose.',
  input: z.strictObject({ purpose: apiName, subject: subject.optional() }),
  permission: { kind: 'own' },
  onRestricted: true, // it only lessens what is processed
  needs: (_portal, { purpose, subject: named }, known, acting) => [
    ...subjectQuestions(named, acting),
    ...consentQuestions(named ?? ownSubject(acting), purpose, known),
  ],
  events: { RecordEdited: recordEvents.RecordEdited },

  decide(portal, known, { purpose, subject: named }, context) {
    requireCompliance(portal);
    const { record } = subjectOf(portal, known, context, named);
    const row = consentRow(record, purpose, known);
    if (row?.fields['Basis'] !== 'Consent') throw new Rejected('not-found');
    if (row.fields['State'] !== 'Given') return { events: [] };
    const withdrawn = { WithdrawnBy: context.member?.id ?? null, WithdrawnAt: context.now };
    return { events: [requestEdited(row, { State: 'Withdrawn', Allowed: false, ...withdrawn })] };
  },
});
