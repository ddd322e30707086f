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

/** What an external id stands for that no record has: like the id of a record that never was. */
export const nobody = 'nobody';

/** The row's values with ids in place of external ids. */
export const resolved = (
  externals: Readonly<Record<string, string>>,
  module: Module | undefined,
  fields: ImportRow['fields'],
): Readonly<Record<string, Value>> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, given]) => {
      const target = module?.fields[name]?.module ?? '';
      return [name, isExternal(given) ? (externals[externalKey(target, given.external)] ?? nobody) : given];
    }),
  );
