import { z } from 'zod';
import { byName, label, memberId, userTypeId, uuid } from './names.ts';
import { tab } from './user-types.ts';

const mostTabs = 200;
/** The whole setup of a user type: what is not named is closed. */
export const setup = byName(tab).refine((given) => Object.keys(given).length <= mostTabs, 'Use at most 200 tabs.');
export type Setup = z.infer<typeof setup>;

/** A draft's word on one user type: what it would become, and what it was when that was written. */
export const draftedType = z.strictObject({ tabs: setup, base: setup });

/** Setups of user types that nobody is judged by yet. `scheduled`: when it is applied by itself, and for whom. */
export const draft = z.strictObject({
  id: uuid,
  name: label,
  userTypes: z.record(userTypeId, draftedType),
  scheduled: z.strictObject({ at: z.string(), by: memberId }).nullable(),
});
export type Draft = z.infer<typeof draft>;

/** That a member of staff looks, or has looked, with another's eyes (SEC-36). One row a pair; the log keeps the rest. */
export const preview = z.strictObject({ staff: memberId, member: memberId, at: z.string(), open: z.boolean() });
export type Preview = z.infer<typeof preview>;
export const previewId = (staff: string, member: string): string => `${staff}/${member}`;
