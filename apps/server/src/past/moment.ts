import { z } from 'zod';
import type { Portal } from '@genkan/domain/portal';
import { Rejected } from '@genkan/domain/rejected';
import type { PortalLog } from '@genkan/log/portal-log';

/** A place in the portal's past: a sequence, or a time, which stands for the last entry not later than it. */
export const moment = z
  .union([z.int().min(1), z.iso.datetime({ offset: true })])
  .describe('A sequence, or a time (ISO 8601)');
export type Moment = z.infer<typeof moment>;

/** The settings of that day; what never was, or is yet to come, is not found. */
export async function settingsAt(
  log: PortalLog,
  { portal: { id }, head }: { readonly portal: Portal; readonly head: number },
  at: Moment,
): Promise<{ readonly sequence: number; readonly portal: Portal }> {
  const sequence = typeof at === 'number' ? at : Math.min(await log.sequenceAt(id, at), head);
  const portal = sequence > head ? null : await log.settingsAt(id, sequence);
  if (!portal) throw new Rejected('not-found');
  return { sequence, portal };
}
