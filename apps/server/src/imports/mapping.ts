import { z } from 'zod';
import { apiName } from '@genkan/domain/names';
import { dateFormat } from './date-format.ts';

const words = z.array(z.string().max(100)).max(20);

/** How a column's text becomes a field's value. */
export const column = z.strictObject({
  field: apiName,
  /** `d-m-Y` and the like; without it `Y-m-d`. */
  date: dateFormat.optional(),
  /** Corrections, word by word: `{"technolgy": "technology"}`. */
  values: z.record(z.string().max(200), z.string().max(1000)).optional(),
  /** Words that mean nothing here, besides those of the whole mapping. */
  nulls: words.optional(),
});
export type Column = z.output<typeof column>;

/**
 * How the columns of a file become the fields of a module; a lookup is found by its target's external id. A column that
 * is not named refuses the file: nothing is dropped unsaid.
 */
export const mapping = z.strictObject({
  /** The column whose text is a row's external id: what makes an import repeatable. */
  externalId: z.string().max(200),
  layout: apiName.optional(),
  nulls: words.default(['']),
  columns: z.record(
    z.string().max(200),
    z.union([z.literal('ignore'), apiName.transform((field): Column => ({ field })), column]),
  ),
});
export type Mapping = z.output<typeof mapping>;
