import { describe, expect, test } from '@jest/globals';
import { admin, byManager, Given, none, tab } from './given.ts';
import { meets } from './meets.ts';
import { view } from './see.ts';

/** A partner who meets deals by the manager of their agent, and one such deal. */
function partnerWithDeal() {
  const given = new Given();
  const me = given.record('Contacts', { Name: 'me' });
  const agent = given.record('Agents', { Name: 'agent', Manager: me });
  const deal = given.record('Deals', { Name: 'deal', Secret: 'hush', Agent: agent });
  const type = given.type({ Deals: tab(['Name', 'Amount'], [byManager]) });
  return { given, me, agent, deal, type, partner: given.member(type, me) };
}

describe('the oracle sees', () => {
  test('[PR1] a new user type sees nothing', () => {
    const given = new Given();
    const me = given.record('Contacts', { Name: 'me' });
    const type = given.did({ name: 'create-user-type', input: { name: 'Partner', base: 'Contacts' } });
    expect(view(given.history.now, given.member(type, me), 'Contacts').size).toBe(0);
  });

  test('[PR1] the granted fields of a record met by a path, null included, and no other', () => {
    const { given, partner, deal } = partnerWithDeal();
    expect([...view(given.history.now, partner, 'Deals')]).toEqual([
      [deal, { layout: 'Standard', fields: { Name: 'deal', Amount: null }, may: { ...none, restore: false } }],
    ]);
  });

  test('[PR1] that a lookup moved in the middle of a path takes the record away, and moved back brings it', () => {
    const { given, partner, agent, me } = partnerWithDeal();
    const other = given.record('Contacts', { Name: 'other' });
    const seen = () => view(given.history.now, partner, 'Deals').size;
    given.did({ name: 'update-record', input: { module: 'Agents', id: agent, set: { Manager: other } } });
    expect(seen()).toBe(0);
    given.did({ name: 'update-record', input: { module: 'Agents', id: agent, set: { Manager: me } } });
    expect(seen()).toBe(1);
  });

  test('[PR1] nothing through a deleted record, and again through the restored one', () => {
    const { given, partner, agent } = partnerWithDeal();
    const seen = () => view(given.history.now, partner, 'Deals').size;
    given.did({ name: 'delete-record', input: { module: 'Agents', id: agent } });
    expect(seen()).toBe(0);
    given.did({ name: 'restore-record', input: { module: 'Agents', id: agent } });
    expect(seen()).toBe(1);
  });

  test('[PR1] a path from the own side: records that share the own agent', () => {
    const given = new Given();
    const boss = given.record('Contacts', { Name: 'boss' });
    const mine = given.record('Agents', { Name: 'mine', Manager: boss });
    const colleague = given.record('Agents', { Name: 'colleague', Manager: boss });
    given.record('Agents', { Name: 'stranger' });
    const userType = given.did({ name: 'create-user-type', input: { name: 'Agents', base: 'Agents' } });
    const shared = { kind: 'related', path: 'Manager', own: ['Manager'], ...none } as const;
    given.did({ name: 'configure-user-type', input: { userType, tabs: { Agents: tab(['Name'], [shared]) } } });
    const member = given.member(userType, mine);
    expect([...view(given.history.now, member, 'Agents').keys()].sort()).toEqual([mine, colleague].sort());
  });

  test('[PR1] the union of the rights of all reaches met', () => {
    const given = new Given();
    const me = given.record('Contacts', { Name: 'me' });
    const type = given.type({
      Contacts: tab(
        ['Name', 'Amount'],
        [
          { kind: 'self', ...none, edit: ['Amount'] },
          { kind: 'all', ...none, edit: ['Name'] },
        ],
      ),
    });
    const member = given.member(type, me);
    const other = given.record('Contacts', { Name: 'other' });
    const seen = view(given.history.now, member, 'Contacts');
    expect([seen.get(me)?.may.edit, seen.get(other)?.may.edit]).toEqual([['Amount', 'Name'], ['Name']]);
  });

  test('[PR1] neither another layout, nor what the criteria leave out, nor anything while inactive', () => {
    const given = new Given();
    const me = given.record('Contacts', { Name: 'me' });
    const criteria = { field: 'Amount', is: 'at-least', value: 5 };
    const type = given.type({ Deals: tab(['Name'], [{ kind: 'all', ...none }], { criteria }) });
    const member = given.member(type, me);
    const seen = () => view(given.history.now, member, 'Deals').size;
    given.record('Deals', { Name: 'small', Amount: 4 });
    given.did({
      name: 'create-record',
      input: { module: 'Deals', layout: 'Slim', fields: { Name: 'slim', Amount: 9 } },
    });
    expect(seen()).toBe(0);
    given.record('Deals', { Name: 'large', Amount: 5 });
    expect(seen()).toBe(1);
    given.did({ name: 'deactivate-member', input: { member } });
    expect(seen()).toBe(0);
  });

  test('[PR1] the portal at an earlier sequence as it was then', () => {
    const { given, partner, deal } = partnerWithDeal();
    const then = given.history.now.sequence;
    given.did({ name: 'update-record', input: { module: 'Deals', id: deal, set: { Name: 'renamed' } } });
    const names = [then, then + 1].map((at) => view(given.history.at(at), partner, 'Deals').get(deal)?.fields['Name']);
    expect(names).toEqual(['deal', 'renamed']);
  });

  test('[PR1] staff see every record and every field', () => {
    const { given, deal } = partnerWithDeal();
    const fields = view(given.history.now, admin, 'Deals').get(deal)?.fields ?? {};
    expect(Object.keys(fields).sort()).toEqual(['Agent', 'Amount', 'Contact', 'Name', 'Secret']);
  });
});

describe('the oracle judges criteria', () => {
  test('[PR1] null-safe: negations hold for null, comparisons do not', () => {
    const holds = (is: string, value?: number | string[]) => meets({ field: 'A', is, value }, {});
    expect([holds('is-not', 1), holds('not-in', ['1']), holds('less', 1), holds('empty'), holds('in', ['1'])]).toEqual([
      true,
      true,
      false,
      true,
      false,
    ]);
  });

  test('[PR1] an empty and is true, an empty or is false', () => {
    expect([meets({ and: [] }, {}), meets({ or: [] }, {})]).toEqual([true, false]);
  });

  test('[PR1] text in code-point order, beyond the basic plane too', () => {
    expect(meets({ field: 'A', is: 'more', value: '\uFFFD' }, { A: '\u{1F600}' })).toBe(true);
  });
});
