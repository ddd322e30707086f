import type { Context } from './define-command.ts';
import type { Known } from './known.ts';
import type { Member } from './members.ts';
import { Rejected } from './rejected.ts';

/** The member a command of the staff is about; removed ones are gone. Staff are managed only by who may manage staff. */
export function managedMember(known: Known, id: string, { sight }: Context): Member {
  const member = known.member(id);
  if (member === null || member.status === 'removed') throw new Rejected('not-found');
  if (member.kind === 'staff' && !sight.may('manage-staff')) throw new Rejected('forbidden');
  return member;
}

/** Nobody shuts himself out; so at least one administrator always remains (S4-42). */
export function refuseOneself(target: Member, { member }: Context): void {
  if (target.id === member?.id) throw new Rejected('not-possible', 'You cannot do this to yourself. Ask a colleague.');
}
