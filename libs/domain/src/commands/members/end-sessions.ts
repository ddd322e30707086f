import { z } from 'zod';
import { defineCommand, event } from '../../define-command.ts';
import { memberChange } from '../../events/members.ts';
import { memberId } from '../../names.ts';
import { Rejected } from '../../rejected.ts';

/** Everybody may end his own sessions, also those on devices that were lost; those of others need the right. */
export const endSessions = defineCommand({
  name: 'end-sessions',
  area: 'members',
  summary: 'End all sessions of a member, on every device.',
  input: z.strictObject({ member: memberId.describe('Oneself, or another member if you have the right') }),
  permission: { kind: 'own' },
  needs: (_portal, { member }) => [{ ask: 'member', id: member }],
  events: {
    SessionsEnded: event(
      z.strictObject({ type: z.literal('SessionsEnded'), member: memberId }),
      ({ known }, { member }) =>
        memberChange(known, member, (row) => ({ ...row, sessionsEnded: row.sessionsEnded + 1 })),
    ),
  },

  decide(_portal, known, { member: id }, { member, sight }) {
    // Without the right every other id is refused alike, whether somebody has it or not (law 7).
    if (id !== member?.id && !sight.may('end-sessions')) throw new Rejected('forbidden');
    const target = known.member(id);
    if (target === null || target.status === 'removed') throw new Rejected('not-found');
    return { events: [{ type: 'SessionsEnded', member: id }] };
  },
});
