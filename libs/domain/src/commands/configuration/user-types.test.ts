import { describe, expect, test } from '@jest/globals';
import type { Value } from '../../fields.ts';
import { configuring, tab } from '../../test/configuring.ts';
import { id } from '../../test/world.ts';

const none = { edit: [], delete: false, copy: false };

describe('user types', () => {
  test('[law 6] [S0-40] [DM125] a new one sees nothing', () => {
    const { world, partner } = configuring();
    expect(world.portal.userTypes[partner]).toEqual({
      id: partner,
      name: 'Partner',
      base: 'Contacts',
      isDefault: false,
      tabs: {},
    });
  });

  test('[S0-58] [X-11] [DM203] made with a setup it has the first lookup, another only where the portal is set so', () => {
    const { world, run, lookup } = configuring();
    const make = (name: string, reach: object) =>
      run('create-user-type', { name, base: 'Contacts', tabs: { Deals: tab({ reaches: [reach] }) } });
    const kind = 'related';
    lookup('Deals', 'Adviser', 'Contacts');
    const made = make('Buyers', { kind, edit: ['Stage'] });
    const reaches = [{ kind, path: 'Contact', own: [], edit: ['Stage'], delete: false, copy: false }];
    expect(world.portal.userTypes[String(made.result['userType'])]!.tabs['Deals']).toMatchObject({ reaches });
    const path = 'tabs.Deals.reaches.0.path';
    for (const other of [{ path: 'Adviser' }, { path: 'Contact', own: ['Account'] }]) {
      expect(make('Advised', { kind, ...other })).toMatchObject({ code: 'invalid', paths: [path] });
    }
    expect(make('Buyers again', { kind, path: 'Contact' }).code).toBe('applied');
    const profile = { ...world.portal.profile, filterAtCreate: true };
    world.apply({ kind: 'setting', part: 'profile', id: 'profile', before: world.portal.profile, after: profile });
    expect(make('Advised', { kind, path: 'Adviser' }).code).toBe('applied');
    const wrong = make('Wrong', { kind, path: 'Stage' });
    expect(wrong).toMatchObject({ code: 'invalid', paths: ['tabs.Deals.reaches.0'] });
    const tabs = { Products: tab({ layouts: { Standard: ['Name'] }, reaches: [{ kind }] }) };
    expect(run('create-user-type', { name: 'Leads', base: 'Leads', tabs })).toMatchObject({ code: 'invalid' });
  });

  test('[S0-14] [S0-47] [DM126] the base is Leads, Contacts or a custom module', () => {
    const { run, create } = configuring();
    run('define-module', { name: 'Agents', label: 'Agents' });
    expect(['Leads', 'Contacts', 'Agents'].map((base, n) => create(`T${n}`, base).code)).toEqual(
      Array(3).fill('applied'),
    );
    const refused = ['Accounts', 'Deals', 'Nowhere'].map((base) => create('T', base));
    expect(refused.map(({ code, paths }) => [code, ...paths])).toEqual(Array(3).fill(['invalid', 'base']));
  });

  test('[S0-43] [DM127] a name is used once; a renamed type keeps its setup', () => {
    const { world, run, create, partner, configure } = configuring();
    configure({ Deals: tab() });
    const { tabs } = world.portal.userTypes[partner]!;
    expect(create('ＰＡＲＴＮＥＲ').code).toBe('name-taken');
    create('Vendor');
    expect(run('configure-user-type', { userType: partner, name: 'vendor' }).code).toBe('name-taken');
    expect(run('configure-user-type', { userType: partner, name: 'partner' }).code).toBe('applied');
    expect(world.portal.userTypes[partner]).toMatchObject({ name: 'partner', tabs });
  });

  test('[S0-28] [S0-89] [DM128] one without users is deleted, the default one never', () => {
    const { world, run, partner } = configuring();
    const remove = (userType: string) => run('delete-user-type', { userType }).code;
    const after = { ...world.portal.userTypes[partner]!, id: id(77), isDefault: true };
    world.apply({ kind: 'setting', part: 'user-type', id: id(77), before: null, after });
    expect(remove(id(77))).toBe('default-type');
    expect(remove(id(99))).toBe('not-found');
    const user = world.partner({}, [], { userType: partner, status: 'inactive' });
    expect(remove(partner)).toBe('type-in-use');
    world.members.set(user.member!.id, { ...user.member!, status: 'removed' });
    expect(remove(partner)).toBe('applied');
    expect(world.portal.userTypes[partner]).toBeUndefined();
  });
});

describe('the setup of a user type is one unit of work', () => {
  test('[S0-69] [DM130] the whole is stored with what was left out closed; again it is no change', () => {
    const { world, partner, configure } = configuring();
    expect(configure({ Deals: tab(), Contacts: { layouts: {}, reaches: [] } }).code).toBe('applied');
    expect(world.portal.userTypes[partner]!.tabs['Deals']).toEqual({
      layouts: { Standard: ['Name', 'Stage'] },
      view: 'list',
      criteria: null,
      reaches: [{ kind: 'all', ...none }],
      create: null,
    });
    expect(configure({ Deals: tab(), Contacts: { layouts: {}, reaches: [] } }).events).toEqual([]);
    const stored = world.portal.userTypes[partner]!;
    const turned = Object.fromEntries(Object.entries(stored).reverse()) as typeof stored; // as a database gives it back
    const tabs = Object.fromEntries(Object.entries(stored.tabs).reverse());
    world.portal = { ...world.portal, userTypes: { ...world.portal.userTypes, [partner]: { ...turned, tabs } } };
    expect(configure({ Deals: tab(), Contacts: { layouts: {}, reaches: [] } }).events).toEqual([]);
    configure({});
    expect(world.portal.userTypes[partner]!.tabs).toEqual({});
    expect(configuring().run('configure-user-type', { userType: id(99), tabs: {} }).code).toBe('not-found');
  });

  test('[DM131] one bad tab refuses everything, and all that is wrong is said', () => {
    const { world, partner, configure } = configuring();
    const outcome = configure({
      Contacts: { layouts: { Standard: ['Name'] }, reaches: [] },
      Deals: { layouts: { Slim: [] }, reaches: [] },
      Nowhere: tab(),
    });
    expect(outcome).toMatchObject({ code: 'invalid', paths: ['tabs.Deals.layouts.Slim', 'tabs.Nowhere'] });
    expect(world.portal.userTypes[partner]!.tabs).toEqual({});
  });

  const related = (path: string, own: string[] = []) => tab({ reaches: [{ kind: 'related', path, own }] });
  const wrong: [string, object, string][] = [
    [
      '[S0-65] a field the layout does not have',
      tab({ layouts: { Standard: ['Name', 'Nothing'] } }),
      'layouts.Standard.Nothing',
    ],
    [
      '[S0-66] editing what is not visible',
      tab({ reaches: [{ kind: 'all', edit: ['Amount'] }] }),
      'reaches.0.edit.Amount',
    ],
    ['[S0-68] creating with what is not visible', tab({ create: ['Name', 'Amount'] }), 'create.Amount'],
    ['[S0-68] creating without a mandatory field', tab({ create: ['Stage'] }), 'create.Standard.Name'],
    [
      '[S0-68] creating with a hidden mandatory field',
      tab({ layouts: { Standard: ['Stage'] }, create: [] }),
      'create.Standard.Name',
    ],
    ['[S0-49] a path that is not declared', related('Account.Contact'), 'reaches.0'],
    ['[S0-49] a path that is no lookup', related('Name'), 'reaches.0'],
    ['[S0-49] a path that does not lead to the base', related('Account'), 'reaches.0'],
    ['an own path that is no lookup', related('Account', ['Name']), 'reaches.0'],
    ['an own path that ends elsewhere', related('Contact', ['Account']), 'reaches.0'],
    ['an own record that is not of the base', tab({ reaches: [{ kind: 'self' }] }), 'reaches.0'],
    ['criteria on a field that is not there', tab({ criteria: { field: 'Nothing', is: 'empty' } }), 'criteria'],
    [
      'criteria with a value it cannot hold',
      tab({ criteria: { or: [{ field: 'Stage', is: 'is', value: 'X' }] } }),
      'criteria.or.0',
    ],
    ['criteria that compare texts', tab({ criteria: { field: 'Name', is: 'less', value: 'X' } }), 'criteria'],
    [
      'criteria without a list',
      tab({ criteria: { and: [{ field: 'Stage', is: 'in', value: 'Won' }] } }),
      'criteria.and.0',
    ],
    ['criteria that compare with nothing', tab({ criteria: { field: 'Amount', is: 'more' } }), 'criteria'],
  ];
  test.each(wrong)('[DM132] refused: %s', (_what, bad, path) => {
    expect(configuring().configure({ Deals: bad })).toMatchObject({ code: 'invalid', paths: [`tabs.Deals.${path}`] });
  });

  test('[SEC-30] [DM133] a unique field is set by staff only', () => {
    const { configure, define, text } = configuring();
    define(text('Code', { unique: true }));
    const bad = tab({
      layouts: { Standard: ['Name', 'Code'] },
      reaches: [{ kind: 'all', edit: ['Code'] }],
      create: ['Name', 'Code'],
    });
    expect(configure({ Deals: bad }).paths).toEqual(['tabs.Deals.reaches.0.edit.Code', 'tabs.Deals.create.Code']);
  });

  const taken: [string, object][] = [
    ['[S0-49] by a lookup to the base', related('Contact')],
    ['[S0-57] by one of two lookups', related('Second')],
    ['by a declared path', related('Account.Contact')],
    ['by what the own record leads to', related('Account', ['Account'])],
    ['[S0-63] every record', tab()],
    [
      '[S0-61] what one created',
      tab({ reaches: [{ kind: 'created', edit: ['Stage'], delete: true }], create: ['Name', 'Stage'] }),
    ],
    ['[S0-62] with copying', tab({ reaches: [{ kind: 'all', copy: true }] })],
    ['[S0-56] with criteria on a hidden field', tab({ criteria: { field: 'Amount', is: 'at-least', value: 5 } })],
  ];
  test.each(taken)('[S1-11] [DM134] granted: records met %s', (_what, good) => {
    const { configure, lookup, run } = configuring();
    lookup('Deals', 'Second', 'Contacts');
    run('define-path', { module: 'Deals', steps: ['Account', 'Contact'] });
    expect(configure({ Deals: good })).toMatchObject({ code: 'applied', paths: [] });
  });

  test('[S1-6] [S1-7] [DM135] a custom module is shared once it has a lookup to the base', () => {
    const { run, lookup, configure } = configuring();
    run('define-module', { name: 'Agents', label: 'Agents' });
    const agents = { Agents: { layouts: { Standard: [] }, reaches: [{ kind: 'related', path: 'Manager' }] } };
    expect(configure(agents).paths).toEqual(['tabs.Agents.reaches.0']);
    lookup('Agents', 'Manager', 'Contacts');
    expect(configure(agents).code).toBe('applied');
  });

  test('[DM136] a path has four lookups, two of them on the own side, and a tab sixteen reaches', () => {
    const { run, configure } = configuring();
    const steps = ['Account', 'Parent', 'Parent', 'Contact'];
    for (const n of [3, 4]) run('define-path', { module: 'Deals', steps: [...steps.slice(0, n - 1), 'Contact'] });
    expect(configure({ Deals: related('Account.Parent.Parent.Contact') }).code).toBe('applied');
    expect(configure({ Deals: related('Account.Parent.Parent.Contact', ['ReportsTo']) }).paths).toEqual([
      'tabs.Deals.reaches.0',
    ]);
    expect(configure({ Deals: related('Contact', ['ReportsTo', 'ReportsTo']) }).code).toBe('applied');
    expect(configure({ Deals: related('Contact', ['ReportsTo', 'ReportsTo', 'ReportsTo']) }).code).toBe('invalid');
    expect(configure({ Deals: tab({ reaches: Array(16).fill({ kind: 'all' }) }) }).code).toBe('applied');
    expect(configure({ Deals: tab({ reaches: Array(17).fill({ kind: 'all' }) }) }).code).toBe('invalid');
  });

  test('[DM137] a constant in criteria stands in the form in which values are stored', () => {
    const { configure } = configuring();
    const on = (field: string, value: Value) =>
      configure({ Deals: tab({ criteria: { field, is: 'is', value } }) }).code;
    expect([on('CloseDate', '2030-01-31'), on('CloseDate', '31.1.2030'), on('Amount', null)]).toEqual([
      'applied',
      'invalid',
      'applied',
    ]);
  });
});
