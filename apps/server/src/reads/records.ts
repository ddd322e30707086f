import { z } from 'zod';
import { maskOf } from '@genkan/access/mask';
import { view as viewOf } from '@genkan/access/view';
import type { RecordState } from '@genkan/domain/records';
import type { View } from '@genkan/domain/sight';
import type { StoredRecord } from '@genkan/log/portal-log';
import { recordsQuery, view } from '@genkan/protocol/messages';
import { openPageCursor, pageCursor } from './page-cursor.ts';
import { judged, type Rights } from '../rights.ts';
import { defineRead, type ReadContext } from './define-read.ts';
import { requestFor } from './scoped.ts';

export const see = ({ ability, keys }: Rights, record: RecordState): View | null =>
  viewOf(ability, record, maskOf(keys, record));

const orderValues = (
  last: StoredRecord,
  rights: Rights,
  orderBy: z.output<typeof recordsQuery>['orderBy'],
): unknown[] => {
  const visible = rights.ability.tabs.get(last.module)?.layouts.get(last.layout);
  return orderBy.map(([field]) => (visible?.has(field) ? (last.fields[field] ?? null) : null));
};

/** A page of what these rights show; `also`: what else a cursor of it belongs to. */
export async function recordsPage(
  { log, key }: Pick<ReadContext, 'log' | 'key'>,
  rightsNow: () => Promise<Rights>,
  { module, where, orderBy, cursor, limit }: z.output<typeof recordsQuery>,
  also: readonly string[] = [],
) {
  const { rights, found } = await judged(rightsNow, async (rights) => {
    const request = requestFor(rights, { module, where, orderBy });
    const of = [rights.portal.id, rights.member.id, module, where ?? null, orderBy, ...also];
    const after = cursor === undefined ? null : openPageCursor(key, of, cursor);
    if (!request) return { head: rights.head, of, rows: [], more: false };
    return { of, ...(await log.page(rights.portal.id, { ...request, after, limit })) };
  });
  const last = found.rows.at(-1);
  const place = found.more && last && { values: orderValues(last, rights, orderBy), id: last.id };
  const rows = found.rows.map((row) => see(rights, row)).filter((row) => row !== null);
  return { head: found.head, answer: { rows, next: place ? pageCursor(key, found.of, place) : null } };
}

export const recordsRead = defineRead({
  name: 'records',
  summary: 'The records of a module that you may see, page by page.',
  path: '/records/:module',
  input: recordsQuery,
  answer: z.strictObject({ rows: z.array(view), next: z.string().nullable() }),
  run: (context, asked) => recordsPage(context, context.rights, asked),
});
