import { z } from 'zod';
import { apiName, uuid } from '@genkan/domain/names';

/** `mapping` is the mapping as JSON text. */
export const importQuery = z.strictObject({ module: apiName, mapping: z.string().max(65_536) });

export const importStarted = z.strictObject({ id: uuid, rows: z.int() });

const counts = z.strictObject({ created: z.int(), updated: z.int(), unchanged: z.int(), refused: z.int() });

/** A row that was refused: its number in the file from 1, why, and by which column. Never its values. */
export const refusedRow = z.strictObject({ row: z.int(), code: z.string(), column: z.string().nullable() });

export const importReport = z.strictObject({
  id: uuid,
  module: apiName,
  status: z.enum(['running', 'done', 'failed']),
  rows: z.int(),
  counts,
  refused: z.array(refusedRow),
});
export type ImportReport = z.output<typeof importReport>;
