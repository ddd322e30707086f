import { z } from 'zod';
import { label } from './names.ts';
import { module } from './modules.ts';
import { userType } from './user-types.ts';

/** Who the portal is. One currency, one locale, one time zone a portal. */
export const profile = z.strictObject({
  company: label,
  name: label,
  slug: z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/),
  plan: z.string(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  locale: z.string().max(35),
  zone: z.string().max(60),
  /** The organisation's own e-mail domains: their people are no clients (S0-31). */
  domains: z.array(z.string().max(253)).max(50).optional(),
});
export type Profile = z.infer<typeof profile>;

/** Keys that count as absent for everyone while a large re-keying runs behind them . */
export const suspension = z.strictObject({ module: z.string(), key: z.string() });
export type Suspension = z.infer<typeof suspension>;

/** The parts of a portal's settings. Each is a row of its own and changes like a record does. */
export const settingParts = { profile, module, 'user-type': userType, suspension } as const;
export type SettingPart = keyof typeof settingParts;
export type Setting = { [P in SettingPart]: { part: P; value: z.infer<(typeof settingParts)[P]> } }[SettingPart];

/** The settings of a portal, held whole and shared: a value, replaced and never changed in place. */
export type Portal = {
  readonly id: string;
  readonly profile: Profile;
  readonly modules: Readonly<Record<string, z.infer<typeof module>>>;
  readonly userTypes: Readonly<Record<string, z.infer<typeof userType>>>;
  readonly suspensions: Readonly<Record<string, Suspension>>;
};
