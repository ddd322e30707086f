import { z } from 'zod';
import { keptDays } from '@genkan/domain/kept-days';
import { apiName, recordId } from '@genkan/domain/names';
import type { Portal } from '@genkan/domain/portal';
import { consents, dataRequests } from '@genkan/domain/privacy/privacy-modules';
import { subjectNamed, type Subject } from '@genkan/domain/privacy/subjects';
import type { RecordState } from '@genkan/domain/records';
import { Rejected } from '@genkan/domain/rejected';
import type { PortalLog } from '@genkan/log/portal-log';
import { whoCouldSee } from '../past/who-could-see.ts';
import { subjectData, type TheirData } from '../privacy/subject-data.ts';
import type { Rights } from '../rights.ts';
import { defineRead } from './define-read.ts';
import { see } from './records.ts';

const told = z.strictObject({
  id: recordId,
  layout: z.string(),
  source: z.enum(['subject', 'other']).describe('Whether the person gave it, or somebody else'),
  fields: z.record(z.string(), z.unknown()),
  withheld: z.array(z.string()).describe('Fields left out because they lead to other people (GDPR 15(4))'),
});
const recipient = z.strictObject({ userType: z.string().nullable().describe('Null: staff'), members: z.int() });
const purpose = z.strictObject({ purpose: z.string(), basis: z.string(), state: z.string() });
/** GDPR 15(1)(e), (f) and 7(3), by the names of the requests; the interface has the words. */
const rightsLeft = ['Rectify', 'Erase', 'Stop', 'Export', 'WithdrawConsent', 'Complain'] as const;

/** No way leads here around the identity check; the person gets it with the answer, and the officer sees it before. */
function refuseEarly(request: RecordState, rights: Rights): void {
  const { Kind, Status, Outcome } = request.fields;
  const isAnswered = Status === 'Done' && Outcome === 'Provided';
  const isOfficer = rights.member.kind === 'staff';
  if (Kind === 'Export' && (isAnswered || (isOfficer && Status === 'InProgress'))) return;
  throw new Rejected(
    'not-possible',
    'There is an answer once the request is in progress, for the person once it is done.',
  );
}

/** The request as it is, if whoever asks has to do with it. */
function requestOf(rights: Rights, id: string): RecordState {
  const { portal, known, member, ability } = rights;
  const row = portal.privacy.compliance ? known.record(dataRequests, id) : null;
  if (row === null || see(rights, row) === null) throw new Rejected('not-found');
  if (member.kind === 'staff' && !ability.staffRights.has('manage-privacy')) throw new Rejected('forbidden');
  refuseEarly(row, rights);
  return row;
}

async function recipients(log: PortalLog, portal: Portal, { module, id }: Subject, sequence: number) {
  const record = (await log.recordsAt(portal.id, [{ module, id }], sequence)).get(id);
  if (!record) return [];
  const members = await log.membersAt(portal.id, sequence);
  const seers = await whoCouldSee(log, { portal, sequence, record, field: null }, members, members.length);
  const types = seers.flatMap(({ member }) => {
    if (member.kind === 'staff') return [null];
    const isHimself = member.module === module && member.record === id;
    return isHimself ? [] : [portal.userTypes[member.userType]?.name ?? member.userType];
  });
  return [...Map.groupBy(types, (type) => type)].map(([userType, all]) => ({ userType, members: all.length }));
}

const purposesIn = (data: TheirData) =>
  (data.find(({ module }) => module === consents)?.records ?? []).map(({ fields }) => ({
    purpose: String(fields['Purpose']),
    basis: String(fields['Basis']),
    state: String(fields['State']),
  }));

/**
 * GDPR 15: what is held about the person, why, from whom, and who could see it. More than the person's own view: every
 * field, as it was when the request was answered; a later change is no part of it.
 */
export const accessAnswerRead = defineRead({
  name: 'access-answer',
  summary: 'The answer to an access request: all data about the person, and what the law wants told of them.',
  path: '/data-requests/:request/answer',
  input: z.strictObject({ request: recordId }),
  answer: z.strictObject({
    subject: z.strictObject({ module: apiName, id: recordId }),
    sequence: z.int().describe('As it was after this entry'),
    data: z.array(z.strictObject({ module: z.string(), records: z.array(told) })),
    categories: z.array(z.strictObject({ module: z.string(), fields: z.array(z.string()) })),
    purposes: z.array(purpose),
    recipients: z.array(recipient),
    retention: z.strictObject({ kept: z.literal('until-erased'), restorableDays: z.int() }),
    rights: z.array(z.enum(rightsLeft)),
  }),
  async run({ log, rights: rightsNow }, { request: id }) {
    const rights = await rightsNow([{ ask: 'record', module: dataRequests, id }]);
    const request = requestOf(rights, id);
    const { portal, head } = rights;
    const subject = subjectNamed(portal, request);
    const present = subject && (await log.recordsAt(portal.id, [subject], head)).get(subject.id);
    if (!subject || !present || present.deleted) throw new Rejected('not-possible', 'The data were erased or deleted.');
    const answeredAt = request.fields['AnsweredAt'];
    const sequence =
      typeof answeredAt === 'string' ? Math.min(head, await log.sequenceAt(portal.id, answeredAt)) : head;
    const data = await subjectData(log, portal, subject, sequence);
    const categories = data.map(({ module, records }) => ({
      module,
      fields: [...new Set(records.flatMap(({ fields }) => Object.keys(fields)))].sort(),
    }));
    const answer = {
      subject,
      sequence,
      data: data.map(({ module, records }) => ({ module, records: [...records] })),
      categories,
      purposes: purposesIn(data),
      recipients: await recipients(log, portal, subject, sequence),
      retention: { kept: 'until-erased' as const, restorableDays: keptDays },
      rights: [...rightsLeft],
    };
    return { head, answer };
  },
});
