import { useMemo } from 'react';
import type { LivePhase, Row, TabCard } from 'genkan';
import { useLiveRecords } from '@genkan/ui/hooks.ts';
import { boardField } from '@genkan/ui/layout-fields.ts';
import { sortOf } from '@genkan/ui/table/sort.ts';
import type { RecordsSearch } from './records-search.ts';
import { useSteadyRows, type SteadyRows } from './steady-rows.ts';
import { textFilter } from './text-filter.ts';

export type Listed = SteadyRows & {
  /** All that fit the filters, those that wait to be shown too: totals are of these. */
  readonly all: readonly Row[];
  /** How many there are, if they are more than a browser is given: then `all` is only the first of them, and sums say nothing. */
  readonly outOf: number | null;
  readonly phase: LivePhase;
  readonly pendingFields: (id: string) => readonly string[];
};

/** The records of a module as the address asks for them. */
export function useListed(module: string, tab: TabCard, search: RecordsSearch): Listed {
  const sort = sortOf(search);
  const parted = boardField(tab);
  const { pick, text = '' } = search;
  const { rows, total, phase, pendingFields } = useLiveRecords(module, {
    ...(sort ? { orderBy: [[sort.field, sort.down ? 'desc' : 'asc']] } : {}),
    ...(pick !== undefined && parted !== null ? { where: { [parted]: pick } } : {}),
  });
  const all = useMemo(() => (text === '' ? rows : rows.filter(textFilter(tab, text))), [rows, tab, text]);
  const key = JSON.stringify([module, search.sort, pick, text]);
  const { rows: shown, waiting, showAll } = useSteadyRows(all, key, phase);
  const outOf = total > rows.length ? total : null;
  return { all, outOf, rows: shown, waiting, showAll, phase, pendingFields };
}
