import type { TabCard } from 'genkan';
import { titleField } from './record-names.ts';

/** The fields of a tab in the order of its layouts, each once; the field records are called by goes first. */
export function layoutFields(tab: TabCard): readonly string[] {
  const title = titleField(tab);
  const ordered = Object.values(tab.layouts).flat();
  return [...new Set([...(title === null ? [] : [title]), ...ordered])].filter((field) =>
    Object.hasOwn(tab.fields, field),
  );
}

/** The field a board is parted by: the first choice of the layout. */
export const boardField = (tab: TabCard): string | null =>
  layoutFields(tab).find((field) => tab.fields[field]?.type === 'choice') ?? null;

/** What a board adds up: the first money, else nothing. */
export const moneyField = (tab: TabCard): string | null =>
  layoutFields(tab).find((field) => tab.fields[field]?.type === 'money') ?? null;
