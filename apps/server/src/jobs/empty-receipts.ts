import { keptSince } from '@genkan/domain/kept-days';
import type { PortalLog } from '@genkan/log/portal-log';

/** Receipts of one statement: short enough to hold up no turn on the same database. */
const atOnce = 1000;

/** Takes from the receipts of every portal what they told, once no repeat is answered from them any more (AC27). */
export async function emptyOldReceipts(log: Pick<PortalLog, 'emptyReceipts'>, now: string): Promise<void> {
  const before = keptSince(now);
  for (let emptied = atOnce; emptied === atOnce;) emptied = await log.emptyReceipts(before, atOnce);
}
