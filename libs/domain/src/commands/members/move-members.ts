import { z } from 'zod';
import type { DomainEvent } from '../../define-command.ts';
import type { RejectionCode } from '../../rejected.ts';
import { defineCommand } from '../../define-command.ts';
import { foldEvents } from '../../fold-events.ts';
import { managedMember } from '../../managed-member.ts';
import { ownRecordQuestion } from '../../member-record.ts';
import { mostMoved, moved, moveEvents } from '../../moving.ts';
import { memberId, userTypeId } from '../../names.ts';
import { Overlay } from '../../overlay.ts';
import { Rejected } from '../../rejected.ts';
import { namesRestricted } from '../../restriction.ts';
import { refuseExcess, seatQuestions } from '../../seats.ts';

type Row = { readonly outcome: 'moved' | 'unchanged' | 'refused'; readonly code?: RejectionCode };
type Decided = { readonly row: Row; readonly events: readonly DomainEvent[] };

const definitions = new Map(Object.entries(moveEvents));

/** As if each had been sent alone: a row that is refused stops no other. */
function decideRow(decide: () => readonly DomainEvent[]): Decided {
  try {
    const events = decide();
    return { row: { outcome: events.length > 0 ? 'moved' : 'unchanged' }, events };
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    return { row: { outcome: 'refused', code: error.code }, events: [] };
  }
}

/** Many at once from the list of portal users (S0-82): one entry, with an outcome for each in the order given. */
export const moveMembers = defineCommand({
  name: 'move-members',
  area: 'members',
  summary: 'Move many portal users to another user type with the same base module.',
  input: z.strictObject({
    members: z.array(memberId).min(1).max(mostMoved).describe('At most 5,000 at once'),
    userType: userTypeId,
  }),
  permission: { kind: 'staff', right: 'manage-members' },
  onRestricted: true, // judged row by row: one restricted record does not stop the others
  needs: (portal, { members }, known) => [
    ...members.flatMap((id) => [{ ask: 'member', id } as const, ...ownRecordQuestion(known, id)]),
    ...seatQuestions(portal),
  ],
  events: moveEvents,

  decide(portal, known, { members, userType }, context) {
    if (portal.userTypes[userType] === undefined) throw new Rejected('not-found');
    const there = new Set<string>();
    const overlay = new Overlay(known);
    const decided = members.map((id) =>
      decideRow(() => {
        if (there.has(id)) return []; // the second time he is there already
        const target = managedMember(known, id, context);
        if (namesRestricted(ownRecordQuestion(known, id), known)) throw new Rejected('restricted');
        const events = moved(portal, target, userType);
        const changes = foldEvents(definitions, { portal, known: overlay }, events);
        refuseExcess(portal, overlay, changes);
        for (const change of changes) overlay.add(change);
        there.add(id);
        return events;
      }),
    );
    return { events: decided.flatMap(({ events }) => events), result: { rows: decided.map(({ row }) => row) } };
  },
});
