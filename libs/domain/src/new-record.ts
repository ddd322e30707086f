import type { Context } from './define-command.ts';
import type { Value } from './fields.ts';
import type { Module } from './modules.ts';
import type { RecordState } from './records.ts';
import { isEmpty } from './field-values.ts';
import { Rejected } from './rejected.ts';

type Values = Readonly<Record<string, Value>>;

/** The values given, and the defaults of the layout's other fields, also of those the maker does not see. */
export function withDefaults(module: Module, layout: string, given: Values): Record<string, Value> {
  const values = { ...given };
  for (const name of module.layouts[layout]?.fields ?? []) {
    const preset = module.fields[name]?.default;
    if (values[name] === undefined && preset !== undefined) values[name] = preset;
  }
  return values;
}

/** The mandatory fields of the layout that are empty (S0-67). */
export const missing = (module: Module, layout: string, values: Values): string[] =>
  (module.layouts[layout]?.fields ?? []).filter(
    (name) => module.fields[name]?.required === true && isEmpty(values[name] ?? null),
  );

/** A record as it begins. Its maker is a key only for portal users: staff meet everything anyway. */
export function newRecord(
  { member, newId }: Context,
  owner: string,
  module: string,
  layout: string,
  fields: Values,
): RecordState {
  if (member === null) throw new Rejected('forbidden');
  return {
    id: newId(),
    module,
    layout,
    fields,
    createdBy: member.id,
    owner,
    deleted: false,
    restricted: false,
    keys: member.kind === 'portal-user' ? [`+${member.id}`] : [],
  };
}
