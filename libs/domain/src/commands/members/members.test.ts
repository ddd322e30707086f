import { describe, expect, test } from '@jest/globals';
import type { Member } from '../../members.ts';
import type { Tab, UserType } from '../../user-types.ts';
import { World, id } from '../../test/world.ts';

const type = (n: number, base: string, isDefault = false): UserType => ({
  id: id(n),
  name: `Type ${n}`,
  base,
  isDefault,
  tabs: {} as Record<string, Tab>,
});
const [clients, partners, prospects] = [type(30, 'Contacts', true), type(31, 'Contacts'), type(32, 'Leads')];

function given() {
  const world = new World();
  const profile = { ...world.portal.profile, domains: ['own.example.com', 'gmail.com'] };
  world.apply({ kind: 'setting', part: 'profile', id: 'profile', before: null, after: profile });
  for (const one of [clients, partners, prospects]) {
    world.apply({ kind: 'setting', part: 'user-type', id: one.id, before: null, after: one });
  }
  const contact = world.record('Contacts', { Name: 'Somebody' });
  const staff = world.staff('portal-manager');
  const add = (userType: string, email: string, record = contact.id) =>
    world.run(staff, 'add-member', { userType, record, email });
  const added = (userType = partners.id) => String(add(userType, 'somebody@example.net').result['member']);
  const row = (member: string): Member => world.members.get(member)!;
  return { world, contact, staff, admin: world.staff(), add, added, row };
}

describe('adding a portal user', () => {
  test('[DM90] a sign-in is tied to a record of the base module; who invited is remembered', () => {
    const { contact, staff, add, row } = given();
    const outcome = add(partners.id, 'Somebody@Example.net');
    const member = String(outcome.result['member']);
    expect(row(member)).toEqual({
      kind: 'portal-user',
      id: member,
      email: 'somebody@example.net',
      status: 'active',
      sessionsEnded: 0,
      userType: partners.id,
      record: contact.id,
      module: 'Contacts',
      inviter: staff.member!.id,
    });
  });

  test('[S0-30] [DM91] the record must stand in the base module of the user type', () => {
    const { world, add } = given();
    const lead = world.record('Leads', {});
    const deleted = world.record('Contacts', {}, { deleted: true });
    const refused = [lead.id, deleted.id, id(99)].map((record) => add(clients.id, 'a@example.net', record).code);
    expect(refused).toEqual(Array(3).fill('unknown-record'));
    expect(add(prospects.id, 'a@example.net', lead.id).code).toBe('applied');
    expect(add(id(99), 'b@example.net').code).toBe('not-found');
  });

  test('[DM92] an address signs in one member, in any case; two members may share a record', () => {
    const { add } = given();
    expect(add(partners.id, 'a@example.net').code).toBe('applied');
    expect(add(partners.id, 'A@EXAMPLE.NET')).toMatchObject({ code: 'name-taken', paths: ['email'] });
    expect(add(partners.id, 'b@example.net').code).toBe('applied');
  });

  test('[S0-31] [DM93] people of the own domain are refused for the default type, not for others', () => {
    const { add } = given();
    expect(add(clients.id, 'Boss@OWN.example.com').code).toBe('employee-domain');
    expect(add(partners.id, 'boss@own.example.com').code).toBe('applied');
    expect(add(clients.id, 'x@other.example.com').code).toBe('applied');
  });

  test('[S0-31] [DM94] a public mail domain never counts as the own one', () => {
    expect(given().add(clients.id, 'somebody@gmail.com').code).toBe('applied');
  });
});

describe('moving a portal user', () => {
  const move = ({ world, staff }: ReturnType<typeof given>, member: string, userType: string) =>
    world.run(staff, 'move-member', { member, userType });

  test('[S0-81] [DM95] to a type with the same base at any time; to the present one is no change', () => {
    const all = given();
    const member = all.added(partners.id);
    expect(move(all, member, partners.id).events).toEqual([]);
    expect(move(all, member, clients.id).code).toBe('applied');
    expect(all.row(member)).toMatchObject({ userType: clients.id, sessionsEnded: 0 });
  });

  test('[DM96] another base is refused, and so is what is not there', () => {
    const all = given();
    const member = all.added();
    expect(move(all, member, prospects.id).code).toBe('wrong-base');
    expect([move(all, member, id(99)).code, move(all, id(99), clients.id).code]).toEqual(['not-found', 'not-found']);
    all.world.run(all.staff, 'remove-member', { member });
    expect(move(all, member, clients.id).code).toBe('not-found');
  });

  test('[S0-31] [DM97] the own domain is refused here too', () => {
    const all = given();
    const member = String(all.add(partners.id, 'boss@own.example.com').result['member']);
    expect(move(all, member, clients.id).code).toBe('employee-domain');
  });

  test('[DM98] staff have no user type', () => {
    const { world, admin, staff } = given();
    const outcome = world.run(admin, 'move-member', { member: staff.member!.id, userType: clients.id });
    expect(outcome.code).toBe('not-possible');
  });
});

describe('switching off, switching on, removing', () => {
  const run = ({ world, staff }: ReturnType<typeof given>, name: string, member: string) =>
    world.run(staff, name, { member });

  test('[S0-91] [S0-92] [DM100] switched off: sessions end, the address stays taken; twice is no change', () => {
    const all = given();
    const member = all.added();
    expect(run(all, 'deactivate-member', member).code).toBe('applied');
    expect(all.row(member)).toMatchObject({ status: 'inactive', sessionsEnded: 1 });
    expect(run(all, 'deactivate-member', member).events).toEqual([]);
    expect(all.add(partners.id, 'somebody@example.net').code).toBe('name-taken');
  });

  test('[DM101] switched on again; the sessions that ended stay ended', () => {
    const all = given();
    const member = all.added();
    expect(run(all, 'reactivate-member', member).events).toEqual([]);
    run(all, 'deactivate-member', member);
    expect(run(all, 'reactivate-member', member).code).toBe('applied');
    expect(all.row(member)).toMatchObject({ status: 'active', sessionsEnded: 1 });
  });

  test('[DM102] not without a record: a deleted one is restored first', () => {
    const all = given();
    const member = all.added();
    run(all, 'deactivate-member', member);
    const to = { module: 'Contacts', id: all.contact.id };
    expect(all.world.run(all.admin, 'delete-record', to).code).toBe('applied');
    expect(run(all, 'reactivate-member', member).code).toBe('not-possible');
    all.world.run(all.admin, 'restore-record', to);
    expect(run(all, 'reactivate-member', member).code).toBe('applied');
  });

  test('[S0-90] [S0-92] [DM103] removed: sessions end, the address is free, the row stays, coming back is a new member', () => {
    const all = given();
    const member = all.added();
    expect(run(all, 'remove-member', member).code).toBe('applied');
    expect(all.row(member)).toMatchObject({ status: 'removed', sessionsEnded: 1, email: 'somebody@example.net' });
    const back = all.add(partners.id, 'somebody@example.net');
    expect(back.code).toBe('applied');
    const again = String(back.result['member']);
    expect(again).not.toBe(member);
    expect(
      ['deactivate-member', 'reactivate-member', 'remove-member', 'end-sessions'].map(
        (name) => run(all, name, member).code,
      ),
    ).toEqual(Array(4).fill('not-found'));
  });

  test.each(['deactivate-member', 'remove-member'])('[S4-42] [DM104] nobody does %s to himself', (name) => {
    const { world, admin } = given();
    expect(world.run(admin, name, { member: admin.member!.id }).code).toBe('not-possible');
  });

  test.each(['deactivate-member', 'reactivate-member', 'remove-member'])(
    '[DM105] %s on staff needs the right to manage staff',
    (name) => {
      const { world, staff, admin } = given();
      const other = { member: world.staff('sales').member!.id };
      expect(world.run(staff, name, other).code).toBe('forbidden');
      expect(world.run(admin, name, other).code).toBe('applied');
    },
  );
});

describe('ending sessions', () => {
  test('[DM106] everybody ends his own', () => {
    const { world, row } = given();
    const partner = world.partner({});
    const member = partner.member!.id;
    expect(world.run(partner, 'end-sessions', { member }).code).toBe('applied');
    expect(row(member).sessionsEnded).toBe(1);
  });

  test('[DM107] those of others only with the right', () => {
    const all = given();
    const member = all.added();
    expect(all.world.run(all.staff, 'end-sessions', { member }).code).toBe('applied');
    expect(all.row(member)).toMatchObject({ status: 'active', sessionsEnded: 1 });
    expect(all.world.run(all.staff, 'end-sessions', { member: id(99) }).code).toBe('not-found');
    expect(all.world.run(all.world.staff('sales'), 'end-sessions', { member }).code).toBe('forbidden');
  });

  test('[law 7] [DM108] without the right a member and an id that nobody has are refused alike', () => {
    const all = given();
    const partner = all.world.partner({});
    const refused = [all.added(), id(99)].map((member) => all.world.run(partner, 'end-sessions', { member }).rejected);
    expect({ ...refused[0] }).toEqual({ ...refused[1] });
  });
});

describe('adding staff', () => {
  test('[DM109] with roles, each once, under an address of their own', () => {
    const { world, admin, row } = given();
    const add = (email: string) => world.run(admin, 'add-staff', { email, name: 'New', roles: ['sales', 'sales'] });
    const { result } = add('New@example.com');
    expect(row(String(result['member']))).toMatchObject({ kind: 'staff', roles: ['sales'], email: 'new@example.com' });
    expect(add('new@example.com').code).toBe('name-taken');
    expect(
      world.run(world.operator, 'add-staff', { email: 'op@example.com', name: 'O', roles: ['administrator'] }).code,
    ).toBe('applied');
  });
});
