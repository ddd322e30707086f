import { z } from 'zod';
import type { Value } from './fields.ts';
import { apiName, memberId, recordId } from './names.ts';
import { value } from './fields.ts';

/**
 * A row of a module. `keys` are derived from its lookups by `access/keys.ts` and kept with it: they say by what it is
 * met. `owner` is the staff member who answers for it; `createdBy` whoever made it. A deleted record is withdrawn
 * everywhere and can be restored by staff. A `restricted` one is stored and nothing else (GDPR 18): no portal user meets
 * it, and no command takes it but those that say so.
 */
export const recordState = z.strictObject({
  id: recordId,
  module: apiName,
  layout: apiName,
  fields: z.record(apiName, value),
  createdBy: memberId,
  owner: memberId.nullable(),
  deleted: z.boolean(),
  restricted: z.boolean(),
  keys: z.array(z.string()),
});
export type RecordState = {
  readonly id: string;
  readonly module: string;
  readonly layout: string;
  readonly fields: Readonly<Record<string, Value>>;
  readonly createdBy: string;
  readonly owner: string | null;
  readonly deleted: boolean;
  readonly restricted: boolean;
  readonly keys: readonly string[];
};
