import { abilityOf } from '@genkan/access/compile';
import type { Member } from '@genkan/domain/members';
import type { Portal } from '@genkan/domain/portal';
import { previewId } from '@genkan/domain/drafts';
import type { RejectionCode } from '@genkan/domain/rejected';
import type { Entry } from '@genkan/log/portal-log';
import type { Beside } from './beside.ts';
import type { Looker } from './lens.ts';
import type { PortalNode } from './portal-node.ts';
import { isOver, type Session } from './session.ts';

type Needs = {
  readonly node: Pick<PortalNode, 'settings' | 'since'>;
  readonly bye: (session: Session, code: RejectionCode) => void;
};

/** What ends a look by the settings: it was ended, or what it looks at is gone; null: nothing does. */
export function lookRefused(portal: Portal, of: string, { member, lens }: Looker, base: string): RejectionCode | null {
  if (!portal.previews[previewId(member, of)]?.open) return 'not-possible';
  if (lens.draft !== null && !Object.hasOwn(portal.drafts, lens.draft)) return 'not-found';
  if (lens.userType === null) return null;
  const type = Object.hasOwn(portal.userTypes, lens.userType) ? portal.userTypes[lens.userType] : undefined;
  return type === undefined ? 'not-found' : type.base === base ? null : 'wrong-base';
}

/**
 * Sessions of staff who look with a user's eyes. They live by that user's rights like his own; here they end: at the very
 * entry that ends the preview, takes the draft away, or takes from whoever looks the right to do so (P7, SEC-36).
 */
export class Previews implements Beside {
  readonly #needs: Needs;
  readonly #looking = new Map<Session, Looker>();

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** `head`: as of which the looker's right was judged. What came since is judged now. */
  add(session: Session, looker: Looker, head: number): void {
    this.#looking.set(session, looker);
    const since = this.#needs.node.since(head);
    if (!since) return this.#needs.bye(session, 'unavailable');
    this.#judge(session, looker, since);
  }

  taken(entry: Entry): void {
    for (const [session, looker] of this.#looking) this.#judge(session, looker, [entry]);
  }

  #judge(session: Session, looker: Looker, entries: readonly Entry[]): void {
    const { settings } = this.#needs.node;
    const base = session.member?.kind === 'portal-user' ? session.member.module : null;
    const code =
      lost(settings, looker, entries) ??
      lookRefused(settings, session.memberId, looker, base ?? baseOf(settings, looker));
    if (code) this.#needs.bye(session, code);
  }

  changed(): void {}
  dropped(): void {}
  ready(): void {}
  closed(session: Session): void {
    this.#looking.delete(session);
  }
  stop(): void {}
}

/** Before the member is known there is nothing to compare with: the door has. */
const baseOf = ({ userTypes }: Portal, { lens }: Looker): string => userTypes[lens.userType ?? '']?.base ?? '';

/** What took the looker's right from him. */
function lost(settings: Portal, { member: id, began }: Looker, entries: readonly Entry[]): RejectionCode | null {
  let now: Member | null | undefined;
  for (const change of entries.flatMap(({ changes }) => changes)) {
    if (change.kind === 'member' && (change.after ?? change.before)?.id === id) now = change.after;
  }
  if (now === undefined) return null;
  if (now === null || isOver({ began }, now)) return 'unauthenticated';
  return abilityOf(settings, now).staffRights.has('configure') ? null : 'forbidden';
}
