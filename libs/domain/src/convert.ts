import type { DomainEvent } from './define-command.ts';
import type { Became } from './events/conversion.ts';
import type { Value } from './fields.ts';
import type { Known, Question } from './known.ts';
import type { PortalUser } from './members.ts';
import type { Portal } from './portal.ts';
import type { RecordState } from './records.ts';
import { conversionQuestion, refuseConverted } from './converted.ts';
import { leadLookups } from './conversion-fields.ts';
import { madeRecord, makingQuestions } from './conversion-records.ts';
import { leadConverted } from './events/conversion.ts';
import { recordEdited } from './events/records.ts';
import { ifGathered } from './known.ts';
import { emailGivenBack, refuseEmployee } from './member-emails.ts';
import { consentFollows } from './privacy/consent-rows.ts';
import { Rejected } from './rejected.ts';

type Values = Readonly<Record<string, Value>>;

/** What a lead shall become. `account`: one that stands, or the fields of a new one beside the mapped ones. */
export type Wish = {
  readonly lead: string;
  readonly userType: string | null;
  readonly contact: Values;
  readonly account: { readonly id: string } | { readonly fields: Values } | null;
  readonly deal: Values | null;
};
/** In whose name: what is made beside the contact is his. */
export type Converter = { readonly by: string; readonly newId: () => string };
export type Converted = {
  readonly events: readonly DomainEvent[];
  readonly told: Became & { readonly members: readonly string[] };
};

const mostReferring = 1_000;

/** Everything `convert` reads, in rounds. */
export function convertQuestions(portal: Portal, { lead: id, contact, account, deal }: Wish, known: Known): Question[] {
  const lead = ifGathered(() => known.record('Leads', id)) ?? null;
  const referring = leadLookups(portal).map(({ module, from }) => ({ module, field: from }));
  const rows = referring.flatMap(({ module, field }) =>
    (ifGathered(() => known.referring(module, field, id)) ?? []).map(
      (row) => ({ ask: 'record', module, id: row }) as const,
    ),
  );
  const tied = ifGathered(() => known.membersTiedTo(id)) ?? [];
  return [
    { ask: 'record', module: 'Leads', id },
    conversionQuestion(id),
    { ask: 'members-tied-to', record: id },
    ...tied.map((one) => ({ ask: 'member', id: one.id }) as const),
    ...referring.map(({ module, field }) => ({ ask: 'referring', module, field, id }) as const),
    ...rows,
    ...makingQuestions(portal, 'Contacts', lead, contact),
    ...(account && 'id' in account ? [{ ask: 'record', module: 'Accounts', id: account.id } as const] : []),
    ...(account && 'fields' in account ? makingQuestions(portal, 'Accounts', lead, account.fields) : []),
    ...(deal ? makingQuestions(portal, 'Deals', lead, deal) : []),
  ];
}

/** The type the lead's portal users move to; null: there is none, and their access is dropped (S0-84, S0-85). */
function targetType(
  { userTypes, conversion }: Portal,
  named: string | null,
  tied: readonly PortalUser[],
): string | null {
  if (named !== null) {
    if (userTypes[named] === undefined) throw new Rejected('not-found', 'There is no such user type. Choose another.');
    if (userTypes[named].base !== 'Contacts')
      throw new Rejected('wrong-base', 'A lead becomes a contact. Choose a user type with the base Contacts.');
    return named;
  }
  const types = Object.values(userTypes).filter(({ base }) => base === 'Contacts');
  const [only] = types;
  if (types.length > 1 && tied.length > 0) {
    const names = types
      .map(({ name }) => name)
      .sort()
      .join(', ');
    const message =
      'This lead has portal access, and there are several user types for contacts. Choose the one to move to.';
    throw new Rejected('invalid', message, { issues: [{ path: 'userType', message: `Choose one of: ${names}.` }] });
  }
  if (only === undefined && tied.length > 0 && conversion.portalAccess === 'refuse') {
    throw new Rejected(
      'not-possible',
      'This lead has portal access, and there is no user type for contacts. Make one first.',
    );
  }
  return only?.id ?? null;
}

function movedMembers(
  portal: Portal,
  tied: readonly PortalUser[],
  type: string | null,
  contact: string,
): DomainEvent[] {
  if (type === null) {
    return tied.flatMap(({ id, email }) => [{ type: 'PortalAccessDropped', member: id }, emailGivenBack(email)]);
  }
  for (const { email } of tied) refuseEmployee(portal, type, email);
  return tied.map(({ id }) => ({ type: 'MemberConverted', member: id, userType: type, record: contact }));
}

/** Records that referred to the lead refer to the contact, where they have a lookup for it that holds nothing yet. */
function repointed(portal: Portal, known: Known, lead: string, contact: string): DomainEvent[] {
  const events = leadLookups(portal).flatMap(({ module, from, to }) =>
    known.referring(module, from, lead).flatMap((id) => {
      const row = known.record(module, id);
      if (row === null || (row.fields[to] ?? null) !== null) return [];
      return [recordEdited(row, { [to]: contact }), ...consentFollows(row, contact)];
    }),
  );
  if (events.filter(({ type }) => type === 'RecordEdited').length > mostReferring) {
    throw new Rejected(
      'limit-reached',
      `More than ${mostReferring} records refer to this lead. Move some of them first.`,
    );
  }
  return events;
}

function standingAccount(known: Known, id: string): string {
  if (known.record('Accounts', id)?.deleted === false) return id;
  throw new Rejected('unknown-record', undefined, {
    issues: [{ path: 'account.id', message: 'Choose an account that exists.' }],
  });
}

/** A lead that can be converted. */
export function openLead(known: Known, id: string): RecordState {
  refuseConverted(known, id);
  const lead = known.record('Leads', id);
  if (lead === null || lead.deleted) throw new Rejected('not-found');
  return lead;
}

/**
 * A lead becomes a contact, an account and a deal as wished. The contact is the same person: it keeps owner and creator,
 * and whoever was tied to the lead is tied to it. Pure: who may do this was judged before.
 */
export function convert(portal: Portal, known: Known, wish: Wish, { by, newId }: Converter): Converted {
  const { account: wished, deal: wishedDeal } = wish;
  const lead = openLead(known, wish.lead);
  const tied = known.membersTiedTo(lead.id).filter((one) => one.kind === 'portal-user');
  const members = tied.filter((one) => one.module === 'Leads' && one.status !== 'removed');
  const type = targetType(portal, wish.userType, members);
  const contact = newId();
  const account = wished === null ? null : 'id' in wished ? standingAccount(known, wished.id) : newId();
  const deal = wishedDeal === null ? null : newId();
  const inAccount = account === null ? {} : { Account: account };
  const his = { createdBy: by, owner: lead.owner ?? by, keys: [] };
  const same = { createdBy: lead.createdBy, owner: his.owner, keys: lead.keys.filter((key) => key.startsWith('+')) };
  const make = madeRecord.bind(null, portal, known);
  return {
    events: [
      ...(account !== null && wished !== null && 'fields' in wished
        ? make('Accounts', lead, { id: account, given: wished.fields, ties: { Contact: contact }, ...his })
        : []),
      ...make('Contacts', lead, { id: contact, given: wish.contact, ties: inAccount, ...same }),
      ...(deal === null || wishedDeal === null
        ? []
        : make('Deals', lead, { id: deal, given: wishedDeal, ties: { ...inAccount, Contact: contact }, ...his })),
      ...repointed(portal, known, lead.id, contact),
      ...movedMembers(portal, members, type, contact),
      leadConverted(lead.id, { contact, account, deal }),
    ],
    told: { contact, account, deal, members: members.map(({ id }) => id) },
  };
}
