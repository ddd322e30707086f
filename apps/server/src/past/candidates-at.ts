import { compareText } from '@genkan/access/compare-text';
import { pageBehind, wholeModule } from '@genkan/log/every-page';
import type { PortalLog } from '@genkan/log/portal-log';

type Asked = {
  readonly portal: string;
  readonly module: string;
  readonly layouts: readonly string[];
  readonly keys: readonly string[];
  readonly sequence: number;
  /** Ids behind this one, in their order. */
  readonly after: string;
  readonly limit: number;
};

/**
 * Ids of all records that may have been met by these keys after the entry `sequence`, and perhaps some others: those met
 * now, and those that left since. `more`: there are further ones behind the last.
 */
export async function candidatesAt(log: PortalLog, asked: Asked): Promise<{ ids: readonly string[]; more: boolean }> {
  const { portal, module, keys, sequence, after, limit } = asked;
  const gone = (await log.left(portal, module, keys, sequence)).ids;
  const { ids: present, more } = keys.includes('*') ? await everything(log, asked) : await byKey(log, asked);
  const upTo = more ? (present.at(-1) ?? '') : null;
  const all = [...new Set([...present, ...gone])]
    .filter((id) => id > after && (upTo === null || id <= upTo))
    .sort(compareText);
  return { ids: all.slice(0, limit), more: more || all.length > limit };
}

async function everything(log: PortalLog, { portal, module, layouts, after, limit }: Asked) {
  const scope = wholeModule(module, layouts);
  const { rows, more } = await log.page(portal, pageBehind(scope, after === '' ? null : after, limit));
  return { ids: rows.map(({ id }) => id), more };
}

async function byKey(log: PortalLog, { portal, module, keys }: Asked) {
  const { ids } = await log.changed(portal, module, keys, 0);
  return { ids, more: false };
}
