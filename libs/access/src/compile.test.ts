import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { applySetting } from '@genkan/domain/changes';
import type { Portal } from '@genkan/domain/portal';
import type { Reach, Tab } from '@genkan/domain/user-types';
import { abilityOf, compileRoles, compileUserType } from './compile.ts';
import { anyPortal } from './test/arbitraries.ts';
import { reversedKeys } from './test/reversed-keys.ts';
import { allReach, house, id, kim, managed, tab, userType } from './test/house.ts';

const compiled = (deals: Partial<Tab>, paths?: Parameters<typeof house>[0]) =>
  compileUserType(house(paths ?? {}).portal, userType({ Deals: tab(deals) })).tabs.get('Deals')!;
const related = (path: string, own: string[] = []): Reach => ({ ...allReach, kind: 'related', path, own });

describe('compiling a user type', () => {
  test('[AU1] a new user type sees nothing and may do nothing', () => {
    const ability = compileUserType(house().portal, userType({}));
    expect([ability.tabs.size, ability.staffRights.size]).toEqual([0, 0]);
  });

  test('[AU2] modules, layouts and fields that do not exist are dropped, inherited names too (SEC-14)', () => {
    const { portal } = house();
    const layouts = { Standard: ['Stage', 'Ghost', 'constructor'], Ghost: ['Stage'], toString: ['Stage'] };
    const ability = compileUserType(portal, userType({ Ghosts: tab(), valueOf: tab(), Deals: tab({ layouts }) }));
    expect([...ability.tabs.keys()]).toEqual(['Deals']);
    expect([...ability.tabs.get('Deals')!.layouts]).toEqual([['Standard', new Set(['Stage'])]]);
  });

  test('[AU3] a tab without a known layout is no tab', () => {
    const ability = compileUserType(house().portal, userType({ Deals: tab({ layouts: { Ghost: ['Stage'] } }) }));
    expect(ability.tabs.size).toBe(0);
  });

  test('[AU32] what may be edited or set when creating is cut to what is seen', () => {
    const { reaches, create } = compiled({
      layouts: { Standard: ['Stage'], Short: ['Amount'] },
      reaches: [{ ...managed, edit: ['Stage', 'Amount', 'Owner', 'Ghost'] }],
      create: ['Stage', 'Agent'],
    });
    expect(reaches[0]!.rights.edit).toEqual(new Set(['Stage', 'Amount']));
    expect(create).toEqual(new Set(['Stage']));
    expect(compiled({ create: null }).create).toBeNull();
  });

  test('[AU5] a unique field is never written by portal users (SEC-30)', () => {
    const { portal } = house();
    const stage = { ...portal.modules['Deals']!.fields['Stage']!, unique: true };
    const deals = { ...portal.modules['Deals']!, fields: { ...portal.modules['Deals']!.fields, Stage: stage } };
    const type = userType({ Deals: tab({ reaches: [{ ...managed, edit: ['Stage', 'Amount'] }], create: ['Stage'] }) });
    const found = compileUserType({ ...portal, modules: { ...portal.modules, Deals: deals } }, type).tabs.get('Deals')!;
    expect([found.reaches[0]!.rights.edit, found.create]).toEqual([new Set(['Amount']), new Set()]);
  });

  test('[AU6] a path that is unknown, building, too long, or ends elsewhere than the own walk gives no reach', () => {
    const kinds = (reaches: Reach[], paths?: Parameters<typeof house>[0]) =>
      compiled({ reaches }, paths).reaches.length;
    expect(kinds([related('Agent.Manager')])).toBe(1);
    expect(kinds([related('Owner', ['Boss', 'Boss'])])).toBe(1);
    expect(kinds([related('Nope'), related('Stage'), related('Agent.Nope'), related('toString')])).toBe(0);
    expect(kinds([related('Agent')])).toBe(0);
    expect(kinds([related('Owner', ['Nope'])])).toBe(0);
    expect(kinds([related('Agent.Manager', ['Boss', 'Boss', 'Boss'])])).toBe(0);
    const building = { 'Agent.Manager': { steps: ['Agent', 'Manager'], state: 'building' as const } };
    expect(kinds([related('Agent.Manager')], { paths: building })).toBe(0);
  });

  test('[AU7] touches names the visible fields and those of the criteria', () => {
    const criteria = {
      or: [{ field: 'Owner', is: 'empty' as const }, { and: [{ field: 'Stage', is: 'empty' as const }] }],
    };
    expect([...compiled({ layouts: { Standard: ['Amount'] }, criteria }).touches].sort()).toEqual([
      'Amount',
      'Owner',
      'Stage',
    ]);
  });
});

describe('compiling staff roles', () => {
  test('[AU8] staff meet everything and see every field of every layout', () => {
    const { portal } = house();
    const ability = compileRoles(portal, ['sales']);
    expect([...ability.tabs.keys()].sort()).toEqual(Object.keys(portal.modules).sort());
    const deals = ability.tabs.get('Deals')!;
    for (const visible of deals.layouts.values()) expect(visible.size).toBe(4);
    expect(deals.reaches.map(({ meets }) => meets.kind)).toEqual(['all']);
  });

  test('[AU9] roles give the union of their rights; the portal manager deletes nothing', () => {
    const { portal } = house();
    const rights = (...roles: Parameters<typeof compileRoles>[1]) =>
      compileRoles(portal, roles).tabs.get('Deals')!.reaches[0]!.rights;
    expect(rights('portal-manager')).toMatchObject({ delete: false, restore: true, copy: true });
    expect(rights('portal-manager', 'sales')).toMatchObject({ delete: true });
    expect(compileRoles(portal, ['sales']).staffRights).toEqual(new Set(['convert-leads', 'import']));
    expect(compileRoles(portal, ['sales', 'portal-manager']).staffRights.has('configure')).toBe(true);
    expect(compileRoles(portal, []).tabs.get('Deals')!.reaches[0]!.rights.edit.size).toBe(0);
  });
});

describe('an ability and the settings it comes from', () => {
  const withType = (portal: Portal, change: Parameters<typeof applySetting>[1]) => applySetting(portal, change);

  test('[AU10] a change of another user type, another module or the profile leaves the very same ability', () => {
    const { portal } = house({ tabs: { Deals: tab() } });
    const before = abilityOf(portal, kim);
    const other = { ...userType({ Deals: tab() }), id: id.staff };
    const contacts = { ...portal.modules['Contacts']!, label: 'People' };
    const changed = [
      withType(portal, { part: 'user-type', id: other.id, after: other }),
      withType(portal, { part: 'module', id: 'Contacts', after: contacts }),
      withType(portal, { part: 'profile', id: 'profile', after: { ...portal.profile, name: 'New' } }),
    ];
    for (const after of changed) expect(abilityOf(after, kim)).toBe(before);
    expect(abilityOf(portal, kim)).toBe(before);
  });

  test('[AU10] a change of what it means gives another ability and another version', () => {
    const { portal } = house({ tabs: { Deals: tab() } });
    const before = abilityOf(portal, kim);
    const type = userType({ Deals: tab({ layouts: { Standard: ['Stage'] } }) });
    const after = abilityOf(withType(portal, { part: 'user-type', id: id.userType, after: type }), kim);
    expect(after).not.toBe(before);
    expect(after.version).not.toBe(before.version);
  });

  test('[AU11] a member whose user type is gone sees nothing', () => {
    const { portal } = house({ tabs: { Deals: tab() } });
    expect(abilityOf({ ...portal, userTypes: {} }, kim).tabs.size).toBe(0);
  });

  test('[AU12] equal meanings have equal versions, in whatever order the settings were stored', () => {
    fc.assert(
      fc.property(anyPortal, (portal) => {
        const again = reversedKeys(portal);
        for (const one of Object.values(portal.userTypes)) {
          const type = again.userTypes[one.id]!;
          expect(compileUserType(again, type).version).toBe(compileUserType(portal, one).version);
        }
        expect(compileRoles(again, ['sales']).version).toBe(compileRoles(portal, ['sales']).version);
      }),
    );
  });

  test('[AU12] each part of the meaning counts in the version', () => {
    const version = (deals: Partial<Tab>) => compileUserType(house().portal, userType({ Deals: tab(deals) })).version;
    const versions = [
      version({}),
      version({ layouts: { Standard: ['Stage'] } }),
      version({ layouts: { Short: ['Stage', 'Amount'] } }),
      version({ criteria: { field: 'Stage', is: 'is', value: 'New' } }),
      version({ criteria: { field: 'Stage', is: 'is', value: 'Won' } }),
      version({ reaches: [allReach] }),
      version({ reaches: [{ ...managed, delete: true }] }),
      version({ reaches: [{ ...managed, edit: ['Stage'] }] }),
      version({ create: [] }),
      version({ create: ['Stage'] }),
    ];
    expect(new Set(versions).size).toBe(versions.length);
    expect(version({})).toBe(versions[0]);
  });
});
