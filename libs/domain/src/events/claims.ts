import { z } from 'zod';
import type { DomainEvent } from '../define-command.ts';
import { event } from '../define-command.ts';

/** A unique value changes hands; `holder` null gives it back. */
export const claimEvents = {
  ClaimMoved: event(
    z.strictObject({
      type: z.literal('ClaimMoved'),
      scope: z.string(),
      value: z.string(),
      holder: z.string().nullable(),
    }),
    (_state, { scope, value, holder }) => [{ kind: 'claim', scope, value, holder }],
  ),
};

export const claimMoved = (scope: string, value: string, holder: string | null): DomainEvent => ({
  type: 'ClaimMoved',
  scope,
  value,
  holder,
});
