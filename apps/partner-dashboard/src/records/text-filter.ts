import type { Row, TabCard } from 'genkan';

/** One form for full-width and half-width, upper and lower. */
const folded = (text: string): string => text.normalize('NFKC').toLocaleLowerCase();
const searched = new Set(['text', 'long-text', 'email', 'phone', 'url', 'choice', 'multi-choice']);

/** Rows with every word somewhere in their texts. Other types are left to filters of their own. */
export function textFilter(tab: TabCard, text: string): (row: Row) => boolean {
  const words = folded(text).split(/\s+/).filter(Boolean);
  if (words.length === 0) return () => true;
  const fields = Object.keys(tab.fields).filter((field) => searched.has(tab.fields[field]?.type ?? ''));
  return (row) => {
    const hay = folded(fields.map((field) => row[field] ?? '').join('\n'));
    return words.every((word) => hay.includes(word));
  };
}
