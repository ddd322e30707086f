import { z } from 'zod';
import { apiName, byName, label, plainText } from './names.ts';

/** What a field may hold; the list is closed (DECISIONS, model and rights). */
export const fieldType = z.enum([
  'text',
  'long-text',
  'integer',
  'decimal',
  'money',
  'percent',
  'boolean',
  'date',
  'datetime',
  'choice',
  'multi-choice',
  'email',
  'phone',
  'url',
  'lookup',
]);
export type FieldType = z.infer<typeof fieldType>;

/** A stored value: canonical, JSON, and the same on every database. A lookup's value is the target's id and nothing else (law 7). */
export type Value = null | string | number | boolean | readonly string[];
export const value: z.ZodType<Value> = z.union([
  z.null(),
  plainText,
  z.number(),
  z.boolean(),
  z.array(plainText).max(200),
]);

/** A field of a module, as data. `module` names the target of a lookup; `choices` belong to choice and multi-choice. */
export const field = z.strictObject({
  name: apiName,
  label: label,
  type: fieldType,
  required: z.boolean().default(false),
  unique: z.boolean().default(false),
  default: value.optional(),
  maxLength: z.int().min(1).max(32_768).optional(),
  choices: z.array(label).max(200).optional(),
  module: apiName.optional(),
});
export type Field = z.infer<typeof field>;

/** Values by field name, as a command brings them. */
export const fieldValues = byName(value);
