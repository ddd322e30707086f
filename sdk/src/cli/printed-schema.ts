import type { AbilityCard } from '../contract.ts';
import type { TabCard } from '../wire.ts';
import type { JsonSchema } from './json-type.ts';

/** A command as the types need it; `action`: what it does to a record of the module its input names. */
export type ToldCommand = {
  readonly name: string;
  readonly action: 'create' | 'edit' | 'delete' | 'copy' | 'restore' | null;
  readonly input: JsonSchema;
};
/** What the server tells of a user type: the read `schema`, or `user-type-schema`. */
export type ToldSchema = {
  readonly card: AbilityCard;
  /** Module -> layout -> the fields that must be given to make a record there. */
  readonly mandatory: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly commands: readonly ToldCommand[];
};

/** Names in the order of their code points, so that equal rights print equal texts. */
export const byName = <T>(rows: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(rows).sort(([a], [b]) => (a < b ? -1 : 1));

/** Fields that may be changed on some record. */
export const editable = ({ fields, rights }: TabCard): string[] => {
  const named = new Set(rights.flatMap(({ edit }) => edit));
  return Object.keys(fields)
    .filter((field) => named.has(field))
    .sort();
};
