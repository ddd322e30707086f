import { describe, expect, test } from '@jest/globals';
import { emptyPortal } from '../../changes.ts';
import { predefinedModules } from '../../predefined-modules.ts';
import { slugFor } from '../../slugs.ts';
import { World, id } from '../../test/world.ts';

const input = {
  company: 'Example Works',
  plan: 'enterprise',
  administrator: { email: 'Boss@Example.com', name: 'Boss' },
};

function given() {
  const world = new World();
  world.portal = emptyPortal(id(1));
  const found = (more: object = {}) => world.run(world.operator, 'create-portal', { ...input, ...more });
  return { world, found };
}

describe('founding a portal', () => {
  test('[S0-23] [S0-24] [DM140] the name is the company unless another is given, the address is made from it', () => {
    const { world, found } = given();
    expect(found().result).toEqual({ portal: id(1), member: expect.any(String) });
    expect(world.portal.profile).toEqual({
      company: 'Example Works',
      name: 'Example Works',
      slug: 'example-works',
      plan: 'enterprise',
      currency: 'JPY',
      locale: 'en',
      zone: 'UTC',
      domains: ['example.com'],
      administrators: [expect.any(String)],
    });
    const other = given();
    other.found({ name: 'Partners', slug: 'friends' });
    expect(other.world.portal.profile).toMatchObject({ company: 'Example Works', name: 'Partners', slug: 'friends' });
  });

  test('[S0-27] [S0-13] [S0-37] [law 6] [DM141] the default type is Client portal on Contacts: the own record, nothing to change', () => {
    const { world, found } = given();
    found();
    const [type, ...others] = Object.values(world.portal.userTypes);
    expect(others).toEqual([]);
    expect(type).toMatchObject({ name: 'Client portal', base: 'Contacts', isDefault: true });
    expect(Object.keys(type!.tabs)).toEqual(['Contacts']);
    expect(type!.tabs['Contacts']).toMatchObject({
      reaches: [{ kind: 'self', edit: [], delete: false, copy: false }],
      create: null,
    });
    expect(world.run(world.staff(), 'configure-user-type', { userType: type!.id, tabs: type!.tabs })).toMatchObject({
      code: 'applied',
      events: [],
    });
  });

  test('[DM142] the predefined modules and an administrator with a sign-in address stand', () => {
    const { world, found } = given();
    const member = String(found().result['member']);
    expect(world.portal.modules).toEqual(predefinedModules);
    expect(world.members.get(member)).toMatchObject({
      kind: 'staff',
      roles: ['administrator'],
      email: 'boss@example.com',
    });
    expect([...world.claims]).toEqual([
      ['installation:name=example works', id(1)],
      ['installation:slug=example-works', id(1)],
      ['email=boss@example.com', member],
    ]);
  });

  test('[S0-26] [DM143] a name or address in use, however it is written, is refused and named', () => {
    const { world, found } = given();
    world.claims.set('installation:name=example works', id(2));
    expect(found({ name: 'ＥＸＡＭＰＬＥ  Works' })).toMatchObject({ code: 'name-taken', paths: ['name'] });
    world.claims.clear();
    world.claims.set('installation:slug=example-works', id(2));
    expect(found()).toMatchObject({ code: 'name-taken', paths: ['slug'] });
    expect(found({ slug: 'admin' })).toMatchObject({ code: 'name-taken', paths: ['slug'] });
  });

  test('[S0-34] [DM144] a portal is founded once', () => {
    const { found } = given();
    found();
    expect(found({ name: 'Other' }).code).toBe('not-possible');
  });

  test('[S0-31] [DM145] a public mail domain is nobody’s own', () => {
    const { world, found } = given();
    found({ administrator: { email: 'boss@gmail.com', name: 'Boss' } });
    expect(world.portal.profile.domains).toEqual([]);
  });

  test('[DM146] zone, locale, currency and address must be real ones', () => {
    const { found } = given();
    const wrong = [{ zone: 'Mars/Base' }, { locale: '!!' }, { currency: 'yen' }, { slug: 'A b' }, { slug: '-a' }];
    expect(wrong.map((more) => found(more).paths)).toEqual([['zone'], ['locale'], ['currency'], ['slug'], ['slug']]);
  });
});

describe('[S0-24] [DM147] an address from a name', () => {
  test.each([
    ['Example Works, Ltd.', 'example-works-ltd'],
    ['Ｅｘａｍｐｌｅ', 'example'],
    ['株式会社 ABC 商事', 'abc'],
    [`${'long '.repeat(30)}`, 'long-'.repeat(12).slice(0, -1)],
  ])('%s: %s', (name, slug) => expect(slugFor(name)).toBe(slug));

  test.each(['株式会社玄関', 'Admin', '!', 'a'])('%s leaves too little or a reserved word: a random one', (name) => {
    const { world, found } = given();
    expect(slugFor(name)).toBe(null);
    expect(found({ name }).code).toBe('applied');
    expect(world.portal.profile.slug).toMatch(/^portal-[0-9a-f]{6}$/);
  });
});
