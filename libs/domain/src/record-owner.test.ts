import { describe, expect, test } from '@jest/globals';
import { World, id } from './test/world.ts';

const granted = { Deals: { visible: ['Name'], create: ['Name'] } };

function given() {
  const world = new World();
  const [inviter, chosen, first, second] = [0, 1, 2, 3].map(() => world.staff('administrator').member!);
  const partner = world.partner(granted, [], { inviter: inviter!.id });
  const administrators = [first!.id, second!.id];
  world.portal = { ...world.portal, profile: { ...world.portal.profile, administrators, owner: chosen!.id } };
  const owner = () => {
    const { result } = world.run(partner, 'create-record', { module: 'Deals', fields: { Name: 'Bridge' } });
    return world.records.get(String(result['id']))?.owner;
  };
  const gone = (who: string) => void world.members.set(who, { ...world.members.get(who)!, status: 'inactive' });
  return { world, partner, owner, gone, order: [inviter!.id, chosen!.id, ...administrators] };
}

describe('who answers for a record a portal user makes', () => {
  test('[S0-80] [DM65] inviter, default owner, then the longest-standing administrator: the first who is still there', () => {
    const { owner, gone, order } = given();
    const found = order.map((who) => {
      const one = owner();
      gone(who);
      return one;
    });
    expect(found).toEqual(order);
  });

  test('[S0-80] [DM66] there is no record without somebody who answers for it', () => {
    const { world, partner, gone, order } = given();
    order.forEach(gone);
    const outcome = world.run(partner, 'create-record', { module: 'Deals', fields: { Name: 'Bridge' } });
    expect([outcome.code, outcome.events]).toEqual(['not-possible', []]);
  });

  test('[DM67] who is made an administrator stands behind those before', () => {
    const { world } = given();
    const before = world.portal.profile.administrators ?? [];
    const add = (email: string, role: string) =>
      world.run(world.staff(), 'add-staff', { email, name: 'New', roles: [role] }).result['member'];
    add('a@example.com', 'sales');
    const third = add('b@example.com', 'administrator');
    expect(world.portal.profile.administrators).toEqual([...before, third]);
    expect(before).not.toContain(id(1));
  });
});
