import { z } from 'zod';
import type { MemberChange } from '../changes.ts';
import type { DomainEvent } from '../define-command.ts';
import type { Known } from '../known.ts';
import type { Member } from '../members.ts';
import { event } from '../define-command.ts';
import { member } from '../members.ts';

/** One member becomes another; a fact about a member that is not there changes nothing. */
export function memberChange(known: Known, id: string, to: (member: Member) => Member): readonly MemberChange[] {
  const before = known.member(id);
  return before === null ? [] : [{ kind: 'member', before, after: to(before) }];
}

export const memberEvents = {
  MemberAdded: event(z.strictObject({ type: z.literal('MemberAdded'), member }), (_state, { member: added }) => [
    { kind: 'member', before: null, after: added },
  ]),
};

export const memberAdded = (added: Member): DomainEvent => ({ type: 'MemberAdded', member: added });
