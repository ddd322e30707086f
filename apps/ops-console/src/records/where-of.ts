import type { TabCard, Value } from 'genkan';
import { valueOfText } from '@genkan/ui/field-words.ts';
import type { Filter, FilterBy } from './records-search.ts';

type Condition = Value | { readonly gte?: Value; readonly lte?: Value };

/** After every text that begins with another one. */
const last = '\u{10FFFF}';

/** How a field of a type is looked for: by what the server's lists can be asked as well. */
export function waysOf(type: string): readonly FilterBy[] {
  if (type === 'choice' || type === 'boolean' || type === 'lookup') return ['is'];
  if (type === 'multi-choice') return [];
  return ['integer', 'decimal', 'money', 'percent', 'date', 'datetime'].includes(type)
    ? ['from', 'to', 'is']
    : ['starts', 'is'];
}

/** What the filters ask of a list; one that names no field, or no value of it, asks nothing. */
export function whereOf(tab: TabCard, filters: readonly Filter[]): Readonly<Record<string, Condition>> {
  const where: Record<string, Condition> = {};
  for (const { field, by, value: text } of filters) {
    const card = tab.fields[field];
    if (!card || text === '') continue;
    const value = card.type === 'boolean' ? text === 'true' : valueOfText(card, text);
    if (value === undefined || value === null) continue;
    const before = Object(where[field]);
    if (by === 'is') where[field] = value;
    else if (by === 'from') where[field] = { ...before, gte: value };
    else if (by === 'to') where[field] = { ...before, lte: value };
    else where[field] = { gte: text, lte: text + last };
  }
  return where;
}
