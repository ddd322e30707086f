import type { Known, Question } from './known.ts';
import type { Member } from './members.ts';
import type { Portal } from './portal.ts';
import { ifGathered } from './known.ts';
import { Rejected } from './rejected.ts';

/** Who may answer for a record a portal user makes, the first who still can: inviter, default owner, administrators. */
function candidates({ profile }: Portal, member: Member): readonly string[] {
  if (member.kind === 'staff') return [member.id];
  const named = [member.inviter, profile.owner ?? null, ...(profile.administrators ?? [])];
  return [...new Set(named.filter((id) => id !== null))];
}

const answers = (known: Known, id: string): boolean => {
  const member = known.member(id);
  return member?.kind === 'staff' && member.status === 'active';
};

/** The candidate to ask for next, until one is found who still can. */
export function ownerQuestions(portal: Portal, known: Known, acting: Member | null): readonly Question[] {
  if (acting === null || acting.kind === 'staff') return [];
  const asked: Question[] = [];
  for (const id of candidates(portal, acting)) {
    asked.push({ ask: 'member', id });
    if (ifGathered(() => answers(known, id)) !== false) break;
  }
  return asked;
}

/**
 * The member of staff who answers for a new record: its maker, or whoever invited the portal user who made it (S0-80).
 * When the inviter is gone: the portal's default owner, else the longest-standing active administrator. Never nobody.
 */
export function ownerFor(portal: Portal, known: Known, acting: Member | null): string {
  if (acting === null) throw new Rejected('forbidden');
  if (acting.kind === 'staff') return acting.id;
  const owner = candidates(portal, acting).find((id) => answers(known, id));
  if (owner === undefined)
    throw new Rejected('not-possible', 'Nobody of the staff is there to answer for this record.');
  return owner;
}
