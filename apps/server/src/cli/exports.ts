import { everyRow, wholeModule } from '@genkan/log/every-page';
import type { PortalLog } from '@genkan/log/portal-log';
import { Ring } from '@genkan/log/ring';

const pageSize = 500;

/** Every record of a portal that is not deleted, whole, module after module: for the operator, outside any permission. */
export async function* recordsOf(log: PortalLog, portal: string): AsyncGenerator<object> {
  const modules = (await log.settings(portal))?.portal.modules ?? {};
  for (const { name: module, layouts } of Object.values(modules)) {
    for await (const row of everyRow(log, portal, wholeModule(module, Object.keys(layouts)), pageSize)) {
      const { id, layout, fields, owner, createdBy, sequence } = row;
      yield { module, id, layout, fields, owner, createdBy, sequence };
    }
  }
}

/** Every entry of a portal's log, in order. */
export async function* entriesOf(log: PortalLog, portal: string): AsyncGenerator<object> {
  const ring = new Ring(20_000, 0);
  for (let at = 0; ;) {
    const entries = await log.entries(portal, at, pageSize, (_, id) => ring.row(id));
    for (const entry of entries) {
      yield entry;
      ring.push(entry);
    }
    const last = entries.at(-1);
    if (!last) return;
    at = last.sequence;
  }
}
