import { z } from 'zod';
import { defineCommand } from '../../define-command.ts';
import { recordEvents } from '../../events/records.ts';
import { refuseIf } from '../../given-fields.ts';
import { ownerQuestions } from '../../record-owner.ts';
import { requestKinds } from '../../privacy/privacy-modules.ts';
import { reason, requestMade } from '../../privacy/requests.ts';
import { requireCompliance, subject, subjectEvents, subjectOf, subjectQuestions } from '../../privacy/subjects.ts';

/** For oneself, for persons one added, and for nobody else (S0-99, S0-100); the officer files what comes by letter. */
export const fileDataRequest = defineCommand({
  name: 'file-data-request',
  area: 'privacy',
  summary: 'Ask for the export, rectification or erasure of personal data, or to stop their processing.',
  input: z.strictObject({
    kind: z.enum(requestKinds),
    subject: subject.optional(),
    details: reason.optional().describe('What exactly is asked for; what is wrong, where it is to be rectified'),
  }),
  permission: { kind: 'own' },
  onRestricted: true, // the rights of a person do not end where processing was stopped
  needs: (portal, { subject: named }, known, acting) => [
    ...subjectQuestions(named, acting),
    ...ownerQuestions(portal, known, acting),
  ],
  events: { ...subjectEvents, RecordCreated: recordEvents.RecordCreated },

  decide(portal, known, { kind, subject: named, details = null }, context) {
    requireCompliance(portal);
    const about = subjectOf(portal, known, context, named);
    const open = kind === 'Rectify' && details === null;
    refuseIf(open ? [{ path: 'details', message: 'Say what is wrong, and what is right.' }] : [], 'invalid');
    const { events, id } = requestMade(portal, known, about, kind, { Details: details }, context);
    return { events, result: { request: id } };
  },
});
