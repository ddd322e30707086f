import { z } from 'zod';
import { value } from '@genkan/domain/fields';
import { apiName, recordId } from '@genkan/domain/names';
import { Rejected } from '@genkan/domain/rejected';
import type { View } from '@genkan/domain/sight';
import type { Entry, PortalLog } from '@genkan/log/portal-log';
import { openPageCursor, pageCursor } from './page-cursor.ts';
import { netOf, readerOf } from '../past/record-changes.ts';
import { sender, senderOf, sendersOf } from '../past/sender.ts';
import { placeOf, sequenceIn } from '../past/sequence-place.ts';
import { toldChange, type ToldChange } from '../past/told-change.ts';
import type { Rights } from '../rights.ts';
import { defineRead } from './define-read.ts';
import { see } from './records.ts';
import { tabOf } from './scoped.ts';

/** Entries looked at in one go; a page is filled however many hidden ones lie between (law 7). */
const atOnce = 100;

const step = z.strictObject({
  at: z.string(),
  /** `put`: it came into sight, or moved to another layout; `remove`: it went out of sight. */
  op: z.enum(['put', 'patch', 'remove']),
  layout: apiName,
  /** `before` is left out where it was not seen. */
  fields: z.record(apiName, z.strictObject({ before: value.optional(), after: value })),
  by: sender,
  /** Staff alone are told the place in the log and the command. */
  sequence: z.int().nullable(),
  command: z.string().nullable(),
});
type Step = { readonly entry: Entry; readonly told: ToldChange };
type Asked = { readonly module: string; readonly id: string; readonly field?: string | undefined };

/** The record as whoever asks sees it; to staff a deleted one still has its history. */
function seenNow(rights: Rights, { module, id }: Asked): View {
  tabOf(rights, module);
  const record = rights.known.record(module, id);
  const live = record && rights.member.kind === 'staff' ? { ...record, deleted: false } : record;
  const seen = live && see(rights, live);
  if (!seen) throw new Rejected('not-found');
  return seen;
}

async function stepsBefore(log: PortalLog, rights: Rights, asked: Asked, before: number, enough: number) {
  const { field, ...place } = asked;
  const visible = new Set(Object.keys(seenNow(rights, asked).fields));
  if (field !== undefined && !visible.has(field)) throw new Rejected('unknown-field');
  const meant = field === undefined ? visible : new Set([field]);
  const reader = readerOf(log, rights);
  const steps: Step[] = [];
  for (let at = before; ;) {
    const looked = await log.lookBack(rights.portal.id, { of: 'record', ...place, before: at, limit: atOnce });
    for (const entry of looked) {
      const net = netOf(entry.changes.filter((change) => change.kind === 'record'));
      const seen = await reader(entry, net);
      const told = toldChange(seen.before, seen.after, meant);
      if (told && (field === undefined || Object.hasOwn(told.fields, field))) steps.push({ entry, told });
      if (steps.length === enough) return steps;
    }
    const last = looked.at(-1);
    if (!last || looked.length < atOnce) return steps;
    at = last.sequence;
  }
}

export const fieldHistoryRead = defineRead({
  name: 'field-history',
  summary: 'What happened to a record or one field of it, newest first, as far as you saw it and still may.',
  path: '/records/:module/:id/history',
  input: z.strictObject({
    module: apiName,
    id: recordId,
    field: apiName.optional(),
    cursor: z.string().max(2000).optional(),
    limit: z.int().min(1).max(100).default(20),
  }),
  answer: z.strictObject({ steps: z.array(step), next: z.string().nullable() }),
  async run({ log, key, rights: rightsNow }, { cursor, limit, ...asked }) {
    const { module, id, field } = asked;
    const rights = await rightsNow([{ ask: 'record', module, id }]);
    const of = ['field-history', rights.portal.id, rights.member.id, module, id, field ?? null];
    const before = cursor === undefined ? rights.head + 1 : sequenceIn(openPageCursor(key, of, cursor));
    const found = await stepsBefore(log, rights, asked, before, limit + 1);
    const told = found.slice(0, limit);
    const senders = sendersOf(
      rights,
      told.map(({ entry }) => entry),
    );
    const { known } = senders.length > 0 ? await rightsNow(senders.map((one) => ({ ask: 'member', id: one }))) : rights;
    const staff = rights.member.kind === 'staff';
    const steps = told.map(({ entry, told: { op, layout, fields } }) => ({
      at: entry.at,
      op,
      layout,
      fields: { ...fields },
      by: senderOf(rights, known, entry.member),
      sequence: staff ? entry.sequence : null,
      command: staff ? entry.command : null,
    }));
    const last = found.length > limit ? told.at(-1) : undefined;
    return {
      head: rights.head,
      answer: { steps, next: last ? pageCursor(key, of, placeOf(last.entry.sequence)) : null },
    };
  },
});
