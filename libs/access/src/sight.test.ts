import { describe, expect, test } from '@jest/globals';
import { abilityOf } from './compile.ts';
import { memberKeys } from './member-keys.ts';
import { operatorSight, sightOf } from './sight.ts';
import type { Member } from '@genkan/domain/members';
import type { RoleName } from '@genkan/domain/roles';
import { house, id, kim, kimIn, managed, tab } from './test/house.ts';
import { allKnown } from './test/known-rows.ts';

const tabs = {
  Deals: tab({
    layouts: { Standard: ['Stage', 'Amount'], Short: ['Amount'] },
    reaches: [{ ...managed, edit: ['Stage'], delete: true }],
    create: ['Stage', 'Amount'],
  }),
};
const dealOf = ({ records }: Pick<ReturnType<typeof house>, 'records'>) => records.find((one) => one.id === id.deal)!;

const staffSight = (...roles: RoleName[]) => {
  const { portal, records } = house();
  const member: Member = { ...kim, kind: 'staff', name: 'Staff', roles };
  const ability = abilityOf(portal, member);
  return sightOf(portal, ability, memberKeys(portal, ability, member, allKnown(records)), member);
};

describe('a sight', () => {
  test('[AU13] sees the records met and has the rights of the reaches met, within what the layout shows', () => {
    const world = kimIn({ tabs });
    const deal = dealOf(world);
    expect(world.sight.view(deal)?.fields).toEqual({ Stage: 'New', Amount: 5 });
    expect(world.sight.rights(deal)).toMatchObject({
      edit: new Set(['Stage']),
      delete: true,
      copy: false,
      restore: false,
    });
    expect(world.sight.rights({ ...deal, layout: 'Short' }).edit).toEqual(new Set());
    expect(world.sight.rights({ ...deal, keys: [] })).toMatchObject({ edit: new Set(), delete: false });
  });

  test('[AU14] what is not granted does not exist: module, layout, record', () => {
    const { sight, records } = kimIn({ tabs });
    expect([sight.sees('Deals'), sight.sees('Contacts'), sight.sees('Ghosts')]).toEqual([true, false, false]);
    expect([sight.visible('Deals', 'Ghost'), sight.visible('Contacts', 'Standard')]).toEqual([null, null]);
    expect(sight.view(records.find((one) => one.id === id.kim)!)).toBeNull();
    expect([sight.may('configure'), sight.may('import')]).toEqual([false, false]);
  });

  test('[AU15] creating is judged by layout', () => {
    const { sight } = kimIn({ tabs });
    expect(sight.creatable('Deals', 'Standard')).toEqual(new Set(['Stage', 'Amount']));
    expect(sight.creatable('Deals', 'Short')).toEqual(new Set(['Amount']));
    expect([sight.creatable('Deals', 'Ghost'), sight.creatable('Agents', 'Standard')]).toEqual([null, null]);
    expect(kimIn({ tabs: { Deals: tab() } }).sight.creatable('Deals', 'Standard')).toBeNull();
  });

  test('[AU16] of a deleted record staff are left the right to restore, portal users nothing', () => {
    const world = kimIn({ tabs });
    const gone = { ...dealOf(world), deleted: true };
    expect(world.sight.view(gone)).toBeNull();
    expect(world.sight.rights(gone)).toEqual({ edit: new Set(), delete: false, copy: false, restore: false });
    const staff = staffSight('sales');
    expect(staff.view(gone)).toBeNull();
    expect(staff.rights(gone)).toEqual({ edit: new Set(), delete: false, copy: false, restore: true });
  });

  test('[AU17] a member who is not active sees nothing and may do nothing', () => {
    const { portal, ability, keys, records } = kimIn({ tabs });
    for (const status of ['inactive', 'removed'] as const) {
      const sight = sightOf(portal, ability, keys, { ...kim, status });
      expect([sight.sees('Deals'), sight.view(dealOf({ records })), sight.creatable('Deals', 'Standard')]).toEqual([
        false,
        null,
        null,
      ]);
    }
  });

  test('[AU18] the operator founds portals, gives them staff and keeps them, and sees no record', () => {
    const sight = operatorSight();
    expect([sight.may('create-portal'), sight.may('manage-staff'), sight.may('maintain')]).toEqual([true, true, true]);
    expect([sight.may('configure'), sight.may('import')]).toEqual([false, false]);
    expect([sight.sees('Deals'), sight.view(dealOf(house()))]).toEqual([false, null]);
  });
});
