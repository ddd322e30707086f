import { z } from 'zod';
import type { Member } from '../../members.ts';
import type { PlanTerms } from '../../licence.ts';
import type { Profile } from '../../portal.ts';
import type { UserType } from '../../user-types.ts';
import { defineCommand, event } from '../../define-command.ts';
import { claimEvents, claimMoved } from '../../events/claims.ts';
import { licenceEvents, licenceSet } from '../../events/licence.ts';
import { memberAdded, memberEvents } from '../../events/members.ts';
import { moduleChange, userTypeChange } from '../../events/settings.ts';
import { planNamed } from '../../plan-profiles.ts';
import { emailTaken, ownDomains } from '../../member-emails.ts';
import { emailAddress, label } from '../../names.ts';
import { profile } from '../../portal.ts';
import { predefinedModules } from '../../predefined-modules.ts';
import { Rejected } from '../../rejected.ts';
import { isReserved, nameClaim, nameScope, slug, slugFor, slugScope } from '../../slugs.ts';
import { userType } from '../../user-types.ts';

const isZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) !== null;
  } catch {
    return false;
  }
};
const isLocale = (locale: string): boolean => {
  try {
    return Intl.getCanonicalLocales(locale).length === 1;
  } catch {
    return false;
  }
};

/** The first user type: clients, tied to Contacts. One sees one's own record, and may change nothing until that is granted (law 6). */
const clientPortal = (id: string): UserType => ({
  id,
  name: 'Client portal',
  base: 'Contacts',
  isDefault: true,
  tabs: {
    Contacts: {
      layouts: { Standard: ['Name', 'Email', 'Phone', 'Mobile', 'Title'] },
      view: 'list',
      criteria: null,
      reaches: [{ kind: 'self', edit: [], delete: false, copy: false }],
      create: null,
    },
  },
});

const taken = (path: string): Rejected =>
  new Rejected('name-taken', undefined, { issues: [{ path, message: 'This is already in use. Choose another.' }] });

/** Plans without a portal found none (S0-10). */
function termsOf(plan: string): PlanTerms {
  const terms = planNamed(plan);
  const issues = [{ path: 'plan', message: 'There is no such plan.' }];
  if (terms === null) throw new Rejected('invalid', undefined, { issues });
  if (!terms.portal) throw new Rejected('limit-reached', 'This plan has no portal. Purchase one that has.');
  return terms;
}

/** Entry 1 of the new portal's own log: profile, predefined modules, the default user type and the first administrator. */
export const createPortal = defineCommand({
  name: 'create-portal',
  area: 'portal',
  summary: 'Found a portal for a company, with its first administrator.',
  input: z.strictObject({
    company: label,
    name: label.optional().describe('Default: the company. Unique in the installation, fixed once founded'),
    slug: slug.optional().describe('The part of the address that names the portal. Default: made from the name'),
    plan: label,
    currency: profile.shape.currency.default('JPY'),
    locale: profile.shape.locale.refine(isLocale, 'Use a language tag such as ja or en-GB.').default('en'),
    zone: profile.shape.zone.refine(isZone, 'Use a time zone such as Asia/Tokyo.').default('UTC'),
    administrator: z.strictObject({ email: emailAddress, name: label }),
  }),
  permission: { kind: 'operator', right: 'create-portal' },
  needs: (_portal, { company, name = company, slug = slugFor(name) }) => [
    { ask: 'claim', scope: nameScope, value: nameClaim(name) },
    ...(slug === null ? [] : [{ ask: 'claim', scope: slugScope, value: slug } as const]),
  ],
  events: {
    PortalFounded: event(
      z.strictObject({ type: z.literal('PortalFounded'), profile, userType }),
      ({ portal }, fact) => [
        { kind: 'setting', part: 'profile', id: 'profile', before: null, after: fact.profile },
        ...Object.values(predefinedModules).map((module) => moduleChange(portal, module)),
        userTypeChange(portal, fact.userType.id, fact.userType),
      ],
    ),
    ...licenceEvents,
    ...memberEvents,
    ...claimEvents,
  },

  decide(
    portal,
    known,
    { company, name = company, slug: wished, plan, currency, locale, zone, administrator },
    { newId },
  ) {
    const terms = termsOf(plan);
    if (portal.profile.name !== '') throw new Rejected('not-possible', 'This portal was founded before.');
    if (known.holder(nameScope, nameClaim(name)) !== null) throw taken('name');
    const made = wished ?? slugFor(name);
    if (made !== null && (isReserved(made) || known.holder(slugScope, made) !== null)) throw taken('slug');
    const slug = made ?? `portal-${newId().slice(0, 6)}`; // random: the log's index says if it is taken
    const { email } = administrator;
    const id = newId();
    const own = { domains: ownDomains(email), administrators: [id] };
    const founded: Profile = { company, name, slug, plan, currency, locale, zone, ...own };
    const first: Member = {
      kind: 'staff',
      id,
      email,
      status: 'active',
      sessionsEnded: 0,
      name: administrator.name,
      roles: ['administrator'],
    };
    return {
      events: [
        { type: 'PortalFounded', profile: founded, userType: clientPortal(newId()) },
        licenceSet({ ...terms, seats: 0 }),
        memberAdded(first),
        claimMoved(nameScope, nameClaim(name), portal.id),
        claimMoved(slugScope, slug, portal.id),
        emailTaken(email, id),
      ],
      result: { portal: portal.id, member: id },
    };
  },
});
