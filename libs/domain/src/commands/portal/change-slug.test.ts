import { describe, expect, test } from '@jest/globals';
import { World, id } from '../../test/world.ts';

function given() {
  const world = new World();
  const administrator = { email: 'admin@example.com', name: 'Admin' };
  world.run(world.operator, 'create-portal', { company: 'Acme', plan: 'enterprise', administrator });
  const admin = world.staff();
  const change = (slug: string, by = admin) => world.run(by, 'change-slug', { slug });
  const configure = (options: object, by = admin) => world.run(by, 'configure-portal', options);
  return { world, admin, change, configure };
}

describe('the address of a portal', () => {
  test('[X-3] [DM185] the old one stays the portal’s own, and it may go back to it', () => {
    const { world, change } = given();
    expect(change('acme').events).toEqual([]);
    change('acme-partners');
    expect(world.portal.profile).toMatchObject({ name: 'Acme', slug: 'acme-partners', oldSlugs: ['acme'] });
    expect(world.claims.get('installation:slug=acme')).toBe(id(1));
    change('acme');
    expect(world.portal.profile).toMatchObject({ slug: 'acme', oldSlugs: ['acme-partners'] });
  });

  test('[X-3] [S0-26] [DM186] one in use or reserved is refused, and so is the twenty-first', () => {
    const { world, change } = given();
    world.claims.set('installation:slug=globex', id(99));
    expect(['globex', 'admin'].map((slug) => change(slug).code)).toEqual(['name-taken', 'name-taken']);
    const codes = Array.from({ length: 21 }, (_, n) => change(`acme-${n}`).code);
    expect(codes.slice(-2)).toEqual(['applied', 'limit-reached']);
  });
});

describe('the options of a portal', () => {
  test('[DM187] what is left out stays; the same again is no change', () => {
    const { world, admin, configure } = given();
    configure({ owner: admin.member!.id, employeeDomains: ['Example.org'] });
    configure({ filterAtCreate: true });
    const set = { owner: admin.member!.id, employeeDomains: ['example.org'], filterAtCreate: true };
    expect(world.portal.profile).toMatchObject(set);
    expect(configure(set).events).toEqual([]);
  });

  test('[DM188] the default owner is somebody of the staff who is there, and a domain is one', () => {
    const { world, configure } = given();
    const gone = world.staff();
    world.members.set(gone.member!.id, { ...gone.member!, status: 'inactive' });
    expect(configure({ owner: gone.member!.id }).paths).toEqual(['owner']);
    expect(configure({ owner: world.partner({}).member!.id }).paths).toEqual(['owner']);
    expect(configure({ employeeDomains: ['no domain'] }).code).toBe('invalid');
    expect(configure({ owner: null }).code).toBe('applied');
  });
});
