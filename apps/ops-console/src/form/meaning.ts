import type { JsonSchema } from './control.ts';

/** What an id or a name stands for, so that it is chosen and not typed. */
export type Meaning = 'module' | 'layout' | 'field' | 'record' | 'member' | 'user-type' | null;

/** By its name first, by what the schema says of it otherwise; a name that says nothing new is typed. */
export function meaningOf(given: string, schema: JsonSchema): Meaning {
  const name = given.replace(/ \d+$/, ''); // an item of a list
  const told = `${schema.description ?? ''}`.toLowerCase();
  if (schema.format === 'uuid') return idMeaning(name, told);
  if (schema.type !== 'string' || schema.enum) return null;
  if (name === 'module' || name === 'base' || /\bthe module\b/.test(told)) return 'module';
  if (name === 'layout') return 'layout';
  if (/^(field|edit|create)$/.test(name) && schema.pattern !== undefined) return 'field';
  return null;
}

function idMeaning(name: string, told: string): Meaning {
  if (/^(member|to|from|owner)$/i.test(name) || /\bmember\b/.test(told)) return 'member';
  if (/^(user-?type|type)$/i.test(name)) return 'user-type';
  if (/^(id|ids|record|lead|contact|account|deal)$/i.test(name) || /\brecord\b/.test(told)) return 'record';
  return null;
}

/** Maps and lists whose words are the fields of a module. */
export const isOfFields = (name: string): boolean => /^(fields|set|base|values)$/.test(name);
