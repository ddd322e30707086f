import { randomUUID } from 'node:crypto';
import type { Question } from '@genkan/domain/known';
import type { Members } from '@genkan/identity/sign-in';
import type { PortalLog } from '@genkan/log/portal-log';

/** Members as the log has them. Every step is made for the unknown as for the known, so that time tells nothing (SEC-19). */
export const membersOf = (log: PortalLog): Members => ({
  async byEmail(slug, email) {
    const portal = await log.portalBySlug(slug);
    const place = portal ?? randomUUID();
    const claim = { ask: 'claim', scope: 'email', value: email.toLowerCase() } as const satisfies Question;
    const holder = (await log.gather(place, [claim])).known.holder(claim.scope, claim.value);
    const member = await this.byId(place, holder ?? randomUUID());
    return portal !== null && member ? { portal, member } : null;
  },
  async byId(portal, id) {
    const { known } = await log.gather(portal, [{ ask: 'member', id }]);
    return known.member(id);
  },
});
