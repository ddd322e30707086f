import type { Field } from '../fields.ts';
import type { Module } from '../modules.ts';
import type { Portal } from '../portal.ts';
import { draw, type Drawn } from '../predefined-modules.ts';

export const dataRequests = 'DataRequests';
export const consents = 'Consents';

/** What a data subject may ask for (S0-99), in the order of the law. */
export const requestKinds = ['Export', 'Rectify', 'Erase', 'Stop'] as const;
/** GDPR 12: no way leads from an unverified person to what he asks for. */
export const requestStates = ['Received', 'IdentityPending', 'Verified', 'InProgress', 'Done', 'Refused'] as const;
export const outcomes = ['Provided', 'Corrected', 'Restricted', 'ScrubDue'] as const;
export const refusalCodes = ['Unfounded', 'Excessive', 'IdentityNotProven', 'LegalObligation', 'LegalClaims', 'Other'];
/** GDPR 6(1), the six (S0-93). */
export const lawfulBases = [
  'Consent',
  'Contract',
  'LegalObligation',
  'VitalInterests',
  'PublicInterest',
  'LegitimateInterests',
] as const;
export const consentStates = ['NotNeeded', 'Waiting', 'Given', 'Withdrawn'] as const;

const of = (choices: readonly string[]) => ({ choices: [...choices] });
/** The person, by a lookup named like its module; those of custom modules come when they are first needed. */
const subject: readonly Drawn[] = ['Contacts', 'Leads'].map((module): Drawn => [module, 'lookup', { module }]);

const requests = (): Module => ({
  ...draw(dataRequests, [
    ...subject,
    ['Kind', 'choice', of(requestKinds)],
    ['Status', 'choice', of(requestStates)],
    ['FiledBy', 'choice', of(['Subject', 'Adder', 'Officer'])],
    ['Details', 'long-text'],
    ['ReceivedAt', 'datetime'],
    ['DueOn', 'date'],
    ['DueUntil', 'datetime'],
    ['Extended', 'boolean'],
    ['ExtensionReason', 'long-text'],
    ['Overdue', 'boolean'],
    ['IdentityAsked', 'long-text'],
    ['IdentityMethod', 'text'],
    ['RefusalCode', 'choice', of(refusalCodes)],
    ['Notice', 'long-text'],
    ['Outcome', 'choice', of(outcomes)],
    ['AnsweredAt', 'datetime'],
    ['LiftingAnnounced', 'datetime'],
    ['LiftingReason', 'long-text'],
    ['LiftedAt', 'datetime'],
  ]),
  managed: { open: true, right: 'manage-privacy', hidden: ['IdentityMethod'], criteria: null },
});

/** One row a person and purpose: the basis, and how its consent stands. What it was before is in the log. */
const consentRows = (): Module => ({
  ...draw(consents, [
    ...subject,
    ['Purpose', 'text'],
    ['Basis', 'choice', of(lawfulBases)],
    ['State', 'choice', of(consentStates)],
    ['Allowed', 'boolean'],
    ['Version', 'integer'],
    ['Wording', 'long-text'],
    ['GivenBy', 'text'],
    ['GivenAt', 'datetime'],
    ['How', 'text'],
    ['WithdrawnBy', 'text'],
    ['WithdrawnAt', 'datetime'],
  ]),
  // A portal user sees the basis only where it is consent (S0-96).
  managed: {
    open: true,
    right: 'manage-privacy',
    hidden: [],
    criteria: { field: 'Basis', is: 'is', value: 'Consent' },
  },
});

/** Both modules as they are with compliance on or off; what they hold stays. */
export const privacyModules = ({ modules }: Portal, open: boolean): Module[] =>
  [requests(), consentRows()].map((made) => {
    const there = modules[made.name] ?? made;
    return { ...there, managed: { ...(there.managed ?? made.managed), open } as Module['managed'] };
  });

/** A module with the lookup to a person's module, or null: it has it. */
export function withSubject(module: Module, person: string): Module | null {
  if (Object.hasOwn(module.fields, person)) return null;
  const lookup: Field = {
    ...{ name: person, label: person, type: 'lookup', required: false, unique: false, module: person },
  } as Field;
  const Standard = module.layouts['Standard'];
  return {
    ...module,
    fields: { ...module.fields, [person]: lookup },
    layouts: Standard ? { ...module.layouts, Standard: { ...Standard, fields: [person, ...Standard.fields] } } : {},
  };
}
