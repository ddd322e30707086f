import { z } from 'zod';
import { draft, preview, type Draft, type Preview } from './drafts.ts';
import { exposed, exposure, type Exposed, type Exposure } from './exposure.ts';
import { licence } from './licence.ts';
import { apiName, label, memberId, plainText } from './names.ts';
import { module } from './modules.ts';
import { userType } from './user-types.ts';
import {
  conversion,
  conversionDue,
  conversionRefused,
  type Conversion,
  type ConversionDue,
  type ConversionRefused,
} from './conversion.ts';

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
  /** The administrators in the order they were appointed, gone ones too: who answers when nobody else does (S0-80). */
  administrators: z.array(memberId).optional(),
  /** Who of the staff answers for records whose inviter is gone. */
  owner: memberId.nullable().optional(),
  /** Addresses the portal had: they lead to the present one, and to no other portal. */
  oldSlugs: z.array(z.string()).optional(),
  /** E-mail domains whose people are refused for every user type. */
  employeeDomains: z.array(z.string().max(253)).max(50).optional(),
  /** Domains that look like an own one and are a client's all the same. */
  clientDomains: z.array(z.string().max(253)).max(200).optional(),
  /** Whether the lookup that decides what is seen may be chosen when a user type is made. */
  filterAtCreate: z.boolean().optional(),
});
export type Profile = z.infer<typeof profile>;

/** Keys that count as absent for everyone while a large re-keying runs behind them . */
export const suspension = z.strictObject({ module: z.string(), key: z.string() });
export type Suspension = z.infer<typeof suspension>;

/** A purpose's consent form; a new wording is a new version. */
export const consentForm = z.strictObject({ purpose: apiName, wording: plainText, version: z.int().min(1) });
export type ConsentForm = z.infer<typeof consentForm>;

/** How days are counted where a date is due (Reg. 1182/71): on weekends and holidays it may roll over. */
export const calendar = z.strictObject({ rollOver: z.boolean(), holidays: z.array(z.iso.date()).max(1000) });
export type Calendar = z.infer<typeof calendar>;

/** Compliance, off at first (S0-95), and what goes with it. */
export const privacy = z.strictObject({
  compliance: z.boolean(),
  calendar,
  forms: z.record(apiName, consentForm),
});
export type Privacy = z.infer<typeof privacy>;

/** The parts of a portal's settings. Each is a row of its own and changes like a record does. */
export const settingParts = {
  profile,
  module,
  'user-type': userType,
  suspension,
  conversion,
  'conversion-due': conversionDue,
  'conversion-refused': conversionRefused,
  licence,
  draft,
  preview,
  privacy,
  exposure,
  exposed,
} as const;
export type SettingPart = keyof typeof settingParts;
export type Setting = { [P in SettingPart]: { part: P; value: z.infer<(typeof settingParts)[P]> } }[SettingPart];

/** The settings of a portal, held whole and shared: a value, replaced and never changed in place. */
export type Portal = {
  readonly id: string;
  readonly profile: Profile;
  readonly modules: Readonly<Record<string, z.infer<typeof module>>>;
  readonly userTypes: Readonly<Record<string, z.infer<typeof userType>>>;
  readonly suspensions: Readonly<Record<string, Suspension>>;
  readonly conversion: Conversion;
  /** Leads that an automatic rule is going to convert. */
  readonly conversionsDue: Readonly<Record<string, ConversionDue>>;
  /** By lead: those an automatic rule could not convert. */
  readonly conversionsRefused: Readonly<Record<string, ConversionRefused>>;
  /** Null: no plan was given, and nothing is limited. */
  readonly licence: z.infer<typeof licence> | null;
  readonly drafts: Readonly<Record<string, Draft>>;
  readonly previews: Readonly<Record<string, Preview>>;
  readonly privacy: Privacy;
  readonly exposure: Exposure;
  /** Fields that are open to more people than they should be, as it was told. */
  readonly exposed: Readonly<Record<string, Exposed>>;
};
