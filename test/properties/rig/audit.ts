import type { House as ServerHouse } from '@genkan/server/house';
import { foldLog, ofKind, text, unlike, type LogEntry } from '../../oracle/log-fold.ts';
import type { State } from '../../oracle/shapes.ts';

/** A portal's log and the tables beside it, read at one head. */
export type Exported = {
  readonly entries: readonly LogEntry[];
  /** By the same names as what the log adds up to: `record/<id>`, `member/<id>`, `setting/<part>/<id>`. */
  readonly tables: ReadonlyMap<string, unknown>;
};

const page = 500;

async function entriesOf({ log }: ServerHouse, portal: string): Promise<readonly LogEntry[]> {
  const all: LogEntry[] = [];
  for (;;) {
    const some = await log.entries(portal, all.length, page);
    all.push(...some);
    if (some.length < page) return all;
  }
}

/** The log from its first entry, and the tables as they stand. Read again if somebody wrote in between. */
export async function exported(parts: ServerHouse, portal: string): Promise<Exported> {
  const entries = await entriesOf(parts, portal);
  const head = entries.length;
  const { stored } = foldLog(entries);
  const ids = [...ofKind(stored, 'record')].map(([id, row]) => ({ id, module: (row as { module: string }).module }));
  const rows = await parts.log.recordsAt(portal, ids, head);
  const members = await parts.log.membersAt(portal, head);
  const settings = await parts.log.settings(portal);
  if (settings?.head !== head) return exported(parts, portal);
  const { userTypes, modules, drafts, suspensions } = settings.portal;
  const parted = { 'user-type': userTypes, module: modules, draft: drafts, suspension: suspensions };
  return {
    entries,
    tables: new Map<string, unknown>([
      ...[...rows.values()].flatMap((row): [string, unknown][] => (row ? [[`record/${row.id}`, row]] : [])),
      ...members.map((one): [string, unknown] => [`member/${one.id}`, one]),
      ...Object.entries(parted).flatMap(([part, all]) =>
        Object.entries(all).map(([id, value]): [string, unknown] => [`setting/${part}/${id}`, value]),
      ),
    ]),
  };
}

const kinds = ['record', 'member', 'setting/user-type', 'setting/module', 'setting/draft', 'setting/suspension'];

/** I9: the log folded by the oracle is the oracle's state, and the tables. In words, where it is not. */
export function audit({ entries, tables }: Exported, state: State): readonly string[] {
  const { stored, faults } = foldLog(entries);
  const differing = kinds.flatMap((kind) => {
    const [log, table] = [ofKind(stored, kind), ofKind(tables, kind)];
    const names = [...new Set([...log.keys(), ...table.keys()])];
    return names.flatMap((name) =>
      text(log.get(name)) === text(table.get(name))
        ? []
        : [`${kind}/${name} of the tables: ${text(table.get(name))}, of the log: ${text(log.get(name))}`],
    );
  });
  return [...faults, ...differing, ...unlike(stored, state)];
}
