import { z } from 'zod';
import type { DomainEvent } from '../../define-command.ts';
import type { Member } from '../../members.ts';
import type { Portal } from '../../portal.ts';
import { defineCommand, event } from '../../define-command.ts';
import { userTypeChange } from '../../events/settings.ts';
import { ifGathered, type Known } from '../../known.ts';
import { ownRecordQuestion } from '../../member-record.ts';
import { mostMoved, moved, moveEvents } from '../../moving.ts';
import { userTypeId } from '../../names.ts';
import { Rejected } from '../../rejected.ts';

/** Who was removed has no type any more: neither he nor his record is asked about. */
const usersOf = (known: Known, userType: string): readonly Member[] =>
  known.membersOf(userType).filter(({ status }) => status !== 'removed');

/** Everybody moves or nothing happens: a type is not deleted from under those who could not (S0-87). */
function emptied(portal: Portal, users: readonly Member[], from: string, to?: string): DomainEvent[] {
  if (users.length === 0) return [];
  if (to === undefined || to === from) throw new Rejected('type-in-use');
  if (users.length > mostMoved) {
    throw new Rejected('limit-reached', 'At most 5,000 users move with the type. Move the others first.');
  }
  return users.flatMap((one) => moved(portal, one, to));
}

/**
 * A user type without users is deleted directly (S0-89); one with users by moving them in the same command (S0-87,
 * S0-88); the default one never (S0-28).
 */
export const deleteUserType = defineCommand({
  name: 'delete-user-type',
  area: 'configuration',
  summary: 'Delete a user type; its users move to another one.',
  input: z.strictObject({
    userType: userTypeId,
    moveTo: userTypeId.optional().describe('The type its users move to, with the same base; needed if it has users'),
  }),
  permission: { kind: 'staff', right: 'configure' },
  needs: (_portal, { userType }, known) => [
    { ask: 'members-of', userType },
    ...(ifGathered(() => usersOf(known, userType)) ?? []).flatMap(({ id }) => [
      { ask: 'member', id } as const,
      ...ownRecordQuestion(known, id),
    ]),
  ],
  events: {
    UserTypeDeleted: event(
      z.strictObject({ type: z.literal('UserTypeDeleted'), userType: userTypeId }),
      ({ portal }, { userType }) => [userTypeChange(portal, userType, null)],
    ),
    ...moveEvents,
  },

  decide(portal, known, { userType: id, moveTo }, { sight }) {
    const type = portal.userTypes[id];
    if (type === undefined || (moveTo !== undefined && portal.userTypes[moveTo] === undefined)) {
      throw new Rejected('not-found');
    }
    if (type.isDefault) throw new Rejected('default-type');
    const users = usersOf(known, id);
    if (users.length > 0 && moveTo !== undefined && !sight.may('manage-members')) throw new Rejected('forbidden');
    const moves = emptied(portal, users, id, moveTo);
    return { events: [...moves, { type: 'UserTypeDeleted', userType: id }], result: { moved: moves.length } };
  },
});
