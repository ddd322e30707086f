import { useMemo } from 'react';
import type { Row, TabCard } from 'genkan';
import { FieldText } from '../field-text.tsx';
import { layoutFields } from '../layout-fields.ts';
import { fieldColumns, type TableColumn } from './columns.ts';

/** A column for each field of a tab, in the order of its layouts; the same ones until the tab is another. */
export function useFieldColumns(tab: TabCard): readonly TableColumn<Row>[] {
  return useMemo(
    () =>
      fieldColumns(tab, layoutFields(tab), (card, row, field) => <FieldText card={card} value={row[field] ?? null} />),
    [tab],
  );
}
