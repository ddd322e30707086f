import { z } from 'zod';
import { apiName, label } from './names.ts';
import { field } from './fields.ts';

/** An arrangement of a module's fields; a record has exactly one. */
export const layout = z.strictObject({ name: apiName, label, fields: z.array(apiName).max(300) });
export type Layout = z.infer<typeof layout>;

/**
 * A chain of lookups from a record to the record it is met by: `['Agent', 'Manager']`, named by joining with a dot.
 * Every lookup field is a path of length one from the day it exists; longer ones are declared. A path that is
 * `building` counts as absent until every old record has its key.
 */
export const path = z.strictObject({ steps: z.array(apiName).min(1).max(4), state: z.enum(['building', 'complete']) });
export type Path = z.infer<typeof path>;

/** A path by its name, `Agent.Manager`. */
export const pathText = z
  .string()
  .max(180)
  .regex(/^[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*){0,3}$/, 'Join the names of the lookups with dots.');

/** The name of a path in keys, reaches and settings: `Agent.Manager`. */
export const pathName = (steps: readonly string[]): string => steps.join('.');

/** A kind of record, as data: predefined ones and custom ones alike. */
export const module = z.strictObject({
  name: apiName,
  label,
  custom: z.boolean(),
  fields: z.record(apiName, field),
  layouts: z.record(apiName, layout),
  paths: z.record(z.string().max(180), path),
});
export type Module = z.infer<typeof module>;
