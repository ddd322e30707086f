import { z } from 'zod';
import { entryCard as card } from '@genkan/protocol/messages';
import { entryCard } from '@genkan/realtime/entry-card';
import { rulesOf } from '@genkan/realtime/rules';
import { Rejected } from '@genkan/domain/rejected';
import type { StaffRight } from '@genkan/domain/roles';
import type { Rights } from '../rights.ts';
import { defineRead } from './define-read.ts';

/** For staff with this right alone; for all others it is forbidden, whatever they ask. */
export function requireRight({ ability }: Rights, right: StaffRight): void {
  if (!ability.staffRights.has(right)) throw new Rejected('forbidden');
}

export const logEntriesRead = defineRead({
  name: 'entries',
  summary: 'What happened in the portal, entry by entry, with the records and fields you may see.',
  path: '/log',
  input: z.strictObject({
    after: z.int().min(0).default(0),
    limit: z.int().min(1).max(200).default(50),
  }),
  answer: z.strictObject({ head: z.int(), entries: z.array(card) }),
  async run({ log, rights: rightsNow }, { after, limit }) {
    const rights = await rightsNow();
    requireRight(rights, 'watch-log');
    const { head, portal, member, known } = rights;
    const rules = rulesOf(portal, member, known);
    const entries = await log.entries(portal.id, after, limit);
    const seen = rules
      ? entries.filter(({ sequence }) => sequence <= head).map((entry) => entryCard(entry, rules))
      : [];
    return { head, answer: { head, entries: seen } };
  },
});
