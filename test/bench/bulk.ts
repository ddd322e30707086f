/** Fills a big portal through the log itself, in large turns: every row, key and link of the chain is what commands would leave. */
import { randomUUID } from 'node:crypto';
import { keysOf } from '@genkan/access/keys';
import type { Change } from '@genkan/domain/changes';
import type { RecordState } from '@genkan/domain/records';
import type { Portal } from '@genkan/domain/portal';
import type { Entry, PortalLog } from '@genkan/log/portal-log';

type Fields = RecordState['fields'];

/** Records whose paths are single lookups to living records: all of their keys follow from their own fields. */
export function recordsIn(portal: Portal, module: string, createdBy: string, rows: readonly Fields[]): RecordState[] {
  const rest = { module, layout: 'Standard', createdBy, owner: null, deleted: false, restricted: false, keys: [] };
  const targets = {
    record: (of: string, id: string) => ({ ...rest, module: of, id, fields: {} }),
    referring: () => [],
  };
  return rows.map((fields) => {
    const record = { ...rest, id: randomUUID(), fields };
    return { ...record, keys: keysOf(portal, record, targets) };
  });
}

/** Appends entries, each with its changes, in turns of `atOnce` entries. */
export async function appendAll(
  log: PortalLog,
  portal: string,
  member: string,
  entries: Iterable<readonly Change[]>,
  atOnce: number,
): Promise<void> {
  let head = await log.head(portal);
  const at = new Date().toISOString();
  const flush = async (waiting: readonly (readonly Change[])[]): Promise<void> => {
    const made = waiting.map((changes, n): Entry => ({
      portal,
      sequence: head + n + 1,
      command: 'import-records',
      commandId: randomUUID(),
      member,
      at,
      outcome: 'applied',
      changes,
    }));
    const done = await log.append({ portal, head, entries: made, receipts: [] });
    if (done !== 'committed') throw new Error(`The bulk was not taken: ${JSON.stringify(done)}`);
    head += made.length;
  };
  let waiting: (readonly Change[])[] = [];
  for (const changes of entries) {
    waiting.push(changes);
    if (waiting.length < atOnce) continue;
    await flush(waiting);
    waiting = [];
  }
  if (waiting.length > 0) await flush(waiting);
}

/** A portal user at a contact. */
export const memberOf = (userType: string, { id: record }: RecordState, n: number): Change => {
  const [kind, status] = ['portal-user', 'active'] as const;
  const rest = { sessionsEnded: 0, userType, record, module: 'Contacts', inviter: null };
  return {
    kind: 'member',
    before: null,
    after: { kind, status, id: randomUUID(), email: `member-${n}@example.com`, ...rest },
  };
};

export const created = (record: RecordState): Change => ({ kind: 'record', before: null, after: record });

export function* inGroups<T>(all: readonly T[], size: number): Generator<T[]> {
  for (let from = 0; from < all.length; from += size) yield all.slice(from, from + size);
}
