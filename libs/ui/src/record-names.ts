import { useMemo } from 'react';
import type { Row, TabCard } from 'genkan';
import { useAbility, useLiveRecords } from './hooks.ts';

/** The field a record is called by, of those this member sees: its name, else its first text. */
export function titleField(tab: TabCard): string | null {
  const fields = Object.keys(tab.fields);
  const called = ['Name', 'Subject', 'Title'].find((name) => fields.includes(name));
  return called ?? fields.find((name) => tab.fields[name]?.type === 'text') ?? null;
}

export function titleOf(tab: TabCard, row: Row): string {
  const field = titleField(tab);
  const value = field === null ? null : row[field];
  return typeof value === 'string' ? value : '';
}

/** Who shares a list shares its names: one map for each state of the rows. */
const made = new WeakMap<readonly Row[], ReadonlyMap<string, string>>();

function namesIn(tab: TabCard, rows: readonly Row[]): ReadonlyMap<string, string> {
  const known = made.get(rows);
  if (known) return known;
  const names = new Map(rows.map((row) => [row.id, titleOf(tab, row)]));
  made.set(rows, names);
  return names;
}

/** The names of the records of a module that this member sees, by id; alive. The module must be a tab of the member. */
export function useRecordNames(module: string): ReadonlyMap<string, string> {
  const tab = useAbility().tab(module);
  const { rows } = useLiveRecords(module);
  return useMemo(() => (tab ? namesIn(tab, rows) : new Map<string, string>()), [tab, rows]);
}
