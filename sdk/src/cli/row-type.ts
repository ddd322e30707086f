import type { FieldCard, TabCard } from '../wire.ts';
import { propertyName, quoted, union } from './json-type.ts';
import { byName, editable } from './printed-schema.ts';

/** What a field holds when it is not empty. */
function heldType({ type, choices = [] }: FieldCard): string {
  switch (type) {
    case 'integer':
    case 'decimal':
    case 'money':
    case 'percent':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'choice':
      return union(choices.map(quoted));
    case 'multi-choice':
      return `readonly (${union(choices.map(quoted))})[]`;
    default:
      return 'string'; // texts, dates, addresses, and the id a lookup holds
  }
}

/** What a field may hold: a mandatory one is never emptied. */
export const valueType = (field: FieldCard): string => `${heldType(field)}${field.required ? '' : ' | null'}`;

/** A field that only some layouts show may be missing from a row. */
function rowType({ fields, layouts }: TabCard): string {
  const shown = Object.values(layouts);
  const lines = byName(fields)
    .filter(([name]) => name !== 'id') // the record's own id stands in its place
    .map(([name, field]) => {
      const always = shown.every((names) => names.includes(name));
      return `readonly ${propertyName(name)}${always ? '' : '?'}: ${valueType(field)};`;
    });
  return `{\n        readonly id: string;\n${lines.map((line) => `        ${line}\n`).join('')}      }`;
}

const lookupsType = ({ fields }: TabCard, reached: ReadonlySet<string>): string => {
  const lines = byName(fields).flatMap(([name, { type, module }]) =>
    type === 'lookup' && module !== undefined && reached.has(module)
      ? [`${propertyName(name)}: ${quoted(module)}`]
      : [],
  );
  return lines.length === 0 ? '{}' : `{ ${lines.join('; ')} }`;
};

function actions(tab: TabCard, creates: boolean): string {
  const rights = (['delete', 'copy', 'restore'] as const).filter((each) => tab.rights.some((right) => right[each]));
  const update = editable(tab).length > 0 ? ['update'] : [];
  return union(['read', ...update, ...(creates ? ['create'] : []), ...rights].map(quoted));
}

/** A module as a user type reaches it, in the shape of the SDK's `Schema`. */
export function recordType(tab: TabCard, reached: ReadonlySet<string>, creates: boolean): string {
  const writable = editable(tab).filter((name) => name !== 'id');
  return [
    '{',
    `      row: ${rowType(tab)};`,
    `      writable: ${union(writable.map(quoted))};`,
    `      lookups: ${lookupsType(tab, reached)};`,
    `      actions: ${actions(tab, creates)};`,
    '    }',
  ].join('\n');
}
