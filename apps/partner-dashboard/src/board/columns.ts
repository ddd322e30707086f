import type { Row, TabCard, Value } from 'genkan';

export type Column = {
  readonly value: string | null;
  /** Null: the records without a choice. */
  readonly label: string | null;
  /** The cards, steady; `all` counts what waits to be shown too. */
  readonly rows: readonly Row[];
  readonly all: readonly Row[];
};

export const keyOf = ({ value }: Pick<Column, 'value'>): string => JSON.stringify(value);

function parted(field: string, rows: readonly Row[]): ReadonlyMap<Value, readonly Row[]> {
  const parts = new Map<Value, Row[]>();
  for (const row of rows) {
    const value = row[field] ?? null;
    const part = parts.get(value);
    if (part) part.push(row);
    else parts.set(value, [row]);
  }
  return parts;
}

/** A column for each choice in its order; one for those without a choice, and one for a former choice, only if there are any. */
export function columnsOf(tab: TabCard, field: string, shown: readonly Row[], all: readonly Row[]): readonly Column[] {
  const cards = parted(field, shown);
  const everything = parted(field, all);
  const choices = tab.fields[field]?.choices ?? [];
  const others = [...everything.keys()].filter((value) => !(typeof value === 'string' && choices.includes(value)));
  return [...choices, ...others.map((value) => (typeof value === 'string' ? value : null))].map((value) => ({
    value,
    label: value,
    rows: cards.get(value) ?? [],
    all: everything.get(value) ?? [],
  }));
}
