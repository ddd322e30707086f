import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compileRoles, compileUserType } from '@genkan/access/compile';
import { commands } from '@genkan/domain/commands';
import { schemaOf, type ToldSchema as Known } from '@genkan/server/reads/schema';
import { differing, namesOf } from '@genkan/server/reads/schema-names';
import { differences } from '../../sdk/src/cli/differences.ts';
import { printTypes, typeName } from '../../sdk/src/cli/print-types.ts';
import { readPrinted } from '../../sdk/src/cli/printed-file.ts';
import type { ToldSchema } from '../../sdk/src/cli/printed-schema.ts';
import { anySetup, type Setup } from './any-setup.ts';
import { shapeOf } from '../../sdk/src/schema-shape.ts';
import type { TabCard } from '../../sdk/src/wire.ts';
import { complaints } from './compiled.ts';
import { usesOf } from './uses.ts';

const names = commands.map(({ name }) => name);
const setups = fc.sample(anySetup, { numRuns: 50, seed: 48 });
const toldOf = ({ portal, userType }: Setup): ToldSchema =>
  schemaOf(portal, compileUserType(portal, userType)) as ToldSchema;

/** Printed types and the program over them, for each setup; `told` may be bent on the way. */
function programs(given: readonly Setup[], bend: (told: ToldSchema, setup: Setup) => ToldSchema = (told) => told) {
  const files = new Map<string, string>();
  let [allowed, refused] = [0, 0];
  given.forEach((setup, n) => {
    files.set(`type-${n}.gen.ts`, printTypes(bend(toldOf(setup), setup)).text);
    const uses = usesOf(setup, typeName(setup.userType.name), `type-${n}.gen.ts`, names);
    files.set(`uses-${n}.ts`, uses.text);
    allowed += uses.allowed;
    refused += uses.refused;
  });
  return { files, allowed, refused };
}

const noRights = { edit: [], delete: false, copy: false, restore: false };
const mapped = <T, U>(rows: Readonly<Record<string, T>>, of: (each: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(rows).map(([name, each]) => [name, of(each)]));
/** Ways to forget what a user type may not: each gives types that take too much. */
const everything = ({ portal, userType }: Setup): Setup => ({
  portal,
  userType: {
    ...userType,
    tabs: Object.fromEntries(
      Object.entries(userType.tabs).map(([name, tab]) => {
        const layouts = Object.keys(tab.layouts).map((layout) => [layout, Object.keys(portal.modules[name]!.fields)]);
        return [name, { ...tab, layouts: Object.fromEntries(layouts) }];
      }),
    ),
  },
});
const inTabs = (told: ToldSchema, bend: (tab: TabCard) => TabCard): ToldSchema => {
  const tabs = Object.entries(told.card.tabs).map(([name, tab]) => [name, bend(tab)]);
  return { ...told, card: { ...told.card, tabs: Object.fromEntries(tabs) } };
};
const forgetful: readonly (readonly [string, (told: ToldSchema, setup: Setup) => ToldSchema])[] = [
  ['that fields are hidden', (_told, setup) => toldOf(everything(setup))],
  [
    'that fields are view-only',
    (told) =>
      inTabs(told, (tab) => ({ ...tab, rights: [{ ...noRights, edit: Object.keys(tab.fields) }, ...tab.rights] })),
  ],
  [
    'that records cannot be deleted',
    (told) => inTabs(told, (tab) => ({ ...tab, rights: [{ ...noRights, delete: true }] })),
  ],
  [
    'that fields are mandatory',
    (told) =>
      inTabs(told, (tab) => ({ ...tab, fields: mapped(tab.fields, (field) => ({ ...field, required: false })) })),
  ],
  [
    'what must be given',
    (told) => ({ ...told, mandatory: mapped(told.mandatory, (layouts) => mapped(layouts, () => [])) }),
  ],
  [
    'that commands are not granted',
    (told) => ({ ...told, commands: names.map((name) => ({ name, action: null, input: { type: 'object' } })) }),
  ],
];

describe('printed types', () => {
  test('[TG1] for 50 random user types they take what is granted, and refuse what is hidden, view-only or not permitted', () => {
    const { files, allowed, refused } = programs(setups);
    expect(complaints(files)).toEqual([]); // a marked line that compiles is a complaint too
    expect([...files.values()].join('\n').match(/@ts-expect-error/g)).toHaveLength(refused);
    expect(allowed).toBeGreaterThan(1000); // it was really tried
    expect(refused).toBeGreaterThan(4000);
  }, 60_000);

  test.each(forgetful)(
    '[TG1] the programs notice a printer that forgets %s',
    (_what, bend) => {
      const said = complaints(programs(setups.slice(0, 8), bend).files);
      expect(said.filter((each) => each.includes('TS2578')).length).toBeGreaterThan(0);
    },
    60_000,
  );

  test('[TG1] staff print types of their own rights, every input of a command among them', () => {
    const { portal } = setups[0]!;
    const told = schemaOf(portal, compileRoles(portal, ['administrator'])) as ToldSchema;
    const uses = `
      import type { Client } from 'genkan';
      import type { Staff } from './staff.gen.ts';
      export const uses = (client: Client<Staff>) => {
        client.command('create-user-type', { name: 'Reseller', base: 'Contacts' });
        // @ts-expect-error without what the command needs
        client.command('create-user-type', { name: 'Reseller' });
      };`;
    const files = [
      ['staff.gen.ts', printTypes(told).text],
      ['uses.ts', uses],
    ] as const;
    expect(complaints(new Map(files))).toEqual([]);
  }, 60_000);

  test('[TG2] equal rights print the same text, in whatever order they were told; labels are no part of it', () => {
    const reversed = (value: unknown): unknown =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(
            Object.entries(value)
              .map(([name, each]) => [name, reversed(each)])
              .reverse(),
          )
        : value;
    for (const told of setups.map(toldOf)) {
      const other = { ...(reversed(told) as ToldSchema), commands: [...told.commands].reverse() };
      const relabelled = inTabs(other, (tab) => ({
        ...tab,
        label: 'Anything',
        fields: mapped(tab.fields, (one) => ({ ...one, label: 'Any' })),
      }));
      expect(printTypes(relabelled).text).toBe(printTypes(told).text);
    }
  });

  test('[TG4] whatever `--check` names as changed, the history of the user type names too', () => {
    const said = (told: ToldSchema) => ({ shape: shapeOf(told.card), inputs: printTypes(told).inputs });
    let named = 0;
    setups.map(toldOf).forEach((before, n, all) => {
      const after = all[(n + 1) % all.length]!;
      const names = differing(namesOf(before as Known), namesOf(after as Known));
      const found = differences(said(before), said(after)).map(({ name }) => name);
      expect(found.filter((name) => !names.includes(name))).toEqual([]);
      named += found.length;
    });
    expect(named).toBeGreaterThan(500);
  });

  test('[TG4] a printed file tells what it was printed from, however its texts are written', () => {
    for (const told of setups.map(toldOf)) {
      const { text, hash, inputs } = printTypes(told);
      expect(readPrinted(text)).toEqual({ hash, inputs, shape: shapeOf(told.card) });
    }
    expect(readPrinted('export const nothing = 1;')).toBeNull();
  });
});
