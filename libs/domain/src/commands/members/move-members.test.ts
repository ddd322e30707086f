import { describe, expect, test } from '@jest/globals';
import { configuring } from '../../test/configuring.ts';
import { id } from '../../test/world.ts';

function given() {
  const made = configuring();
  const target = String(made.create('Reseller').result['userType']);
  const user = (more: object = {}) => made.world.partner({}, [], { userType: made.partner, ...more }).member!.id;
  const typeOf = (member: string) => {
    const row = made.world.members.get(member)!;
    return row.kind === 'portal-user' ? row.userType : null;
  };
  return { ...made, target, user, typeOf };
}

describe('moving many', () => {
  test('[S0-82] [DM180] each has its own outcome, in the order given, and a refused one stops no other', () => {
    const { run, user, target, typeOf, partner } = given();
    const [first, lead, gone, last] = [user(), user({ module: 'Leads' }), user({ status: 'removed' }), user()];
    const outcome = run('move-members', { members: [first, lead, gone, id(99), last, first], userType: target });
    const row = (outcome: string, code?: string) => (code === undefined ? { outcome } : { outcome, code });
    const [nowhere, there] = [row('refused', 'not-found'), row('moved')];
    const rows = [there, row('refused', 'wrong-base'), nowhere, nowhere, there, row('unchanged')];
    expect(outcome.result['rows']).toEqual(rows);
    expect([first, lead, last].map(typeOf)).toEqual([target, partner, target]);
  });

  test('[S0-82] [DM180] whoever was refused is refused again when he is named twice', () => {
    const { run, user, target } = given();
    const lead = user({ module: 'Leads' });
    const row = { outcome: 'refused', code: 'wrong-base' };
    expect(run('move-members', { members: [lead, lead], userType: target }).result['rows']).toEqual([row, row]);
  });

  test('[S0-82] [DM181] at most 5,000, and to a type that is there', () => {
    const { run, user, target } = given();
    expect(run('move-members', { members: Array.from({ length: 5001 }, () => user()), userType: target }).code).toBe(
      'invalid',
    );
    expect(run('move-members', { members: [user()], userType: id(99) }).code).toBe('not-found');
  });
});

describe('deleting a user type that has users', () => {
  test('[S0-87] [S0-88] [DM182] they move in the same command; removed ones stay behind', () => {
    const { run, user, target, typeOf, partner, world } = given();
    const [active, inactive, removed] = [user(), user({ status: 'inactive' }), user({ status: 'removed' })];
    const remove = (moveTo?: string) => run('delete-user-type', { userType: partner, ...(moveTo && { moveTo }) });
    expect([remove().code, remove(partner).code, remove(id(99)).code]).toEqual([
      'type-in-use',
      'type-in-use',
      'not-found',
    ]);
    expect(remove(target)).toMatchObject({ code: 'applied', result: { moved: 2 } });
    expect([active, inactive, removed].map(typeOf)).toEqual([target, target, partner]);
    expect(world.portal.userTypes[partner]).toBeUndefined();
  });

  test('[S0-87] [DM183] when one of them cannot move, nobody does', () => {
    const { run, user, target, typeOf, partner } = given();
    const [fits, other] = [user(), user({ module: 'Leads' })];
    expect(run('delete-user-type', { userType: partner, moveTo: target }).code).toBe('wrong-base');
    expect([fits, other].map(typeOf)).toEqual([partner, partner]);
  });
});
