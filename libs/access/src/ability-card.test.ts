import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Block } from '@genkan/domain/canvas';
import type { Layout } from '@genkan/domain/modules';
import type { Portal } from '@genkan/domain/portal';
import type { Tab } from '@genkan/domain/user-types';
import { abilityCard } from './ability-card.ts';
import { abilityOf, compileRoles, compileUserType } from './compile.ts';
import { anyPortal } from './test/arbitraries.ts';
import { house, id, kim, kimIn, managed, tab } from './test/house.ts';
import { reversedKeys } from './test/reversed-keys.ts';

const cardOf = (tabs: Record<string, Tab>) => {
  const { portal, ability } = kimIn({ tabs });
  return abilityCard(portal, ability);
};

const mapped = <T>(rows: Readonly<Record<string, T>>, to: (row: T) => T) =>
  Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, to(row)]));

/** The canvas with the hidden field in every block of fields, and blocks that nobody outside is shown. */
function withSecretBlocks(layout: Layout): Layout {
  if (!layout.canvas) return layout;
  const width = 'full' as const;
  const blocks = layout.canvas.blocks.map((one) =>
    one.kind === 'fields' ? { ...one, fields: ['Secret', ...one.fields] } : one,
  );
  const secret: Block[] = [
    { kind: 'fields', width, title: 'Secret', columns: 1, fields: ['Secret'] },
    { kind: 'related', width, module: 'Hidden', lookup: 'Up' },
    { kind: 'link', width, label: 'Secret', url: 'https://example.com' },
    { kind: 'button', width, label: 'Secret', command: 'delete-record' },
  ];
  return { ...layout, canvas: { blocks: [...secret, ...blocks, ...secret] } };
}

/** The portal with more that nobody was granted: a module, a field of each, a layout, a path, a user type, a suspension. */
function withMoreHidden(portal: Portal): Portal {
  const secret = {
    name: 'Secret',
    label: 'Secret',
    type: 'lookup',
    required: true,
    unique: false,
    module: 'Hidden',
  } as const;
  const modules = Object.values(portal.modules).map((one) => ({
    ...one,
    fields: { Secret: secret, ...one.fields },
    layouts: { ...mapped(one.layouts, withSecretBlocks), Board: { name: 'Board', label: 'Board', fields: ['Secret'] } },
    paths: { ...one.paths, 'Secret.Up': { steps: ['Secret', 'Up'], state: 'complete' as const } },
  }));
  const up = { ...secret, name: 'Up' };
  const hidden = { name: 'Hidden', label: 'Hidden', custom: true, fields: { Up: up }, layouts: {}, paths: {} };
  const other = { id: id.staff, name: 'Others', base: 'Hidden', isDefault: false, tabs: {} };
  return {
    ...portal,
    modules: Object.fromEntries([hidden, ...modules].map((one) => [one.name, one])),
    userTypes: { [other.id]: other, ...portal.userTypes },
    suspensions: { s: { module: 'Hidden', key: 'Up:x' } },
  };
}

describe('an ability card', () => {
  test('[AU24] tells tabs, layouts, visible fields and the rights a code stands for, and never why', () => {
    const card = cardOf({
      Deals: tab({ reaches: [{ ...managed, edit: ['Stage'], delete: true }], create: ['Amount'] }),
    });
    expect(card.tabs).toEqual({
      Deals: {
        label: 'Deals label',
        view: 'list',
        layouts: { Standard: ['Stage', 'Amount'] },
        fields: {
          Amount: { label: 'Amount label', type: 'decimal', required: false },
          Stage: { label: 'Stage label', type: 'text', required: false },
        },
        create: ['Amount'],
        rights: [{ edit: ['Stage'], delete: true, copy: false, restore: false }],
      },
    });
    expect(card.userType).toEqual({ id: id.userType, name: 'Partners' });
    expect(JSON.stringify(card)).not.toContain('Manager');
  });

  test('[AU33] tells the portal’s name and how it writes money, language and time', () => {
    const { name, currency, locale, zone } = house().portal.profile;
    expect(cardOf({}).portal).toEqual({ name, currency, locale, zone });
  });

  test('[AU25] the target of a lookup is named only to who reaches that module', () => {
    const deals = tab({ layouts: { Standard: ['Owner', 'Agent'] } });
    const contacts = tab({ layouts: { Standard: ['Name'] }, reaches: [] });
    expect(cardOf({ Deals: deals }).tabs['Deals']!.fields['Owner']).not.toHaveProperty('module');
    const both = cardOf({ Deals: deals, Contacts: contacts }).tabs['Deals']!.fields;
    expect([both['Owner']!.module, both['Agent']!.module]).toEqual(['Contacts', undefined]);
  });

  test('[AU26] the commands are those that could be run on something', () => {
    const seenOnly = cardOf({ Deals: tab() }).commands;
    expect(seenOnly).not.toContain('update-record');
    expect(seenOnly).not.toContain('configure-user-type');
    const editing = cardOf({ Deals: tab({ reaches: [{ ...managed, edit: ['Stage'] }], create: ['Stage'] }) }).commands;
    expect(editing).toEqual(expect.arrayContaining(['create-record', 'update-record']));
    expect(editing).not.toContain('delete-record');
    const { portal } = house();
    const manager = abilityCard(portal, compileRoles(portal, ['portal-manager'])).commands;
    expect(manager).toEqual(expect.arrayContaining(['configure-user-type', 'restore-record']));
    expect(manager).not.toContain('delete-record');
    expect(manager).not.toContain('add-staff');
  });

  test('[AU27] staff are told every module, and no user type', () => {
    const { portal } = house();
    const card = abilityCard(portal, compileRoles(portal, ['sales']));
    expect(Object.keys(card.tabs).sort()).toEqual(Object.keys(portal.modules).sort());
    expect([card.kind, card.userType, card.staffRights]).toEqual(['staff', null, ['convert-leads', 'import']]);
  });

  test('[S0-53] [AU34] a canvas is told where it is the view, without what is not seen; staff are told it whole', () => {
    const width = 'full' as const;
    const blocks: Block[] = [
      { kind: 'fields', width, title: 'Deal', columns: 2, fields: ['Agent', 'Stage'] },
      { kind: 'fields', width, title: null, columns: 1, fields: ['Owner'] },
      { kind: 'button', width, label: 'Close', command: 'update-record' },
    ];
    const { portal } = house({ tabs: { Deals: tab({ view: 'canvas' }) } });
    const { Deals } = portal.modules;
    const Standard = { ...Deals!.layouts['Standard']!, canvas: { blocks } };
    const drawn = { ...portal, modules: { ...portal.modules, Deals: { ...Deals!, layouts: { Standard } } } };
    const kims = (of: Portal) => abilityCard(of, abilityOf(of, kim)).tabs['Deals']!;
    expect([kims(portal).view, kims(portal).canvas]).toEqual(['list', undefined]);
    expect(kims(drawn)).toMatchObject({ view: 'canvas', canvas: { Standard: [{ ...blocks[0], fields: ['Stage'] }] } });
    expect(kims(drawn).canvas!['Standard']).toHaveLength(1);
    expect(abilityCard(drawn, compileRoles(drawn, ['sales'])).tabs['Deals']!.canvas).toEqual({ Standard: blocks });
  });

  test('[law 7] portals that differ only in what is hidden give the same bytes', () => {
    fc.assert(
      fc.property(anyPortal, fc.boolean(), (portal, reversed) => {
        const more = withMoreHidden(portal);
        const other = reversed ? reversedKeys(more) : more;
        for (const one of Object.values(portal.userTypes)) {
          const card = abilityCard(portal, compileUserType(portal, one));
          const again = abilityCard(other, compileUserType(other, other.userTypes[one.id]!));
          expect(JSON.stringify(again)).toBe(JSON.stringify(card));
        }
      }),
    );
  });

  test('[law 7] by which hidden path a record is met leaves no trace in the card', () => {
    const byManager = tab({ reaches: [{ ...managed, edit: ['Stage'] }, managed] });
    const byOwner = tab({
      reaches: [
        { ...managed, kind: 'related', path: 'Owner', own: [] },
        { ...managed, edit: ['Stage'] },
      ],
    });
    expect(JSON.stringify(cardOf({ Deals: byOwner }))).toBe(JSON.stringify(cardOf({ Deals: byManager })));
  });

  test('[AU11] a member without a user type is told of nothing', () => {
    const { portal } = house();
    const closed = { ...portal, userTypes: {} };
    const card = abilityCard(closed, abilityOf(closed, kim));
    expect([card.userType, card.tabs]).toEqual([null, {}]);
  });
});
