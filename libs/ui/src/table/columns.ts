import type { ReactNode } from 'react';
import type { FieldCard, Row, TabCard } from 'genkan';
import { isNumeric } from '../writing.ts';

/** A column of any table: how it is called, how wide it is in rem, and what stands in it. */
export type TableColumn<R> = {
  readonly id: string;
  readonly label: string;
  readonly width: number;
  readonly numeric?: boolean;
  readonly cell: (row: R) => ReactNode;
};

/** In rem: wide enough for what the type usually holds, the same whatever the rows are, so that nothing shifts. */
const widths: Readonly<Record<string, number>> = {
  integer: 7,
  decimal: 8,
  money: 10,
  percent: 7,
  boolean: 6,
  date: 8.5,
  datetime: 11,
  choice: 9.5,
  lookup: 12,
  email: 15,
  'long-text': 18,
};

const widthOf = (type: string, first: boolean): number => (first ? 18 : (widths[type] ?? 12));

/** A column for each field of a tab. */
export const fieldColumns = (
  tab: TabCard,
  fields: readonly string[],
  cell: (card: FieldCard, row: Row, field: string) => ReactNode,
): readonly TableColumn<Row>[] =>
  fields.flatMap((field, at) => {
    const card = tab.fields[field];
    if (!card) return [];
    const { label, type } = card;
    const width = widthOf(type, at === 0);
    return [{ id: field, label, width, numeric: isNumeric(type), cell: (row: Row) => cell(card, row, field) }];
  });
