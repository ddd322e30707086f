import type { Module, Value } from './shapes.ts';

/** A value of a row of an import: as it is, or the record that has this id in the other system. */
export type Given = Value | { readonly external: string };
export type ImportRow = {
  readonly externalId: string;
  readonly layout?: string;
  readonly fields: Readonly<Record<string, Given>>;
};

export const externalKey = (module: string, externalId: string): string => `${module}/${externalId}`;

const isExternal = (given: Given): given is { readonly external: string } =>
  typeof given === 'object' && given !== null && 'external' in given;

/** The row's values with ids in place of external ids; null: it names a record that is not there. */
export function resolved(
  externals: Readonly<Record<string, string>>,
  module: Module | undefined,
  fields: ImportRow['fields'],
): Readonly<Record<string, Value>> | null {
  const all: Record<string, Value> = {};
  for (const [name, given] of Object.entries(fields)) {
    const value = isExternal(given)
      ? externals[externalKey(module?.fields[name]?.module ?? '', given.external)]
      : given;
    if (value === undefined) return null;
    all[name] = value;
  }
  return all;
}
