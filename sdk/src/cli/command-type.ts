import type { TabCard } from '../wire.ts';
import { jsonType, propertyName, quoted, union, type JsonSchema } from './json-type.ts';
import { byName, editable, type ToldCommand, type ToldSchema } from './printed-schema.ts';
import { valueType } from './row-type.ts';

type Parts = Readonly<Record<string, string>>;

/** An object type of an input's properties in their own order; `parts` says some of them more closely. */
function inputType({ properties = {}, required = [] }: JsonSchema, parts: Parts): string {
  const lines = Object.entries(properties).map(([name, schema]) => {
    const optional = required.includes(name) ? '' : '?';
    return `readonly ${propertyName(name)}${optional}: ${parts[name] ?? jsonType(schema)}`;
  });
  return `{ ${lines.join('; ')} }`;
}

/** Values by field name: those that must be given, and those that may be. */
function valuesType({ fields }: TabCard, names: readonly string[], must: readonly string[] = []): string {
  const lines = names.flatMap((name) => {
    const field = fields[name];
    return field ? [`readonly ${propertyName(name)}${must.includes(name) ? '' : '?'}: ${valueType(field)}`] : [];
  });
  return lines.length === 0 ? 'Readonly<Record<string, never>>' : `{ ${lines.join('; ')} }`;
}

/** One form for each layout on which something can be made; where there is one only, it need not be named. */
function createInputs(input: JsonSchema, { card, mandatory }: ToldSchema): string[] {
  return byName(mandatory).flatMap(([module, layouts]) => {
    const tab = card.tabs[module];
    if (!tab) return [];
    const open = byName(layouts);
    return open.map(([layout, must]) => {
      const names = (tab.create ?? []).filter((name) => tab.layouts[layout]?.includes(name));
      const required = open.length > 1 ? [...(input.required ?? []), 'layout'] : (input.required ?? []);
      const parts = { module: quoted(module), layout: quoted(layout), fields: valuesType(tab, names, must) };
      return inputType({ ...input, required }, parts);
    });
  });
}

const editInputs = (input: JsonSchema, { card }: ToldSchema): string[] =>
  byName(card.tabs).flatMap(([module, tab]) => {
    const [set, base] = [editable(tab), Object.keys(tab.fields).sort()].map((names) => valuesType(tab, names));
    return editable(tab).length === 0 || set === undefined || base === undefined
      ? []
      : [inputType(input, { module: quoted(module), set, base })];
  });

/** The same for every module in which it may be done to some record. */
function otherInputs(input: JsonSchema, action: 'delete' | 'copy' | 'restore', { card }: ToldSchema): string[] {
  const modules = byName(card.tabs).filter(([, tab]) => tab.rights.some((right) => right[action]));
  return modules.length === 0 ? [] : [inputType(input, { module: union(modules.map(([name]) => quoted(name))) })];
}

function inputsOf({ action, input }: ToldCommand, told: ToldSchema): string[] {
  switch (action) {
    case null:
      return [jsonType(input)];
    case 'create':
      return createInputs(input, told);
    case 'edit':
      return editInputs(input, told);
    case 'delete':
    case 'copy':
    case 'restore':
      return otherInputs(input, action, told);
    default:
      return action satisfies never;
  }
}

const resultOf = ({ action }: ToldCommand): string =>
  action === 'create' || action === 'copy' // without `id` for a maker who cannot see what he made
    ? '{ readonly id?: string; readonly module: string }'
    : 'Readonly<Record<string, unknown>>';

/** A command with the input this user type may give it; null where there is none. */
export function commandType(command: ToldCommand, told: ToldSchema): string | null {
  const inputs = inputsOf(command, told);
  if (inputs.length === 0) return null;
  const input = inputs.length === 1 ? inputs[0] : inputs.map((one) => `\n        | ${one}`).join('');
  return `{\n      input: ${input};\n      result: ${resultOf(command)};\n      rejection: RejectionCode;\n    }`;
}
