import { changeMember, changeRow, moduleOf, portalUsersOf, withMade } from './changing.ts';
import type { Acked, Inputs } from './commands.ts';
import { present } from './see.ts';
import type { Member, Row, State, Value } from './shapes.ts';

type Fields = Readonly<Record<string, Value>>;
type Told = {
  readonly contact: string;
  readonly account?: string;
  readonly deal?: string;
  readonly members: readonly string[];
};

/** S0-85: the only user type for contacts is taken; of several one is chosen. */
export function targetType(state: State, chosen: string | undefined): string | undefined {
  const all = Object.values(state.userTypes).filter(({ base }) => base === 'Contacts');
  return chosen ?? (all.length === 1 ? all[0]?.id : undefined);
}

const mapped = (lead: Row, mapping: Readonly<Record<string, string>>): Fields =>
  present(Object.fromEntries(Object.entries(mapping).map(([to, from]) => [to, lead.fields[from] ?? null])));

/** Whoever leads to the lead leads to its contact from now on, by the lookup that was said, unless that holds another. */
function filled(state: State, lead: string, contact: string): State {
  const wanted = Object.entries({ ...state.conversion.lookups, ...managedLookups(state) });
  const changes = [...state.rows.values()].flatMap((row) =>
    wanted
      .filter(([module]) => module === row.module)
      .flatMap(([, lookups]) => Object.entries(lookups))
      .flatMap(([from, to]) =>
        row.fields[from] === lead && (row.fields[to] ?? null) === null ? [{ id: row.id, to }] : [],
      ),
  );
  return changes.reduce(
    (now, { id, to }) => changeRow(now, id, (row) => ({ ...row, fields: { ...row.fields, [to]: contact } })),
    state,
  );
}

/** "Conversion keeps sign-in, history, comments, consent" (G-30): requests and consents of the lead go on as the contact's. */
const managedLookups = ({ modules }: State): State['conversion']['lookups'] =>
  Object.fromEntries(
    ['DataRequests', 'Consents'].flatMap((name) => (name in modules ? [[name, { Leads: 'Contacts' }]] : [])),
  );

/** The lead goes on as its contact: whoever made it made that, and portal access goes on, with sign-in and sessions. */
function becomes(state: State, acked: Acked, input: Inputs['convert-lead'], told: Told): State {
  const lead = state.rows.get(input.lead);
  if (lead === undefined) throw new Error(`The oracle knows no lead ${input.lead}.`);
  const { mapping } = state.conversion;
  const { by } = acked;
  const link = (module: string, set: Fields): Fields =>
    Object.fromEntries(Object.entries(set).filter(([name]) => name in moduleOf(state, module).fields));
  const Account: Fields = told.account === undefined ? {} : { Account: told.account };
  const contact = { ...mapped(lead, mapping.Contacts), ...input.contact, ...link('Contacts', Account) };
  const module = 'Contacts';
  let now = withMade(state, { id: told.contact, module, by, createdBy: lead.createdBy, fields: contact });
  if (input.account && 'fields' in input.account && told.account !== undefined) {
    const fields = { ...mapped(lead, mapping.Accounts), ...input.account.fields, Contact: told.contact };
    now = withMade(now, { id: told.account, module: 'Accounts', by, createdBy: by, fields });
  }
  if (input.deal && told.deal !== undefined) {
    const fields = { ...mapped(lead, mapping.Deals), ...input.deal, ...Account, Contact: told.contact };
    now = withMade(now, { id: told.deal, module: 'Deals', by, createdBy: by, fields });
  }
  const gone = changeRow(filled(now, lead.id, told.contact), lead.id, (row) => ({
    ...row,
    deleted: true,
    converted: true,
  }));
  const target = targetType(state, input.userType);
  const moves: Partial<Extract<Member, { kind: 'portal-user' }>> = {
    module,
    record: told.contact,
    ...(target === undefined ? {} : { userType: target }),
  };
  return portalUsersOf(state, ({ record }) => record === lead.id).reduce(
    (one, { id }) => changeMember(one, id, moves),
    gone,
  );
}

export const convertLead = (state: State, acked: Acked, input: Inputs['convert-lead']): State =>
  becomes(state, acked, input, acked.result as Told);

type Converted = { readonly lead: string; readonly outcome: string } & Told;

/** Lead by lead, as the rule says: its preset type, no account, no deal. */
export function convertLeads(state: State, acked: Acked, { rule }: Inputs['convert-leads']): State {
  const userType = state.conversion.rules[rule]?.userType ?? '';
  const rows = acked.result['rows'] as readonly Converted[];
  return rows
    .filter(({ outcome }) => outcome === 'converted')
    .reduce((now, told) => becomes(now, acked, { lead: told.lead, userType }, told), state);
}
