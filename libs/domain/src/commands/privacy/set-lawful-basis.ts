import { z } from 'zod';
import { defineCommand } from '../../define-command.ts';
import { claimEvents } from '../../events/claims.ts';
import { recordEvents } from '../../events/records.ts';
import { apiName, recordId } from '../../names.ts';
import { ownerQuestions } from '../../record-owner.ts';
import { consentQuestions, consentRow, consentSet } from '../../privacy/consent-rows.ts';
import { lawfulBases } from '../../privacy/privacy-modules.ts';
import { requireCompliance, subjectEvents, subjectOf } from '../../privacy/subjects.ts';

/**
 * One of the six for each person and purpose (S0-93). Consent that is not live blocks the purpose: `Allowed` says so,
 * whoever asks.
 */
export const setLawfulBasis = defineCommand({
  name: 'set-lawful-basis',
  area: 'privacy',
  summary: 'Say on which lawful basis a person’s data are processed for a purpose.',
  input: z.strictObject({ module: apiName, id: recordId, purpose: apiName, basis: z.enum(lawfulBases) }),
  permission: { kind: 'staff', right: 'manage-privacy' },
  needs: (portal, { module, id, purpose }, known, acting) => [
    { ask: 'record', module, id },
    ...consentQuestions({ module, id }, purpose, known),
    ...ownerQuestions(portal, known, acting),
  ],
  events: {
    ...claimEvents,
    ...subjectEvents,
    RecordCreated: recordEvents.RecordCreated,
    RecordEdited: recordEvents.RecordEdited,
  },

  decide(portal, known, { module, id, purpose, basis }, context) {
    requireCompliance(portal);
    const { record } = subjectOf(portal, known, context, { module, id });
    const live = consentRow(record, purpose, known)?.fields['State'] === 'Given';
    const consent = basis === 'Consent';
    const set = {
      Basis: basis,
      State: consent ? (live ? 'Given' : 'Waiting') : 'NotNeeded',
      Allowed: !consent || live,
    };
    return { events: consentSet(portal, known, record, purpose, set, context) };
  },
});
