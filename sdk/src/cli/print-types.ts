import { createHash } from 'node:crypto';
import { shapeOf } from '../schema-shape.ts';
import { commandType } from './command-type.ts';
import { propertyName, quoted } from './json-type.ts';
import { byName, type ToldSchema } from './printed-schema.ts';
import { recordType } from './row-type.ts';

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');
/** Letters and digits of any script: `Key account` becomes `KeyAccount`. */
const words = (name: string): string[] => name.normalize('NFC').match(/[\p{L}\p{N}]+/gu) ?? [];
const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);

/** The name of the interface: a TypeScript name, whatever the user type is called. */
export function typeName(userType: string): string {
  const name = words(userType).map(capital).join('');
  return /^[\p{ID_Start}$_]/u.test(name) ? name : `Type${name}`;
}
const valueName = (type: string): string => `${type.slice(0, 1).toLowerCase()}${type.slice(1)}Schema`;

const lines = (entries: readonly (readonly [string, string])[]): string =>
  entries.length === 0
    ? '{}'
    : `{\n${entries.map(([name, type]) => `    ${propertyName(name)}: ${type};\n`).join('')}  }`;

export type PrintedTypes = {
  readonly text: string;
  /** Of all that the types say: two files with the same hash allow and refuse the same. */
  readonly hash: string;
  /** Command -> a hash of what it takes. */
  readonly inputs: Readonly<Record<string, string>>;
};

/**
 * The types of one user type: what it may not see is not there, what it may not change is not writable, what it may not
 * do is no command. Pure, and the same text for the same rights, in whatever order they were told.
 */
export function printTypes(told: ToldSchema): PrintedTypes {
  const { card } = told;
  const userType = card.userType?.name ?? card.kind;
  const reached = new Set(Object.keys(card.tabs));
  const records = byName(card.tabs).map(
    ([name, tab]) => [name, recordType(tab, reached, Object.hasOwn(told.mandatory, name))] as const,
  );
  const commands = [...told.commands]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((command) => {
      const type = commandType(command, told);
      return type === null ? [] : [[command.name, type] as const];
    });
  const body = `  records: ${lines(records)};\n  commands: ${lines(commands)};\n`;
  const shape = byName(shapeOf(card));
  const hash = `sha256-${digest(JSON.stringify([userType, body, shape]))}`;
  const inputs = Object.fromEntries(commands.map(([name, type]) => [name, digest(type).slice(0, 12)]));
  return { hash, inputs, text: fileText({ userType, hash, body, shape, inputs }) };
}

type Printed = {
  readonly userType: string;
  readonly hash: string;
  readonly body: string;
  readonly shape: readonly (readonly [string, string])[];
  readonly inputs: PrintedTypes['inputs'];
};

function fileText({ userType, hash, body, shape, inputs }: Printed): string {
  const type = typeName(userType);
  const said = shape.map(([name, meaning]) => `  ${quoted(name)}: ${quoted(meaning)},\n`).join('');
  const taken = Object.entries(inputs).map(([name, of]) => `//   ${name} ${of}\n`);
  return `// Printed by \`genkan typegen\`: what members of one user type see and may do. Do not edit; print it anew.
import type { RejectionCode } from 'genkan';

export interface ${type} {
  userType: ${quoted(userType)};
  hash: ${quoted(hash)};
${body}  presence: { viewing?: string; editing?: string };
}

/** What these types were printed from: \`createClient<${type}>({ schema: ${valueName(type)} })\` tells in its status what differs since. */
export const ${valueName(type)} = {
${said}};

// Inputs of commands, for \`genkan typegen --check\`:
${taken.join('')}`;
}
