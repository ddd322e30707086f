import { z } from 'zod';
import { apiName } from './names.ts';
import { value } from './fields.ts';

/** Which of a tab's records are shown: constants only, no clock, no member values (a path says that). */
export type Criteria =
  | { readonly and: readonly Criteria[] }
  | { readonly or: readonly Criteria[] }
  | {
      readonly field: string;
      readonly is: z.infer<typeof operator>;
      readonly value?: z.infer<typeof value> | undefined;
    };

/** `is-not` and `not-in` hold for null; comparisons do not; `empty` means null, an empty text or an empty list. */
export const operator = z.enum([
  'is',
  'is-not',
  'in',
  'not-in',
  'empty',
  'not-empty',
  'less',
  'at-most',
  'more',
  'at-least',
]);
export type Operator = z.infer<typeof operator>;

const leaf = z.strictObject({ field: apiName, is: operator, value: value.optional() });
const level = (inner: z.ZodType<Criteria>): z.ZodType<Criteria> =>
  z.union([leaf, z.strictObject({ and: z.array(inner).max(20) }), z.strictObject({ or: z.array(inner).max(20) })]);

const leaves = (tree: Criteria): number =>
  'and' in tree
    ? tree.and.reduce((n, t) => n + leaves(t), 0)
    : 'or' in tree
      ? tree.or.reduce((n, t) => n + leaves(t), 0)
      : 1;

/** At most three levels and twenty leaves. An empty `and` is true, an empty `or` false. */
export const criteria: z.ZodType<Criteria> = level(level(leaf)).refine((tree) => leaves(tree) <= 20, {
  message: 'Use at most 20 conditions.',
});
