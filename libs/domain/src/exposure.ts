import { z } from 'zod';
import { apiName, userTypeId } from './names.ts';

/** From how many people on an open field is told of. `at`: up to which entry it was looked at. */
export const exposure = z.strictObject({ people: z.int().min(0).nullable(), at: z.int().min(0) });
export type Exposure = z.infer<typeof exposure>;
/** Enough that a team of partners is no alarm, and a whole customer base is. */
export const usualExposure: Exposure = { people: 100, at: 0 };

/** A field that more people than that are shown: how many they were when it was first told, and by which user types. */
export const exposed = z.strictObject({
  module: apiName,
  field: apiName,
  /** Active members who reach the module and are shown the field on one of its layouts. */
  people: z.int(),
  userTypes: z.array(userTypeId),
  /** One of the types meets every record of the module. */
  everyRecord: z.boolean(),
});
export type Exposed = z.infer<typeof exposed>;
export const exposedId = ({ module, field }: Pick<Exposed, 'module' | 'field'>): string => `${module}.${field}`;
