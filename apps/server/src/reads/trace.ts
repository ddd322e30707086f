import { z } from 'zod';
import { memberId } from '@genkan/domain/names';
import { Rejected } from '@genkan/domain/rejected';
import { traceEntry } from '../traces/trace-entry.ts';
import { traceOutcome } from '../traces/trace-outcome.ts';
import { defineRead } from './define-read.ts';
import { requireRight } from './log-entries.ts';

export const traceRead = defineRead({
  name: 'trace',
  summary: 'For one entry, what each session was sent of it, what was left out, and why.',
  path: '/log/:sequence',
  input: z.strictObject({ sequence: z.coerce.number().int().min(1), member: memberId.optional() }),
  answer: z.strictObject({
    sessions: z.array(
      z.strictObject({ session: z.string().nullable(), member: memberId, changes: z.array(traceOutcome) }),
    ),
  }),
  async run({ log, rights: rightsNow, deliveries }, { sequence, member }) {
    const rights = await rightsNow();
    requireRight(rights, 'watch-log');
    if (sequence > rights.head) throw new Rejected('not-found');
    const sessions = await deliveries.sessionsAt(rights.portal.id, sequence);
    const about = member === undefined ? sessions : sessions.filter((one) => one.member === member);
    const named = member !== undefined && about.length === 0 ? [{ session: null, member, modules: [] }] : about;
    return { head: rights.head, answer: { sessions: await traceEntry(log, rights, sequence, named) } };
  },
});
