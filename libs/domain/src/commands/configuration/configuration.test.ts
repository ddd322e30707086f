import { describe, expect, test } from '@jest/globals';
import { configuring, tab } from '../../test/configuring.ts';
import { World, id } from '../../test/world.ts';

describe('modules', () => {
  test('[law 6] [DM110] a new one has a layout without fields, and no user type sees it', () => {
    const { world, run } = configuring();
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
    const { world, run } = configuring();
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
    const { world, configure, define, text } = configuring();
    configure({ Deals: tab() });
    const before = world.portal.userTypes;
    expect(define(text('Colour')).code).toBe('applied');
    expect(world.portal.modules['Deals']!.layouts['Standard']!.fields.at(-1)).toBe('Colour');
    expect(world.portal.modules['Deals']!.fields['Colour']).toMatchObject({ required: false, unique: false });
    expect(world.portal.userTypes).toBe(before);
  });

  test('[DM114] only on the layouts named, if they are there', () => {
    const { world, run, define, text } = configuring();
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
    const { define, text } = configuring();
    expect(define(text('F', more))).toMatchObject({ code: 'invalid', paths: [path] });
  });

  test('[DM116] label, choices, default, length and whether it is mandatory can change, nothing else', () => {
    const { world, define, text } = configuring();
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
    const { partner, configure, define, text } = configuring();
    define(text('Colour'));
    configure({ Deals: tab({ create: ['Name'] }) });
    const mandatory = text('Colour', { required: true });
    expect(define(mandatory).paths).toEqual([`userTypes.${partner}.tabs.Deals.create.Standard.Colour`]);
    expect(define({ ...mandatory, default: 'none' }).code).toBe('applied');
  });

  test('[DM118] at most 300, and only of a module that is there', () => {
    const { world, run, define, text } = configuring();
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
    const { world, run } = configuring();
    expect(run('define-layout', layout('Brief', 'Name', 'Stage')).code).toBe('applied');
    expect(world.portal.modules['Deals']!.layouts['Brief']!.fields).toEqual(['Name', 'Stage']);
    expect(run('define-layout', layout('Brief', 'Name', 'Nothing', 'Name')).paths).toEqual([
      'layout.fields.Nothing',
      'layout.fields.Name',
    ]);
    expect(run('define-layout', { ...layout('Brief'), module: 'Nowhere' }).code).toBe('not-found');
  });

  test('[DM120] a field that a user type sees on a layout is not taken from it', () => {
    const { partner, run, configure } = configuring();
    configure({ Deals: tab() });
    const path = `userTypes.${partner}.tabs.Deals.layouts.Standard.Stage`;
    expect(run('define-layout', layout('Standard', 'Name')).paths).toEqual([path]);
    expect(run('define-layout', layout('Standard', 'Stage', 'Name')).code).toBe('applied');
  });

  test('[DM121] at most 50 a module', () => {
    const { run } = configuring();
    const codes = Array.from({ length: 50 }, (_, n) => run('define-layout', layout(`L${n}`, 'Name')).code);
    expect([codes[48], codes[49]]).toEqual(['applied', 'limit-reached']);
  });
});

describe('paths', () => {
  test('[DM122] are chains of lookups, absent until the old records have their keys', () => {
    const { world, run } = configuring();
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
    const { world, run } = configuring();
    const job = world.staff();
    const complete = (path: string) => world.run(job, 'complete-path', { module: 'Deals', path });
    run('define-path', { module: 'Deals', steps: ['Account', 'Contact'] });
    expect(complete('Account.Contact').code).toBe('applied');
    expect(world.portal.modules['Deals']!.paths['Account.Contact']!.state).toBe('complete');
    expect(complete('Account.Contact').events).toEqual([]);
    expect(complete('Account.Parent').code).toBe('not-found');
  });

  test('[DM124] a suspension is lifted once', () => {
    const { world } = configuring();
    const after = { module: 'Deals', key: 'Account.Contact:x' };
    world.apply({ kind: 'setting', part: 'suspension', id: 's', before: null, after });
    const lift = () => world.run(world.staff(), 'lift-suspension', { suspension: 's' });
    expect([lift().code, lift().code]).toEqual(['applied', 'not-found']);
    expect(world.portal.suspensions).toEqual({});
  });
});
