import type { LiveQuery, Stage } from './live-query.ts';
import type { Row } from './held.ts';

/** What a join needs of the client: where a lookup leads (as far as this member reaches), and lists to join with. */
export type Targets = {
  moduleOf(lookup: string): string | null;
  open(module: string): LiveQuery;
  onChange(listener: () => void): () => void;
};
type Side = {
  readonly lookup: string;
  readonly query: LiveQuery | null;
  readonly stop: () => void;
  rows: readonly Row[];
  byId: ReadonlyMap<string, Row>;
};

/**
 * Rows with `$Account` beside the lookup `Account`: the record it names, as this member sees it under the target's own
 * tab, or null when he does not. Joined here from what the client holds: each target module is live as well. A joined row
 * is the same value as before while neither the row nor any record it names has changed.
 */
export function joined(lookups: readonly string[], targets: Targets, changed: () => void): Stage {
  let sides: readonly Side[] = lookups.map((lookup) => side(lookup, targets, changed));
  let made = new Map<Row, Row>();
  const stop = targets.onChange(() => {
    sides = sides.map((each) => {
      if (targets.moduleOf(each.lookup) === (each.query?.module ?? null)) return each;
      leave(each);
      return side(each.lookup, targets, changed);
    });
    changed();
  });
  return {
    show(rows) {
      sides.forEach(index);
      made = new Map(rows.map((row) => [row, join(row, sides, made.get(row))]));
      return [...made.values()];
    },
    close() {
      stop();
      sides.forEach(leave);
    },
  };
}

function side(lookup: string, targets: Targets, changed: () => void): Side {
  const module = targets.moduleOf(lookup);
  const query = module === null ? null : targets.open(module);
  return { lookup, query, stop: query?.subscribe(changed) ?? (() => {}), rows: [], byId: new Map() };
}

function leave({ stop, query }: Side): void {
  stop();
  query?.close();
}

function index(each: Side): void {
  const rows = each.query?.get().rows ?? [];
  if (rows === each.rows) return;
  each.rows = rows;
  each.byId = new Map(rows.map((row) => [row.id, row]));
}

function join(row: Row, sides: readonly Side[], before: Row | undefined): Row {
  const found = sides.map(({ lookup, byId }) => [`$${lookup}`, byId.get(String(row[lookup])) ?? null] as const);
  const held: { readonly [name: string]: unknown } = before ?? {};
  if (before && found.every(([name, target]) => held[name] === target)) return before;
  return Object.assign({ ...row }, Object.fromEntries(found));
}
