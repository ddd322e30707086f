import { z } from 'zod';
import { apiName, label } from './names.ts';
import { canvas } from './canvas.ts';
import { criteria } from './criteria.ts';
import { field } from './fields.ts';
import { staffRight } from './roles.ts';

/** An arrangement of a module's fields; a record has exactly one. */
export const layout = z.strictObject({ name: apiName, label, fields: z.array(apiName).max(300) });
/** A layout as it stands, with its canvas if one was defined. */
export const storedLayout = layout.extend({ canvas: canvas.optional() });
export type Layout = z.infer<typeof storedLayout>;

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

/** A module whose records are written by its own commands alone; who meets them stands here and not in user types. */
export const managed = z.strictObject({
  /** False: nobody meets its records for now. */
  open: z.boolean(),
  /** Staff meet them by this right. */
  right: staffRight,
  /** What no portal user sees of those he made or is the subject of, and which of them he does. */
  hidden: z.array(apiName),
  criteria: criteria.nullable(),
});

/** A kind of record, as data: predefined ones and custom ones alike. */
export const module = z.strictObject({
  name: apiName,
  label,
  custom: z.boolean(),
  fields: z.record(apiName, field),
  layouts: z.record(apiName, storedLayout),
  paths: z.record(z.string().max(180), path),
  managed: managed.optional(),
});
export type Module = z.infer<typeof module>;
