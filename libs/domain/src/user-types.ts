import { z } from 'zod';
import { apiName, byName, label, userTypeId } from './names.ts';
import { pathText } from './modules.ts';
import { criteria } from './criteria.ts';

const rights = {
  /** Fields that may be changed on a record met this way: a subset of the visible ones. */
  edit: z.array(apiName).max(300).default([]),
  delete: z.boolean().default(false),
  copy: z.boolean().default(false),
};

export const selfReach = z.strictObject({ kind: z.literal('self'), ...rights });
export const createdReach = z.strictObject({ kind: z.literal('created'), ...rights });
export const allReach = z.strictObject({ kind: z.literal('all'), ...rights });
export const relatedReach = z.strictObject({
  kind: z.literal('related'),
  path: pathText,
  own: z.array(apiName).max(2).default([]),
  ...rights,
});

/**
 * Why a member meets a record, with the rights that hang on it (S1-11, X-8). `related` meets when following `path`
 * from the record and `own` from the member's own record end at the same record; together at most four lookups.
 */
export const reach = z.discriminatedUnion('kind', [selfReach, createdReach, allReach, relatedReach]);
export type Reach = z.infer<typeof reach>;

/** A module as a user type reaches it. A layout that is not named is not shown and cannot be created (S0-51). */
export const tab = z.strictObject({
  /** The visible fields of each granted layout (S0-65), the same for all reaches. */
  layouts: byName(z.array(apiName).max(300)),
  view: z.enum(['list', 'canvas']).default('list'),
  criteria: criteria.nullable().default(null),
  reaches: z.array(reach).max(16),
  /** Fields that may be set when creating; null: records cannot be created here. */
  create: z.array(apiName).max(300).nullable().default(null),
});
export type Tab = z.infer<typeof tab>;

/** What a group of portal users may see and do. A new one has no tabs: it sees nothing (law 6). */
export const userType = z.strictObject({
  id: userTypeId,
  name: label,
  base: apiName,
  isDefault: z.boolean(),
  tabs: z.record(apiName, tab),
});
export type UserType = z.infer<typeof userType>;
