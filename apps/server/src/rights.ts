import type { Ability, MemberKeys } from '@genkan/access/ability';
import { abilityOf } from '@genkan/access/compile';
import { memberKeys } from '@genkan/access/member-keys';
import { NotGathered, type Known, type Question } from '@genkan/domain/known';
import type { Member } from '@genkan/domain/members';
import type { Portal } from '@genkan/domain/portal';
import { Rejected } from '@genkan/domain/rejected';
import type { PortalLog } from '@genkan/log/portal-log';
import type { Tail } from '@genkan/log/tail';
import { sameRules } from '@genkan/realtime/rules';
import type { Claims } from '@genkan/identity/access-token';
import { stillActs } from '@genkan/identity/sign-in';

/** What a member may do and see, and the head these rights are as new as. */
export type Rights = {
  readonly head: number;
  readonly portal: Portal;
  readonly member: Member;
  readonly ability: Ability;
  readonly keys: MemberKeys;
  readonly known: Known;
};

/** How long a read waits for this node to hear of what it reads, in milliseconds. */
export const patience = 2000;
const rounds = 12;

/** Answers from one snapshot: asked again with what was missing until nothing is. */
async function gathered<T>(
  log: PortalLog,
  portal: string,
  first: readonly Question[],
  make: (known: Known, head: number) => Promise<T>,
): Promise<T> {
  const questions = [...first];
  for (let round = 0; round < rounds; round++) {
    const { head, known } = await log.gather(portal, questions);
    try {
      return await make(known, head);
    } catch (thrown) {
      if (!(thrown instanceof NotGathered)) throw thrown;
      questions.push(thrown.question);
    }
  }
  throw new Rejected('behind');
}

/** The member's present rights, with the rows of `also` from the same snapshot. An ended session has none (SEC-7). */
export function rightsOf(log: PortalLog, tail: Tail, who: Claims, also: readonly Question[] = []): Promise<Rights> {
  return gathered(log, who.portal, [{ ask: 'member', id: who.member }, ...also], async (known, head) => {
    if (!(await tail.reach(head, patience))) throw new Rejected('behind');
    const member = known.member(who.member);
    if (!stillActs(member, who.sessionsEnded)) throw new Rejected('unauthenticated');
    const portal = tail.settings;
    const ability = abilityOf(portal, member);
    return { head, portal, member, ability, keys: memberKeys(portal, ability, member, known), known };
  });
}

/**
 * Rows that were judged by rights at least as new as they are (law 9): read under newer rights again when they changed
 * in between.
 */
export async function judged<Found extends { readonly head: number }>(
  rightsNow: () => Promise<Rights>,
  read: (rights: Rights) => Promise<Found>,
): Promise<{ readonly rights: Rights; readonly found: Found }> {
  let rights = await rightsNow();
  for (let attempt = 0; attempt < 4; attempt++) {
    const found = await read(rights);
    if (found.head <= rights.head) return { rights, found };
    const newer = await rightsNow();
    if (newer.head >= found.head && sameRules(rights, newer)) return { rights: newer, found };
    rights = newer;
  }
  throw new Rejected('behind');
}
