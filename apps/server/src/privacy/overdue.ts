import type { Scope } from '@genkan/access/ability';
import type { Answer, CommandRequest } from '@genkan/actor/answer';
import type { Portal } from '@genkan/domain/portal';
import { dataRequests } from '@genkan/domain/privacy/privacy-modules';
import { open } from '@genkan/domain/privacy/requests';
import { everyRow, wholeModule } from '@genkan/log/every-page';
import type { PortalLog } from '@genkan/log/portal-log';
import { derivedCommandId } from '../bus/derived-command-id.ts';

type Tools = {
  readonly log: Pick<PortalLog, 'page'>;
  readonly execute: (request: CommandRequest) => Promise<Answer>;
};
const pageRows = 200;

const openRequests = ({ modules }: Portal): Scope =>
  wholeModule(dataRequests, Object.keys(modules[dataRequests]?.layouts ?? {}), {
    field: 'Status',
    is: 'in',
    value: [...open],
  });

/**
 * Says of each request that was not answered in time that it is overdue. The same request and date are always the same
 * command, so that every node may say it (law 1).
 */
export async function markOverdue({ log, execute }: Tools, portal: Portal, now: string): Promise<void> {
  if (!portal.privacy.compliance) return;
  for await (const { id, fields } of everyRow(log, portal.id, openRequests(portal), pageRows)) {
    const until = String(fields['DueUntil']);
    if (fields['Overdue'] === true || now < until) continue;
    const commandId = derivedCommandId(`overdue/${id}/${until}/0`);
    await execute({ portal: portal.id, member: null, commandId, name: 'mark-overdue', input: { request: id } });
  }
}

/** The same in every portal that follows the rules of privacy, whether anybody is connected to it or not. */
export async function markAllOverdue(
  tools: Tools & { readonly log: Pick<PortalLog, 'compliant' | 'settings'> },
  now: string,
): Promise<void> {
  for (const id of await tools.log.compliant()) {
    const settings = await tools.log.settings(id);
    if (settings) await markOverdue(tools, settings.portal, now);
  }
}
