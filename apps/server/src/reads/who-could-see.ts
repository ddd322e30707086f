import { z } from 'zod';
import { maskOf } from '@genkan/access/mask';
import { view as viewOf } from '@genkan/access/view';
import { apiName, memberId, recordId } from '@genkan/domain/names';
import type { RecordState } from '@genkan/domain/records';
import { Rejected } from '@genkan/domain/rejected';
import type { View } from '@genkan/domain/sight';
import { view } from '@genkan/protocol/messages';
import { openPageCursor, pageCursor } from './page-cursor.ts';
import { moment, settingsAt } from '../past/moment.ts';
import { whoCouldSee } from '../past/who-could-see.ts';
import type { Rights } from '../rights.ts';
import { defineRead } from './define-read.ts';
import { requireRight } from './log-entries.ts';

const seer = z.strictObject({
  member: memberId,
  kind: z.enum(['staff', 'portal-user']),
  userType: z.string().nullable(),
  /** The record as this member saw it then, within what whoever asks may see. */
  view,
  /** Whether one of the member's sessions was being sent the module then. */
  received: z.boolean(),
});

/** What whoever asks sees of the record as it was then, deleted or not. */
function shownToAsker({ ability, keys }: Rights, record: RecordState): View {
  const shown = viewOf(ability, { ...record, deleted: false }, maskOf(keys, record));
  if (!shown) throw new Rejected('not-found');
  return shown;
}

const within = ({ fields, ...rest }: View, shown: View): z.infer<typeof view> => ({
  ...rest,
  fields: Object.fromEntries(Object.entries(fields).filter(([name]) => Object.hasOwn(shown.fields, name))),
});

export const whoCouldSeeRead = defineRead({
  name: 'who-could-see',
  summary: 'Who saw a record, or one field of it, at a sequence or a time, how, and to whom of them it was sent.',
  path: '/past/:module/:id',
  input: z.strictObject({
    module: apiName,
    id: recordId,
    field: apiName.optional(),
    at: moment,
    cursor: z.string().max(2000).optional(),
    limit: z.int().min(1).max(200).default(50),
  }),
  answer: z.strictObject({ sequence: z.int(), members: z.array(seer), next: z.string().nullable() }),
  async run({ log, key, rights: rightsNow, deliveries }, { module, id, field, at, cursor, limit }) {
    const rights = await rightsNow();
    requireRight(rights, 'watch-log');
    const { sequence, portal } = await settingsAt(log, rights, at);
    const record = (await log.recordsAt(portal.id, [{ module, id }], sequence)).get(id) ?? null;
    if (!record) throw new Rejected('not-found');
    const shown = shownToAsker(rights, record);
    if (field !== undefined && !Object.hasOwn(shown.fields, field)) throw new Rejected('unknown-field');
    const of = ['who-could-see', portal.id, rights.member.id, module, id, field ?? null, sequence];
    const after = cursor === undefined ? '' : openPageCursor(key, of, cursor).id;
    const members = (await log.membersAt(portal.id, sequence)).filter((member) => member.id > after);
    const asked = { portal, sequence, record, field: field ?? null };
    const seers = await whoCouldSee(log, asked, members, limit + 1);
    const [entry] = await log.entries(portal.id, sequence - 1, 1);
    const made = Date.parse(entry?.at ?? '');
    const received = new Set(await deliveries.whoReceived(portal.id, module, sequence, made));
    const rows = seers.slice(0, limit).map(({ member, view: seen }) => ({
      member: member.id,
      kind: member.kind,
      userType: member.kind === 'portal-user' ? member.userType : null,
      view: within(seen, shown),
      received: received.has(member.id),
    }));
    const last = seers.length > limit ? rows.at(-1) : undefined;
    const next = last ? pageCursor(key, of, { values: [], id: last.member }) : null;
    return { head: rights.head, answer: { sequence, members: rows, next } };
  },
});
