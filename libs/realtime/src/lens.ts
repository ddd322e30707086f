import { draftedPortal } from '@genkan/domain/drafted';
import type { Member } from '@genkan/domain/members';
import type { Portal } from '@genkan/domain/portal';

/** As whom else, or under which draft, a member is looked at; null: as he is. */
export type Lens = { readonly userType: string | null; readonly draft: string | null };
/** Somebody of the staff who looks with a member's eyes: he is the one who receives what is sent. */
export type Looker = { readonly member: string; readonly began: number; readonly lens: Lens };

/** Drafted once for each value of the settings, so that what is compiled from it keeps its identity. */
const drafted = new WeakMap<Portal, Map<string, Portal>>();

function underDraft(portal: Portal, id: string): Portal {
  const draft = Object.hasOwn(portal.drafts, id) ? portal.drafts[id] : undefined;
  if (!draft) return portal;
  const known = drafted.get(portal) ?? new Map<string, Portal>();
  drafted.set(portal, known);
  const made = known.get(id) ?? draftedPortal(portal, draft);
  known.set(id, made);
  return made;
}

/** The settings and the member as they are seen through a lens: the one engine judges them like any others. */
export function seenThrough<M extends Member>(
  { userType, draft }: Lens,
  portal: Portal,
  member: M,
): { readonly portal: Portal; readonly member: M } {
  return {
    portal: draft === null ? portal : underDraft(portal, draft),
    member: userType === null || member.kind === 'staff' ? member : { ...member, userType },
  };
}
