import type { z } from 'zod';
import { Rejected } from '@genkan/domain/rejected';
import type { Claims } from '@genkan/identity/access-token';
import type { PortalLog } from '@genkan/log/portal-log';
import type { eyes } from '@genkan/protocol/messages';
import type { Looker } from '@genkan/realtime/lens';
import { lookRefused } from '@genkan/realtime/previews';
import type { LivePortal } from '../portals.ts';
import { requireRight } from '../reads/log-entries.ts';
import { rightsOf } from '../rights.ts';

/** Somebody of the staff who is let in with another's eyes. */
export type Look = { readonly of: string; readonly looker: Looker; readonly head: number };

/** By present rights, and only while a preview of the user is open, which he can read (SEC-36). */
export async function judgeLook(
  log: PortalLog,
  { tail }: LivePortal,
  who: Claims,
  { member: of, userType, draft }: z.output<typeof eyes>,
): Promise<Look> {
  const rights = await rightsOf(log, tail, who, [{ ask: 'member', id: of }]);
  requireRight(rights, 'configure');
  const { head, portal, known } = rights;
  const seen = known.member(of);
  if (seen?.kind !== 'portal-user' || seen.status !== 'active') throw new Rejected('not-found');
  const looker = {
    member: who.member,
    began: who.sessionsEnded,
    lens: { userType: userType ?? null, draft: draft ?? null },
  };
  const refused = lookRefused(portal, of, looker, seen.module);
  if (refused) throw new Rejected(refused);
  return { of, looker, head };
}

/** A look changes nothing, not even who is seen to be there. */
export function refuseLooker(session: { readonly looker: Looker | null }): void {
  if (session.looker) throw new Rejected('forbidden', 'Whoever looks with the eyes of a user can only look.');
}
