import { z } from 'zod';
import { apiName, byName, label, memberId, recordId, userTypeId, uuid } from './names.ts';
import { criteria } from './criteria.ts';

/** What a lead can become. A contact always; an account and a deal where that is wished. */
export const conversionTargets = ['Contacts', 'Accounts', 'Deals'] as const;
export type ConversionTarget = (typeof conversionTargets)[number];

/** Field of what is made -> field of the lead: so each is filled from one place. */
const mapped = byName(apiName).refine((fields) => Object.keys(fields).length <= 300, 'Map at most 300 fields.');

/** Which leads a workflow or a batch converts, and into what. The user type is preset: nobody is there to be asked (S0-85). */
export const wishedRule = z.strictObject({
  label,
  criteria: criteria.describe('The leads it converts, by their fields'),
  userType: userTypeId.describe('The contact user type that portal users among them move to'),
  account: z.boolean().default(false).describe('Whether an account is made'),
  deal: z.boolean().default(false).describe('Whether a deal is made'),
  automatic: z
    .boolean()
    .default(false)
    .describe('Whether a lead is converted as soon as it comes to meet the criteria'),
});
/** `by`: the member of staff who wrote the rule, in whose name it makes records. */
export const conversionRule = wishedRule.extend({ by: memberId });
export type ConversionRule = z.infer<typeof conversionRule>;

const parts = {
  mapping: z.strictObject({ Contacts: mapped, Accounts: mapped, Deals: mapped }),
  /** Module -> lookup to Leads -> lookup to Contacts that takes its place. Unnamed: the only lookup to Contacts. */
  lookups: byName(byName(apiName)),
  /** What becomes of a lead's portal user where no contact user type exists (S0-85). */
  portalAccess: z.enum(['drop', 'refuse']),
};
export const wishedConversion = z.strictObject({ ...parts, rules: byName(wishedRule) });
export const conversion = z.strictObject({ ...parts, rules: z.record(apiName, conversionRule) });
export type Conversion = z.infer<typeof conversion>;

/** Leads that came to meet an automatic rule by the command `cause`: stands until they were converted or refused. */
export const conversionDue = z.strictObject({ rule: apiName, leads: z.array(recordId).min(1), cause: uuid });
export type ConversionDue = z.infer<typeof conversionDue>;

/** Why an automatic rule did not convert a lead: stands until the lead is converted after all. No values of the lead. */
export const conversionRefused = z.strictObject({
  rule: apiName,
  code: z.string(),
  message: z.string(),
  fields: z.array(z.string()),
  at: z.iso.datetime(),
});
export type ConversionRefused = z.infer<typeof conversionRefused>;
/** So many are kept for the staff to read; the oldest make room. */
export const mostRefused = 1000;

/** What holds until somebody configures it. */
export const usualConversion: Conversion = {
  mapping: {
    Contacts: { Name: 'Name', Email: 'Email', Phone: 'Phone', Title: 'Title', Description: 'Description' },
    Accounts: { Name: 'Company', Website: 'Website', Phone: 'Phone' },
    Deals: { Name: 'Name', Description: 'Description' },
  },
  lookups: {},
  portalAccess: 'refuse',
  rules: {},
};

/** A rule by its name, never what an object inherits (SEC-14). */
export const ruleNamed = ({ rules }: Conversion, name: string): ConversionRule | null =>
  Object.hasOwn(rules, name) ? (rules[name] ?? null) : null;
