import { z } from 'zod';
import type { SettingChange } from '../changes.ts';
import type { DomainEvent } from '../define-command.ts';
import type { Portal, Profile } from '../portal.ts';
import { event } from '../define-command.ts';
import { memberId } from '../names.ts';
import { profile } from '../portal.ts';

/** The profile as it is from now on. */
export const profileChange = (portal: Portal, more: Partial<Profile>): SettingChange => ({
  kind: 'setting',
  part: 'profile',
  id: 'profile',
  before: portal.profile,
  after: { ...portal.profile, ...more },
});

export const profileEvents = {
  AdministratorAppointed: event(
    z.strictObject({ type: z.literal('AdministratorAppointed'), member: memberId }),
    ({ portal }, { member }) => [
      profileChange(portal, { administrators: [...(portal.profile.administrators ?? []), member] }),
    ],
  ),
};

/** The parts of the profile that change once a portal stands; the rest is as it was founded. */
const changeable = profile.pick({
  slug: true,
  oldSlugs: true,
  owner: true,
  employeeDomains: true,
  clientDomains: true,
  filterAtCreate: true,
});

/** A fact names only what changes, so that nothing of `to` is undefined. */
export const profileChanges = {
  ProfileChanged: event(
    z.strictObject({ type: z.literal('ProfileChanged'), to: changeable.partial() }),
    ({ portal }, { to }) => [profileChange(portal, to as Partial<Profile>)],
  ),
};
export const profileChanged = (to: Partial<Profile>): DomainEvent => ({ type: 'ProfileChanged', to });

export const administratorAppointed = (member: string): DomainEvent => ({ type: 'AdministratorAppointed', member });
