import { describe, expect, test } from '@jest/globals';
import { allowed } from './allowed.ts';
import { surpriseOfMoves } from './allowed-settings.ts';
import { admin, Given, none, tab } from './given.ts';
import { view } from './see.ts';

const contacts = { Contacts: tab(['Name'], [{ kind: 'self', ...none }]) };

function moving() {
  const given = new Given();
  const me = given.record('Contacts', { Name: 'me' });
  const [from, to, agents] = [given.type(contacts), given.type({}), given.type({}, 'Agents')];
  const member = given.member(from, me);
  const judge = (command: Parameters<typeof allowed>[2]) => allowed(given.history.now, admin, command);
  return { given, me, from, to, agents, member, judge };
}

describe('the oracle foresees what becomes of user types', () => {
  test('[PR2] one with users goes by moving them to another of the same base', () => {
    const { given, from, to, agents, member, judge } = moving();
    const input = (moveTo?: string) => ({ userType: from, ...(moveTo ? { moveTo } : {}) });
    const judged = [undefined, to, agents, from].map((one) => judge({ name: 'delete-user-type', input: input(one) }));
    expect(judged).toEqual(['type-in-use', 'applied', 'wrong-base', 'refused']);
    given.did({ name: 'delete-user-type', input: input(to) });
    expect(given.history.now.members[member]).toMatchObject({ userType: to });
    expect(view(given.history.now, member, 'Contacts').size).toBe(0);
  });

  test('[PR2] of many who are moved each has its own outcome', () => {
    const { given, to, agents, member } = moving();
    const told = (userType: string, ...outcomes: string[]) =>
      surpriseOfMoves(
        given.history.now,
        { members: [member, admin, member], userType },
        outcomes.map((outcome) => ({ outcome })),
      );
    expect(told(to, 'moved', 'refused', 'unchanged')).toBeNull();
    expect(told(to, 'moved', 'refused', 'moved')).toMatch('row 2');
    expect(told(agents, 'refused', 'refused', 'refused')).toBeNull();
    expect(told(agents, 'refused', 'refused', 'unchanged')).toMatch('row 2');
  });

  test('[PR2] beyond the seats nobody comes in, beyond the user types none is made', () => {
    const { given, me, from, judge, member } = moving();
    const tiers = [{ from: 1, to: null, price: 1, per: 'seat' }] as const;
    given.did({ name: 'set-plan', input: { plan: 'enterprise', terms: { freeUsers: 9, maxUserTypes: 3, tiers } } });
    given.did({ name: 'buy-seats', input: { seats: 1 } });
    const add = { name: 'add-member', input: { userType: from, record: me, email: 'me@example.org' } } as const;
    const make = { name: 'create-user-type', input: { name: 'One more', base: 'Contacts' } } as const;
    expect([judge(add), judge(make)]).toEqual(['limit-reached', 'limit-reached']);
    given.did({ name: 'remove-member', input: { member } });
    expect(judge(add)).toBeNull();
  });

  test('[PR2] a draft stands on what its user types were, and a setup of old comes back', () => {
    const { given, from, member, judge } = moving();
    const place = given.history.now.sequence;
    const draft = given.did({ name: 'save-draft', input: { name: 'none', userTypes: { [from]: {} } } });
    const apply = { name: 'apply-draft', input: { draft } } as const;
    expect(judge(apply)).toBeNull();
    given.did({
      name: 'configure-user-type',
      input: { userType: from, tabs: { ...contacts, Deals: tab(['Name'], []) } },
    });
    expect(judge(apply)).toBe('conflict');
    given.did(
      { name: 'save-draft', input: { draft, name: 'none', userTypes: { [from]: {} }, rebase: true } },
      admin,
      draft,
    );
    expect(judge(apply)).toBeNull();
    given.did(apply);
    expect(view(given.history.now, member, 'Contacts').size).toBe(0);
    given.did({ name: 'revert-user-type', input: { userType: from, to: place } });
    expect(view(given.history.now, member, 'Contacts').size).toBe(1);
    expect(judge(apply)).toBe('refused');
  });
});
