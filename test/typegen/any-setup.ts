import fc from 'fast-check';
import { emptyPortal } from '@genkan/domain/changes';
import type { Field, FieldType } from '@genkan/domain/fields';
import type { Module } from '@genkan/domain/modules';
import type { Portal } from '@genkan/domain/portal';
import type { Tab, UserType } from '@genkan/domain/user-types';

/** A portal with one user type: the whole of what its types are printed from. */
export type Setup = { readonly portal: Portal; readonly userType: UserType };

const moduleNames = ['Contacts', 'Deals', 'Parts'] as const;
const fieldNames = ['Name', 'Stage', 'Amount', 'Tags', 'Day', 'Agent', 'Code', 'class', 'id'] as const;
const types: readonly FieldType[] = ['text', 'decimal', 'boolean', 'choice', 'multi-choice', 'date', 'lookup'];
/** Labels as people write them: nothing in them may end a literal. */
const choices = ['New', "Won't", 'a "b"', '\\', '*/', '`${x}`', '新'];

const anyField = (name: string): fc.Arbitrary<Field> =>
  fc
    .record({
      type: fc.constantFrom(...types),
      required: fc.boolean(),
      unique: fc.nat(5).map((n) => n === 0),
      preset: fc.nat(3).map((n) => n === 0),
      module: fc.constantFrom(...moduleNames),
      choices: fc.subarray(choices, { minLength: 1 }),
    })
    .map(({ type, required, unique, preset, module, choices: some }): Field => {
      const chosen = type === 'choice' || type === 'multi-choice';
      return {
        ...{ name, label: name, type, required, unique },
        ...(type === 'text' && preset ? { default: 'x' } : {}),
        ...(chosen ? { choices: some } : {}),
        ...(type === 'lookup' ? { module } : {}),
      };
    });

const anyModule = (name: string): fc.Arbitrary<Module> =>
  fc.subarray([...fieldNames], { minLength: 2 }).chain((names) =>
    fc.record({ fields: fc.tuple(...names.map(anyField)), short: fc.subarray(names) }).map(({ fields, short }) => ({
      name,
      label: name,
      custom: true,
      fields: Object.fromEntries(fields.map((field) => [field.name, field])),
      layouts: {
        Standard: { name: 'Standard', label: 'Standard', fields: names },
        Short: { name: 'Short', label: 'Short', fields: short },
      },
      paths: {},
    })),
  );

/** As the commands take it: visible fields are the layout's, what may be written is visible. */
const anyTab = ({ fields, layouts }: Module): fc.Arbitrary<Tab> => {
  const shown = (name: string) => fc.subarray([...(layouts[name]?.fields ?? [])]);
  return fc.record({ Standard: shown('Standard'), Short: shown('Short') }, { requiredKeys: [] }).chain((granted) => {
    const visible = [...new Set(Object.values(granted).flat())];
    const must = visible.filter((name) => fields[name]?.required);
    const edit = fc.subarray(visible);
    const reach = fc.record({
      kind: fc.constantFrom('self' as const, 'created' as const, 'all' as const),
      edit,
      delete: fc.boolean(),
      copy: fc.boolean(),
    });
    return fc.record({
      layouts: fc.constant(granted),
      view: fc.constant('list' as const),
      criteria: fc.constant(null),
      reaches: fc.array(reach, { maxLength: 3 }),
      create: fc.option(fc.oneof(edit, fc.constant(visible), fc.constant(must)), { freq: 3 }),
    });
  });
};

/** A portal of three modules with all kinds of fields, two layouts each, and one user type over them. */
export const anySetup: fc.Arbitrary<Setup> = fc.tuple(...moduleNames.map(anyModule)).chain((modules) =>
  fc
    .record({
      tabs: fc.record(Object.fromEntries(modules.map((one) => [one.name, anyTab(one)])), { requiredKeys: [] }),
      name: fc.constantFrom('Reseller', 'key account', '販売店', "O'Hara & co", '2nd line'),
    })
    .map(({ tabs, name }) => {
      const id = '00000008-0000-4000-8000-000000000001';
      const userType = { id, name, base: 'Contacts', isDefault: false, tabs: tabs as Record<string, Tab> };
      const portal = {
        ...emptyPortal('p1'),
        modules: Object.fromEntries(modules.map((one) => [one.name, one])),
        userTypes: { [id]: userType },
      };
      return { portal, userType };
    }),
);
