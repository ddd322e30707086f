import { z } from 'zod';
import { apiName, recordId } from '@genkan/domain/names';

/** What one session was told of one record change. */
export const traceOutcome = z.strictObject({
  module: apiName,
  record: recordId,
  outcome: z.enum(['sent', 'masked', 'withheld']),
  /** Why it was withheld. */
  why: z
    .enum([
      'no-tab',
      'no-reach',
      'deleted',
      'restricted',
      'layout',
      'criteria',
      'field-hidden',
      'not-subscribed',
      'disconnected',
      'not-active',
      'unknown',
    ])
    .nullable(),
  op: z.enum(['put', 'patch', 'remove']).nullable(),
  /** The fields it was told, and those of the change that were left out. */
  sent: z.array(apiName),
  left: z.array(apiName),
});
export type TraceOutcome = z.infer<typeof traceOutcome>;
