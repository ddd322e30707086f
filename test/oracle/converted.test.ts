import { describe, expect, test } from '@jest/globals';
import { allowed } from './allowed.ts';
import { admin, Given, modules, none, tab } from './given.ts';
import { see, view } from './see.ts';
import type { Module } from './shapes.ts';

const leads: Module = { ...(modules['Contacts'] as Module), name: 'Leads' };
const seesItself = { Leads: tab(['Name'], [{ kind: 'self', ...none }]) };
const asContact = { Contacts: tab(['Name'], [{ kind: 'self', ...none }]) };

/** A lead whose person has come in, a deal that leads to it, and two user types for contacts. */
function converting() {
  const given = new Given({ ...modules, Leads: leads });
  const lookup = { name: 'Lead', label: 'Lead', type: 'lookup', module: 'Leads' };
  given.did({ name: 'define-field', input: { module: 'Deals', field: lookup } });
  const input = {
    mapping: { Contacts: { Name: 'Name' }, Accounts: {}, Deals: {} },
    lookups: { Deals: { Lead: 'Contact' } },
    portalAccess: 'drop',
    rules: {},
  } as const;
  given.did({ name: 'configure-conversion', input });
  const lead = given.record('Leads', { Name: 'somebody' });
  const deal = given.record('Deals', { Name: 'a deal', Lead: lead });
  const member = given.member(given.type(seesItself, 'Leads'), lead);
  const types = [given.type(asContact), given.type({})];
  return { given, lead, deal, member, types };
}

describe('a lead goes on as its contact', () => {
  test('[PR1] its person sees the contact, who led to it leads there, and it comes back no more', () => {
    const { given, lead, deal, member, types } = converting();
    expect([...view(given.history.now, member, 'Leads').keys()]).toEqual([lead]);
    const contact = given.did({ name: 'convert-lead', input: { lead, userType: types[0] ?? '' } });
    const state = given.history.now;
    expect([...view(state, member, 'Contacts')]).toMatchObject([[contact, { fields: { Name: 'somebody' } }]]);
    expect([view(state, member, 'Leads').size, state.rows.get(deal)?.fields]).toMatchObject([
      0,
      { Lead: lead, Contact: contact },
    ]);
    const restore = { name: 'restore-record', input: { module: 'Leads', id: lead } } as const;
    const again = { name: 'convert-lead', input: { lead } } as const;
    expect([allowed(state, admin, restore), allowed(state, admin, again)]).toEqual(['refused', 'refused']);
  });

  test('[PR2] where a person has come in by it one of several user types is chosen', () => {
    const { given, lead, types, member } = converting();
    const judge = (userType?: string) =>
      allowed(given.history.now, admin, { name: 'convert-lead', input: { lead, ...(userType ? { userType } : {}) } });
    expect([judge(), judge(types[1])]).toEqual(['invalid', 'applied']);
    given.did({ name: 'delete-user-type', input: { userType: types[1] ?? '' } });
    expect(judge()).toBe('applied');
    given.did({ name: 'remove-member', input: { member } });
    expect(judge()).toBe('applied');
  });
});

describe('restriction', () => {
  test('[PR1] a restricted record is there for staff who may do nothing with it, until it is lifted', () => {
    const { given, lead, member } = converting();
    given.did({ name: 'configure-privacy', input: { compliance: true } });
    const on = { module: 'Leads', id: lead };
    given.did({ name: 'restrict-record', input: on });
    const state = given.history.now;
    const [row, staff] = [state.rows.get(lead), state.members[admin]];
    expect([view(state, member, 'Leads').size, view(state, member, 'DataRequests').size]).toEqual([0, 1]);
    expect(row && staff && see(state, staff, row)?.may).toEqual({
      edit: [],
      delete: false,
      copy: false,
      restore: false,
    });
    const judge = (command: Parameters<typeof allowed>[2]) => allowed(given.history.now, admin, command);
    expect(judge({ name: 'update-record', input: { ...on, set: { Name: 'x' } } })).toBe('restricted');
    expect(judge({ name: 'convert-lead', input: { lead } })).toBe('restricted');
    expect(judge({ name: 'move-member', input: { member, userType: 'any' } })).toBe('refused');
    expect(judge({ name: 'lift-restriction', input: on })).toBe('refused');
    given.did({ name: 'announce-lifting', input: { ...on, reason: 'soon' } });
    expect(judge({ name: 'lift-restriction', input: on })).toBe('applied');
    given.did({ name: 'lift-restriction', input: on });
    expect(view(given.history.now, member, 'Leads').size).toBe(1);
  });
});
