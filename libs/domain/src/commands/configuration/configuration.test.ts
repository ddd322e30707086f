import { describe, expect, test } from '@jest/globals';
import type { Value } from '../../fields.ts';
import { World, id } from '../../test/world.ts';

const none = { edit: [], delete: false, copy: false };
const tab = (more: object = {}) => ({ layouts: { Standard: ['Name', 'Stage'] }, reaches: [{ kind: 'all' }], ...more });

function given() {
  const world = new World();
  const staff = world.staff('portal-manager');
  const run = (name: string, input: object) => world.run(staff, name, input);
  const create = (name: string, base = 'Contacts') => run('create-user-type', { name, base });
  const partner = String(create('Partner').result['userType']);
  const configure = (tabs: object, more: object = {}) =>
    run('configure-user-type', { userType: partner, tabs, ...more });
  const text = (name: string, more: object = {}) => ({ name, label: name, type: 'text', ...more });
  const define = (field: object, module = 'Deals', more: object = {}) =>
    run('define-field', { module, field, ...more });
  const lookup = (module: string, name: string, to: string) =>
    run('define-field', { module, field: { name, label: name, type: 'lookup', module: to } });
  return { world, run, create, partner, configure, text, define, lookup };
}

describe('modules', () => {
  test('[law 6] [DM110] a new one has a layout without fields, and no user type sees it', () => {
    const { world, run } = given();
    const before = world.portal.userTypes;
    expect(run('define-module', { name: 'Agents', label: 'Agents' }).code).toBe('applied');
    expect(world.portal.modules['Agents']).toEqual({
      name: 'Agents',
      label: 'Agents',
      custom: true,
      fields: {},
      layouts: { Standard: { name: 'Standard', label: 'Standard', fields: [] } },
      paths: {},
    });
    expect(world.portal.userTypes).toBe(before);
  });

  test('[DM111] a name is used once, in any case; there are at most 200', () => {
    const { world, run } = given();
    expect(run('define-module', { name: 'DEALS', label: 'D' }).code).toBe('name-taken');
    const there = Object.keys(world.portal.modules).length;
    const codes = Array.from(
      { length: 201 - there },
      (_, n) => run('define-module', { name: `M${n}`, label: 'M' }).code,
    );
    expect([codes.at(-2), codes.at(-1)]).toEqual(['applied', 'limit-reached']);
  });

  test('[S1-4] [S1-5] [DM112] the predefined ones each hold their fields on the layout Standard, and lead to Contacts', () => {
    const { modules } = new World().portal;
    const shared = ['Deals', 'Products', 'Quotes', 'SalesOrders', 'PurchaseOrders', 'Invoices', 'Cases'];
    expect(Object.keys(modules).sort()).toEqual(['Accounts', 'Contacts', 'Leads', 'Vendors', ...shared].sort());
    for (const name of shared) {
      expect(
        Object.values(modules[name]!.fields).some((one) => one.type === 'lookup' && one.module === 'Contacts'),
      ).toBe(true);
    }
    for (const one of Object.values(modules)) expect(one.layouts['Standard']!.fields).toEqual(Object.keys(one.fields));
  });
});

describe('fields', () => {
  test('[law 6] [DM113] a new one stands on every layout, and every user type is as it was', () => {
    const { world, configure, define, text } = given();
    configure({ Deals: tab() });
    const before = world.portal.userTypes;
    expect(define(text('Colour')).code).toBe('applied');
    expect(world.portal.modules['Deals']!.layouts['Standard']!.fields.at(-1)).toBe('Colour');
    expect(world.portal.modules['Deals']!.fields['Colour']).toMatchObject({ required: false, unique: false });
    expect(world.portal.userTypes).toBe(before);
  });

  test('[DM114] only on the layouts named, if they are there', () => {
    const { world, run, define, text } = given();
    run('define-layout', { module: 'Deals', layout: { name: 'Brief', label: 'Brief', fields: ['Name'] } });
    expect(define(text('A'), 'Deals', { layouts: ['Brief'] }).code).toBe('applied');
    expect(world.portal.modules['Deals']!.layouts['Brief']!.fields).toEqual(['Name', 'A']);
    expect(world.portal.modules['Deals']!.layouts['Standard']!.fields).not.toContain('A');
    expect(define(text('B'), 'Deals', { layouts: ['Nowhere'] }).paths).toEqual(['layouts.Nowhere']);
  });

  const wrong: [string, object, string][] = [
    ['a choice without choices', { type: 'choice' }, 'field.choices'],
    ['a choice named twice', { type: 'choice', choices: ['A', 'A'] }, 'field.choices'],
    ['choices of a text', { type: 'text', choices: ['A'] }, 'field.choices'],
    ['a lookup to nowhere', { type: 'lookup', module: 'Nowhere' }, 'field.module'],
    ['a lookup without a module', { type: 'lookup' }, 'field.module'],
    ['a module of a text', { type: 'text', module: 'Deals' }, 'field.module'],
    ['a length of a number', { type: 'integer', maxLength: 3 }, 'field.maxLength'],
    ['a text too long', { type: 'text', maxLength: 256 }, 'field.maxLength'],
    ['a unique flag', { type: 'boolean', unique: true }, 'field.unique'],
    ['a default it cannot hold', { type: 'date', default: '2030-02-30' }, 'field.default'],
    ['a default in another form', { type: 'datetime', default: '2030-01-01T00:00Z' }, 'field.default'],
    ['a default of a lookup', { type: 'lookup', module: 'Deals', default: id(9) }, 'field.default'],
    ['a default of a unique field', { type: 'text', unique: true, default: 'x' }, 'field.default'],
  ];
  test.each(wrong)('[DM115] refused: %s', (_what, more, path) => {
    const { define, text } = given();
    expect(define(text('F', more))).toMatchObject({ code: 'invalid', paths: [path] });
  });

  test('[DM116] label, choices, default, length and whether it is mandatory can change, nothing else', () => {
    const { world, define, text } = given();
    const choice = (more: object) => text('Size', { type: 'multi-choice', choices: ['S', 'M', 'L'], ...more });
    define(choice({}));
    expect(define(choice({ label: 'Sizes', required: true, choices: ['XS', 'S', 'L'] })).code).toBe('applied');
    expect(world.portal.modules['Deals']!.fields['Size']).toMatchObject({ label: 'Sizes', choices: ['XS', 'S', 'L'] });
    expect(define(choice({ choices: ['L', 'S'] })).paths).toEqual(['field.choices']);
    expect(define(choice({ type: 'choice' })).paths).toEqual(['field.type']);
    define(text('Code', { unique: true }));
    expect(define(text('Code')).paths).toEqual(['field.unique']);
    expect(define({ ...text('Account'), type: 'lookup', module: 'Contacts' }).paths).toEqual(['field.module']);
  });

  test('[S0-68] [DM117] a field is not made mandatory where a user type could then no longer create', () => {
    const { partner, configure, define, text } = given();
    define(text('Colour'));
    configure({ Deals: tab({ create: ['Name'] }) });
    const mandatory = text('Colour', { required: true });
    expect(define(mandatory).paths).toEqual([`userTypes.${partner}.tabs.Deals.create.Standard.Colour`]);
    expect(define({ ...mandatory, default: 'none' }).code).toBe('applied');
  });

  test('[DM118] at most 300, and only of a module that is there', () => {
    const { world, run, define, text } = given();
    run('define-module', { name: 'Wide', label: 'Wide' });
    const codes = Array.from({ length: 301 }, (_, n) => define(text(`F${n}`), 'Wide').code);
    expect([codes[299], codes[300]]).toEqual(['applied', 'limit-reached']);
    expect(define(text('F0', { label: 'Other' }), 'Wide').code).toBe('applied');
    expect(world.portal.modules['Wide']!.fields['F0']!.label).toBe('Other');
    expect(define(text('F'), 'Nowhere').code).toBe('not-found');
  });
});

describe('layouts', () => {
  const layout = (name: string, ...fields: string[]) => ({ module: 'Deals', layout: { name, label: name, fields } });

  test('[DM119] hold fields of the module, each once', () => {
    const { world, run } = given();
    expect(run('define-layout', layout('Brief', 'Name', 'Stage')).code).toBe('applied');
    expect(world.portal.modules['Deals']!.layouts['Brief']!.fields).toEqual(['Name', 'Stage']);
    expect(run('define-layout', layout('Brief', 'Name', 'Nothing', 'Name')).paths).toEqual([
      'layout.fields.Nothing',
      'layout.fields.Name',
    ]);
    expect(run('define-layout', { ...layout('Brief'), module: 'Nowhere' }).code).toBe('not-found');
  });

  test('[DM120] a field that a user type sees on a layout is not taken from it', () => {
    const { partner, run, configure } = given();
    configure({ Deals: tab() });
    const path = `userTypes.${partner}.tabs.Deals.layouts.Standard.Stage`;
    expect(run('define-layout', layout('Standard', 'Name')).paths).toEqual([path]);
    expect(run('define-layout', layout('Standard', 'Stage', 'Name')).code).toBe('applied');
  });

  test('[DM121] at most 50 a module', () => {
    const { run } = given();
    const codes = Array.from({ length: 50 }, (_, n) => run('define-layout', layout(`L${n}`, 'Name')).code);
    expect([codes[48], codes[49]]).toEqual(['applied', 'limit-reached']);
  });
});

describe('paths', () => {
  test('[DM122] are chains of lookups, absent until the old records have their keys', () => {
    const { world, run } = given();
    const define = (...steps: string[]) => run('define-path', { module: 'Deals', steps });
    expect(define('Account', 'Contact').code).toBe('applied');
    expect(world.portal.modules['Deals']!.paths).toEqual({
      'Account.Contact': { steps: ['Account', 'Contact'], state: 'building' },
    });
    expect(define('Account', 'Contact').events).toEqual([]);
    expect([define('Account', 'Name'), define('Account', 'Nothing')].map(({ code, paths }) => [code, paths])).toEqual([
      ['invalid', ['steps']],
      ['invalid', ['steps']],
    ]);
    expect([define('Account').code, define(...Array(5).fill('Account')).code]).toEqual(['invalid', 'invalid']);
    expect(run('define-path', { module: 'Nowhere', steps: ['A', 'B'] }).code).toBe('not-found');
  });

  test('[DM123] are put to use once by the job that filled them', () => {
    const { world, run } = given();
    const job = world.staff();
    const complete = (path: string) => world.run(job, 'complete-path', { module: 'Deals', path });
    run('define-path', { module: 'Deals', steps: ['Account', 'Contact'] });
    expect(complete('Account.Contact').code).toBe('applied');
    expect(world.portal.modules['Deals']!.paths['Account.Contact']!.state).toBe('complete');
    expect(complete('Account.Contact').events).toEqual([]);
    expect(complete('Account.Parent').code).toBe('not-found');
  });

  test('[DM124] a suspension is lifted once', () => {
    const { world } = given();
    const after = { module: 'Deals', key: 'Account.Contact:x' };
    world.apply({ kind: 'setting', part: 'suspension', id: 's', before: null, after });
    const lift = () => world.run(world.staff(), 'lift-suspension', { suspension: 's' });
    expect([lift().code, lift().code]).toEqual(['applied', 'not-found']);
    expect(world.portal.suspensions).toEqual({});
  });
});

describe('user types', () => {
  test('[law 6] [S0-40] [DM125] a new one sees nothing', () => {
    const { world, partner } = given();
    expect(world.portal.userTypes[partner]).toEqual({
      id: partner,
      name: 'Partner',
      base: 'Contacts',
      isDefault: false,
      tabs: {},
    });
  });

  test('[S0-14] [S0-47] [DM126] the base is Leads, Contacts or a custom module', () => {
    const { run, create } = given();
    run('define-module', { name: 'Agents', label: 'Agents' });
    expect(['Leads', 'Contacts', 'Agents'].map((base, n) => create(`T${n}`, base).code)).toEqual(
      Array(3).fill('applied'),
    );
    const refused = ['Accounts', 'Deals', 'Nowhere'].map((base) => create('T', base));
    expect(refused.map(({ code, paths }) => [code, ...paths])).toEqual(Array(3).fill(['invalid', 'base']));
  });

  test('[S0-43] [DM127] a name is used once; a renamed type keeps its setup', () => {
    const { world, run, create, partner, configure } = given();
    configure({ Deals: tab() });
    const { tabs } = world.portal.userTypes[partner]!;
    expect(create('ＰＡＲＴＮＥＲ').code).toBe('name-taken');
    create('Vendor');
    expect(run('configure-user-type', { userType: partner, name: 'vendor' }).code).toBe('name-taken');
    expect(run('configure-user-type', { userType: partner, name: 'partner' }).code).toBe('applied');
    expect(world.portal.userTypes[partner]).toMatchObject({ name: 'partner', tabs });
  });

  test('[S0-28] [S0-89] [DM128] one without users is deleted, the default one never', () => {
    const { world, run, partner } = given();
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
    const { world, partner, configure } = given();
    expect(configure({ Deals: tab(), Contacts: { layouts: {}, reaches: [] } }).code).toBe('applied');
    expect(world.portal.userTypes[partner]!.tabs['Deals']).toEqual({
      layouts: { Standard: ['Name', 'Stage'] },
      view: 'list',
      criteria: null,
      reaches: [{ kind: 'all', ...none }],
      create: null,
    });
    expect(configure({ Deals: tab(), Contacts: { layouts: {}, reaches: [] } }).events).toEqual([]);
    configure({});
    expect(world.portal.userTypes[partner]!.tabs).toEqual({});
    expect(given().run('configure-user-type', { userType: id(99), tabs: {} }).code).toBe('not-found');
  });

  test('[DM131] one bad tab refuses everything, and all that is wrong is said', () => {
    const { world, partner, configure } = given();
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
    expect(given().configure({ Deals: bad })).toMatchObject({ code: 'invalid', paths: [`tabs.Deals.${path}`] });
  });

  test('[SEC-30] [DM133] a unique field is set by staff only', () => {
    const { configure, define, text } = given();
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
    const { configure, lookup, run } = given();
    lookup('Deals', 'Second', 'Contacts');
    run('define-path', { module: 'Deals', steps: ['Account', 'Contact'] });
    expect(configure({ Deals: good })).toMatchObject({ code: 'applied', paths: [] });
  });

  test('[S1-6] [S1-7] [DM135] a custom module is shared once it has a lookup to the base', () => {
    const { run, lookup, configure } = given();
    run('define-module', { name: 'Agents', label: 'Agents' });
    const agents = { Agents: { layouts: { Standard: [] }, reaches: [{ kind: 'related', path: 'Manager' }] } };
    expect(configure(agents).paths).toEqual(['tabs.Agents.reaches.0']);
    lookup('Agents', 'Manager', 'Contacts');
    expect(configure(agents).code).toBe('applied');
  });

  test('[DM136] a path has four lookups, two of them on the own side, and a tab sixteen reaches', () => {
    const { run, configure } = given();
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
    const { configure } = given();
    const on = (field: string, value: Value) =>
      configure({ Deals: tab({ criteria: { field, is: 'is', value } }) }).code;
    expect([on('CloseDate', '2030-01-31'), on('CloseDate', '31.1.2030'), on('Amount', null)]).toEqual([
      'applied',
      'invalid',
      'applied',
    ]);
  });
});
