import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { allowed } from './allowed.ts';
import { agrees } from './expected.ts';
import { admin, Given, none, tab } from './given.ts';
import type { Command } from './commands.ts';

function editor() {
  const given = new Given();
  const me = given.record('Contacts', { Name: 'me' });
  const other = given.record('Contacts', { Name: 'other' });
  const reach = {
    kind: 'related',
    path: 'Contact',
    own: [],
    ...none,
    edit: ['Name', 'Amount', 'Contact'],
    delete: true,
  } as const;
  const deals = tab(['Name', 'Amount', 'Contact', 'Agent'], [reach], { create: ['Name'] });
  const member = given.member(given.type({ Deals: deals, Contacts: tab(['Name'], [{ kind: 'self', ...none }]) }), me);
  const mine = given.record('Deals', { Name: 'mine', Contact: me, Amount: 1 });
  const foreign = given.record('Deals', { Name: 'foreign', Contact: other });
  const judge = (command: Command, by = member) => allowed(given.history.now, by, command);
  const update = (id: string, set: Record<string, string | number | null>, base?: Record<string, number>) =>
    judge({ name: 'update-record', input: { module: 'Deals', id, set, ...(base && { base }) } });
  return { given, me, other, member, mine, foreign, judge, update };
}

describe('the oracle predicts', () => {
  test('[PR2] hidden and never-existing alike, before every other reason', () => {
    const { update, foreign } = editor();
    expect([update(foreign, { Nonsense: 1 }), update(randomUUID(), { Name: 'x' })]).toEqual(['not-found', 'not-found']);
  });

  test('[PR2] an unknown field before a forbidden one, hidden and never-existing alike', () => {
    const { update, mine } = editor();
    expect([update(mine, { Secret: 'x', Agent: null }), update(mine, { Nonsense: 'x' })]).toEqual([
      'unknown-field',
      'unknown-field',
    ]);
    expect(update(mine, { Agent: null })).toBe('forbidden');
  });

  test('[PR2] invalid before conflict, and a conflict only where mine differs from theirs too', () => {
    const { update, mine } = editor();
    expect(update(mine, { Amount: 'much' }, { Amount: 7 })).toBe('invalid');
    expect(update(mine, { Amount: 3 }, { Amount: 7 })).toBe('conflict');
    expect(update(mine, { Amount: 1 }, { Amount: 7 })).toBe('applied');
    expect(update(mine, { Amount: 3 }, { Amount: 1 })).toBe('applied');
  });

  test('[PR2] a lookup only to what is seen; what it holds already is no change', () => {
    const { update, mine, me, other } = editor();
    expect([update(mine, { Contact: other }), update(mine, { Contact: me })]).toEqual(['unknown-record', 'applied']);
  });

  test('[PR2] that a record tied to an active member cannot be deleted', () => {
    const { judge, me } = editor();
    expect(judge({ name: 'delete-record', input: { module: 'Contacts', id: me } }, admin)).toBe('not-possible');
  });

  test('[PR2] creating by the create set alone', () => {
    const { judge } = editor();
    const create = (fields: Record<string, string>) =>
      judge({ name: 'create-record', input: { module: 'Deals', fields } });
    expect([
      create({ Name: 'x' }),
      create({ Name: 'x', Agent: 'y' }),
      create({ Name: 'x', Secret: 'y' }),
      create({}),
    ]).toEqual(['applied', 'forbidden', 'unknown-field', 'invalid']);
  });

  test('[PR2] that portal users, paused people and sales configure nothing', () => {
    const { given, judge, member } = editor();
    const command: Command = { name: 'create-user-type', input: { name: 'x', base: 'Contacts' } };
    const sales = given.did({ name: 'add-staff', input: { email: 's@example.com', name: 'S', roles: ['sales'] } });
    expect([judge(command), judge(command, sales), judge(command, admin)]).toEqual(['refused', 'refused', null]);
    given.did({ name: 'deactivate-member', input: { member } });
    expect(judge({ name: 'create-record', input: { module: 'Deals', fields: { Name: 'x' } } })).toBe('refused');
  });

  test('[PR2] and an answer that differs is told from one that agrees', () => {
    expect([
      agrees('refused', 'forbidden'),
      agrees('refused', 'applied'),
      agrees('conflict', 'invalid'),
      agrees(null, 'x'),
    ]).toEqual([true, false, false, true]);
  });
});
