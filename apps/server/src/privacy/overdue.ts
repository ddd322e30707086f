import type { Answer, CommandRequest } from '@genkan/actor/answer';
import type { Portal } from '@genkan/domain/portal';
import { dataRequests } from '@genkan/domain/privacy/privacy-modules';
import { open } from '@genkan/domain/privacy/requests';
import type { PortalLog, StoredRecord } from '@genkan/log/portal-log';
import { chunkCommandId } from '../imports/work-off.ts';

type Tools = {
  readonly log: Pick<PortalLog, 'page'>;
  readonly execute: (request: CommandRequest) => Promise<Answer>;
};
const pageRows = 200;

async function* openRequests(log: Tools['log'], { id: portal, modules }: Portal): AsyncGenerator<StoredRecord> {
  const layouts = Object.keys(modules[dataRequests]?.layouts ?? {});
  const criteria = { field: 'Status', is: 'in' as const, value: [...open] };
  const scope = { module: dataRequests, keys: ['*'], layouts, withRestricted: true, criteria };
  for (let after: { values: readonly unknown[]; id: string } | null = null, more = true; more;) {
    const request = { scope, where: null, orderBy: [], visible: null, after, limit: pageRows };
    const page = await log.page(portal, request);
    yield* page.rows;
    const last = page.rows.at(-1);
    after = last ? { values: [], id: last.id } : after;
    more = page.more && last !== undefined;
  }
}

/**
 * Says of each request that was not answered in time that it is overdue. The same request and date are always the same
 * command, so that every node may say it (law 1).
 */
export async function markOverdue({ log, execute }: Tools, portal: Portal, now: string): Promise<void> {
  if (!portal.privacy.compliance) return;
  for await (const { id, fields } of openRequests(log, portal)) {
    const until = String(fields['DueUntil']);
    if (fields['Overdue'] === true || now < until) continue;
    const commandId = chunkCommandId(`overdue/${id}/${until}`, 0);
    await execute({ portal: portal.id, member: null, commandId, name: 'mark-overdue', input: { request: id } });
  }
}

/** Looks after the portals that are open on this node, every minute; answers how to stop. */
export function watchOverdue(
  tools: Tools,
  portals: () => readonly Portal[],
  clock: () => number,
  trouble: (error: unknown) => void,
): () => Promise<void> {
  let running = Promise.resolve();
  const sweep = async (): Promise<void> => {
    for (const portal of portals()) await markOverdue(tools, portal, new Date(clock()).toISOString());
  };
  const timer = setInterval(() => void (running = running.then(sweep).catch(trouble)), 60_000).unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
