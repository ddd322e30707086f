import { z } from 'zod';
import { criteria } from '@genkan/domain/criteria';
import { value } from '@genkan/domain/fields';
import { apiName, memberId, recordId, userTypeId } from '@genkan/domain/names';
import { reach } from '@genkan/domain/user-types';

const step = z.strictObject({ module: apiName, id: recordId, field: apiName, value: recordId.nullable() });
const inType = { userType: userTypeId, module: apiName };

/** One step that could be taken: the closed list of G-42. */
const atom = z.discriminatedUnion('atom', [
  z.strictObject({ atom: z.literal('tick-field'), ...inType, layout: apiName, field: apiName }),
  z.strictObject({ atom: z.literal('add-reach'), ...inType, reach }),
  z.strictObject({ atom: z.literal('add-tab'), ...inType }),
  z.strictObject({ atom: z.literal('add-layout'), ...inType, layout: apiName }),
  z.strictObject({ atom: z.literal('drop-criterion'), ...inType, at: z.array(z.int()), criterion: criteria }),
  z.strictObject({
    atom: z.literal('set-lookup'),
    module: apiName,
    id: recordId,
    field: apiName,
    value: recordId.nullable(),
  }),
  z.strictObject({ atom: z.literal('activate'), member: memberId }),
  z.strictObject({ atom: z.literal('move-type'), member: memberId, userType: userTypeId }),
]);

const meets = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('self') }),
  z.strictObject({ kind: z.literal('created') }),
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({ kind: z.literal('related'), path: z.string(), own: z.array(apiName) }),
]);

export const explanationShape = z.strictObject({
  allowed: z.boolean(),
  /** The rule that decided against it. */
  rule: z
    .enum(['status', 'tab', 'layout', 'reach', 'suspended', 'deleted', 'restricted', 'criteria', 'field', 'right'])
    .nullable(),
  /** The reaches of the tab, each with the lookups that were walked and what they hold. */
  reaches: z.array(z.strictObject({ meets, met: z.boolean(), record: z.array(step), own: z.array(step) })),
  failed: z.array(z.strictObject({ criterion: criteria, value })),
  /** The fewest steps that would lift the refusal; null: none do, or nothing is refused. */
  change: z.array(atom).nullable(),
});
export type ExplanationTold = z.infer<typeof explanationShape>;
