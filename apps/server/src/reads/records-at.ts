import { z } from 'zod';
import { apiName, memberId } from '@genkan/domain/names';
import { Rejected } from '@genkan/domain/rejected';
import type { View } from '@genkan/domain/sight';
import type { PortalLog } from '@genkan/log/portal-log';
import { view } from '@genkan/protocol/messages';
import { seenBy } from '@genkan/realtime/acquaintance';
import type { Eyes } from '@genkan/realtime/rules';
import { openPageCursor, pageCursor } from './page-cursor.ts';
import { candidatesAt } from '../past/candidates-at.ts';
import { eyesAt } from '../past/eyes-at.ts';
import { moment, settingsAt } from '../past/moment.ts';
import { defineRead } from './define-read.ts';
import { requireRight } from './log-entries.ts';

/** Records looked at for one page: it may hold fewer than were asked for, and still not be the last. */
const mostLookedAt = 2_000;
type Place = { readonly portal: string; readonly module: string; readonly layouts: readonly string[] };

/** Records as these eyes saw them then, in the order of their ids. */
async function pageAt(log: PortalLog, of: Place, eyes: Eyes, sequence: number, after: string, limit: number) {
  const keys = [...(eyes.keys.get(of.module)?.keys() ?? [])];
  const rows: View[] = [];
  if (keys.length === 0) return { rows, next: null };
  const asked = { ...of, keys, sequence, after, limit: mostLookedAt };
  const { ids, more } = await candidatesAt(log, asked);
  const places = ids.map((id) => ({ module: of.module, id }));
  const then = await log.recordsAt(of.portal, places, sequence);
  for (const id of ids) {
    const seen = seenBy(eyes, then.get(id) ?? null);
    if (seen && rows.length === limit) return { rows, next: rows.at(-1)?.id ?? null };
    if (seen) rows.push(seen);
  }
  return { rows, next: more ? (ids.at(-1) ?? null) : null };
}

export const recordsAtRead = defineRead({
  name: 'records-at',
  summary: 'The records of a module as a member saw them at a sequence or a time, page by page.',
  path: '/past/:module',
  input: z.strictObject({
    module: apiName,
    member: memberId,
    at: moment,
    cursor: z.string().max(2000).optional(),
    limit: z.int().min(1).max(200).default(50),
  }),
  answer: z.strictObject({ sequence: z.int(), rows: z.array(view), next: z.string().nullable() }),
  async run({ log, key, rights: rightsNow }, { module, member: id, at, cursor, limit }) {
    const rights = await rightsNow();
    requireRight(rights, 'watch-log');
    const { sequence, portal } = await settingsAt(log, rights, at);
    const member = (await log.membersAt(portal.id, sequence)).find((one) => one.id === id);
    const mine = rights.ability.tabs.get(module);
    if (!member || !mine) throw new Rejected('not-found');
    const of = ['records-at', portal.id, rights.member.id, module, id, sequence];
    const after = cursor === undefined ? '' : openPageCursor(key, of, cursor).id;
    const eyes = member.status === 'active' ? (await eyesAt(log, portal, [member], sequence)).get(id) : undefined;
    const place = { portal: portal.id, module, layouts: Object.keys(rights.portal.modules[module]?.layouts ?? {}) };
    const found = eyes ? await pageAt(log, place, eyes, sequence, after, limit) : { rows: [], next: null };
    const rows = found.rows.map(({ fields, ...rest }) => {
      const visible = mine.layouts.get(rest.layout);
      return { ...rest, fields: Object.fromEntries(Object.entries(fields).filter(([name]) => visible?.has(name))) };
    });
    const next = found.next === null ? null : pageCursor(key, of, { values: [], id: found.next });
    return { head: rights.head, answer: { sequence, rows, next } };
  },
});
