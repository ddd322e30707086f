import { z } from 'zod';
import type { RecordChange } from '@genkan/domain/changes';
import type { Question } from '@genkan/domain/known';
import { memberId } from '@genkan/domain/names';
import { Rejected } from '@genkan/domain/rejected';
import type { Entry } from '@genkan/log/portal-log';
import { entryCard as card, type EntryCard } from '@genkan/protocol/messages';
import { entryCard } from '@genkan/realtime/entry-card';
import { openPageCursor, pageCursor } from './page-cursor.ts';
import { netOf, readerOf } from '../past/record-changes.ts';
import { sender, senderOf, sendersOf } from '../past/sender.ts';
import { placeOf, sequenceIn } from '../past/sequence-place.ts';
import { toldChange } from '../past/told-change.ts';
import type { Rights } from '../rights.ts';
import { defineRead, type ReadContext } from './define-read.ts';
import { requireRight } from './log-entries.ts';
import { see } from './records.ts';

type Cards = EntryCard['changes'];
const line = z.strictObject({
  at: z.string(),
  by: sender,
  command: z.string(),
  /** `applied`, or why it was refused. */
  outcome: z.string(),
  changes: card.shape.changes,
  /** Staff alone are told the place in the log. */
  sequence: z.int().nullable(),
});

/** A portal user reads what he sent himself; everybody's is for staff with this right. */
function whose(rights: Rights, by: string | undefined): string | undefined {
  if (rights.member.kind === 'staff') {
    requireRight(rights, 'watch-log');
    return by;
  }
  if (by !== undefined && by !== rights.member.id) throw new Rejected('forbidden');
  return rights.member.id;
}

const changedRecords = ({ changes }: Entry): ReadonlyMap<string, readonly RecordChange[]> =>
  Map.groupBy(
    changes.filter((change) => change.kind === 'record'),
    ({ before, after }) => `${(after ?? before)?.module}/${(after ?? before)?.id}`,
  );

const placesIn = (entries: readonly Entry[]): readonly Question[] =>
  entries.flatMap(({ changes }) =>
    changes.flatMap((change): Question[] => {
      const row = change.kind === 'record' ? (change.after ?? change.before) : null;
      return row ? [{ ask: 'record', module: row.module, id: row.id }] : [];
    }),
  );

/** What a portal user's own command did, in the records and fields that he saw then and sees now; of others nothing. */
async function ownCards({ log }: ReadContext, rights: Rights, entries: readonly Entry[]): Promise<readonly Cards[]> {
  const reader = readerOf(log, rights);
  const cards: Cards[] = [];
  for (const entry of entries) {
    const own: Cards = [];
    for (const changes of changedRecords(entry).values()) {
      const net = netOf(changes);
      const row = net.after ?? net.before;
      const record = row && rights.known.record(row.module, row.id);
      const now = record && see(rights, record);
      if (!now) continue;
      const seen = await reader(entry, net);
      const told = toldChange(seen.before, seen.after, new Set(Object.keys(now.fields)));
      const { id, module } = record;
      if (told) own.push({ kind: 'record', module, id, op: told.op, fields: Object.keys(told.fields) });
    }
    cards.push(own);
  }
  return cards;
}

const staffCards = ({ ability, keys }: Rights, entries: readonly Entry[]): readonly Cards[] =>
  entries.map((entry) => entryCard(entry, { ability, keys, through: [] }).changes);

export const auditRead = defineRead({
  name: 'audit',
  summary: 'Who sent which command, when, and what came of it, newest first; to a portal user what he sent himself.',
  path: '/audit',
  input: z.strictObject({
    /** `rights`: changes of settings and members; `refused`: what somebody had no right to. */
    about: z.enum(['all', 'rights', 'refused']).default('all'),
    member: memberId.optional().describe('Whoever sent it'),
    cursor: z.string().max(2000).optional(),
    limit: z.int().min(1).max(100).default(50),
  }),
  answer: z.strictObject({ entries: z.array(line), next: z.string().nullable() }),
  async run(context, { about, member: by, cursor, limit }) {
    const { log, key, rights: rightsNow } = context;
    const first = await rightsNow();
    const member = whose(first, by);
    const of = ['audit', first.portal.id, first.member.id, about, member ?? null];
    const before = cursor === undefined ? first.head + 1 : sequenceIn(openPageCursor(key, of, cursor));
    const asked = { of: about, ...(member === undefined ? {} : { member }), before, limit: limit + 1 };
    const found = await log.lookBack(first.portal.id, asked);
    const entries = found.slice(0, limit);
    const staff = first.member.kind === 'staff';
    const named = sendersOf(first, entries).map((id): Question => ({ ask: 'member', id }));
    const rights = await rightsNow(staff ? named : placesIn(entries));
    const cards = staff ? staffCards(rights, entries) : await ownCards(context, rights, entries);
    const lines = entries.map(({ at, command, outcome, sequence, member: sent }, n) => ({
      at,
      by: senderOf(rights, rights.known, sent),
      command,
      outcome,
      changes: [...(cards[n] ?? [])],
      sequence: staff ? sequence : null,
    }));
    const last = found.length > limit ? entries.at(-1) : undefined;
    const next = last ? pageCursor(key, of, placeOf(last.sequence)) : null;
    return { head: rights.head, answer: { entries: lines, next } };
  },
});
