import { describe, expect, test } from '@jest/globals';
import type { Conversion } from '../../conversion.ts';
import { usualConversion } from '../../conversion.ts';
import { World, id } from '../../test/world.ts';

function given() {
  const world = new World();
  const admin = world.staff();
  const type = (name: string, base: string) =>
    String(world.run(admin, 'create-user-type', { name, base }).result['userType']);
  const [partners, prospects] = [type('Partner', 'Contacts'), type('Prospect', 'Leads')];
  const configure = (more: object, by = admin) =>
    world.run(by, 'configure-conversion', { ...usualConversion, ...more });
  const mapping = (more: object) => configure({ mapping: { ...usualConversion.mapping, ...more } });
  const rule = (more: object = {}) => ({
    label: 'Hot',
    criteria: { field: 'Rating', is: 'is', value: 'Hot' },
    userType: partners,
    ...more,
  });
  const field = (module: string, name: string, type: string, more: object = {}) =>
    world.run(admin, 'define-field', { module, field: { name, label: name, type, ...more } });
  return { world, admin, partners, prospects, configure, mapping, rule, field };
}

describe('what a lead becomes', () => {
  test('[DM170] the mapping is checked when it is saved: names, types, lengths, choices', () => {
    const { mapping, field } = given();
    field('Contacts', 'Short', 'text', { maxLength: 10 });
    field('Contacts', 'Temper', 'choice', { choices: ['Cold', 'Warm'] });
    field('Leads', 'Size', 'integer');
    const wrong = {
      Short: 'Name',
      Temper: 'Rating',
      Birthday: 'Name',
      Nothing: 'Name',
      Title: 'Nothing',
      Account: 'Name',
    };
    expect(mapping({ Contacts: wrong })).toMatchObject({
      code: 'invalid',
      paths: Object.keys(wrong).map((name) => `mapping.Contacts.${name}`),
    });
    expect(mapping({ Accounts: { Name: 'Company', Employees: 'Size', Revenue: 'Size' } }).code).toBe('applied');
    expect(mapping({ Contacts: { Name: 'Name', Title: 'Rating', Description: 'Email' } }).code).toBe('applied');
  });

  test('[DM170] a lookup is paired with one to Contacts of the same module', () => {
    const { configure, field } = given();
    field('Deals', 'Lead', 'lookup', { module: 'Leads' });
    expect(configure({ lookups: { Deals: { Contact: 'Contact' } } })).toMatchObject({
      paths: ['lookups.Deals.Contact'],
    });
    expect(configure({ lookups: { Deals: { Lead: 'Account' } } })).toMatchObject({ paths: ['lookups.Deals.Lead'] });
    expect(configure({ lookups: { Deals: { Lead: 'Contact' } } }).code).toBe('applied');
  });

  test('[S0-85] [DM171] a rule has a preset contact type and criteria on fields of the lead', () => {
    const { configure, rule, prospects, world, admin } = given();
    const rules = (more: object) => configure({ rules: { Hot: rule(more) } });
    expect(rules({ userType: undefined }).code).toBe('invalid');
    expect(rules({ userType: id(99) })).toMatchObject({ code: 'invalid', paths: ['rules.Hot.userType'] });
    expect(rules({ userType: prospects }).code).toBe('wrong-base');
    expect(rules({ criteria: { field: 'Nothing', is: 'empty' } })).toMatchObject({ paths: ['rules.Hot.criteria'] });
    expect(rules({}).code).toBe('applied');
    expect(world.portal.conversion.rules['Hot']).toMatchObject({ by: admin.member!.id, automatic: false });
  });

  test('[DM171] a rule that stays goes on in the name of whoever wrote it; the same settings change nothing', () => {
    const { configure, rule, world, admin } = given();
    configure({ rules: { Hot: rule() } });
    expect(configure({ rules: { Hot: rule() } }).events).toEqual([]);
    const other = world.staff();
    configure({ rules: { Hot: rule(), Warm: rule({ label: 'Warm' }) } }, other);
    const { rules }: Conversion = world.portal.conversion;
    expect([rules['Hot']?.by, rules['Warm']?.by]).toEqual([admin.member!.id, other.member!.id]);
  });

  test('[DM172] only staff who manage conversion configure it', () => {
    const { configure, world } = given();
    expect(configure({ portalAccess: 'drop' }, world.operator).code).toBe('forbidden');
  });
});
