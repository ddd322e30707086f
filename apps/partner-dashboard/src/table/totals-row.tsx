import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row, TabCard } from 'genkan';
import { isNumeric, isSummed, useWriting, writeNumber } from '@genkan/ui/writing.ts';
import { sumOf } from '../records/totals.ts';
import classes from '@genkan/ui/table/table.module.css';

type Props = {
  readonly tab: TabCard;
  readonly fields: readonly string[];
  readonly rows: readonly Row[];
  readonly outOf: number | null;
};

/** How many, and the sum of what adds up: over everything that fits, not only over what is on screen. */
export function TotalsRow({ tab, fields, rows, outOf }: Props) {
  const { t } = useTranslation();
  const writing = useWriting();
  const sums = useMemo(() => {
    const summed = (outOf === null ? fields : []).filter((field) => isSummed(tab.fields[field]?.type ?? ''));
    return new Map(summed.map((field) => [field, sumOf(rows, field)]));
  }, [tab, fields, rows, outOf]);
  const sum = (field: string) => {
    const value = sums.get(field);
    return value === undefined ? null : writeNumber(tab.fields[field]?.type ?? '', value, writing);
  };
  const count =
    outOf === null ? t('list.count', { count: rows.length }) : t('list.firstOf', { shown: rows.length, total: outOf });
  return (
    <tfoot className={classes['totals']}>
      <tr>
        {fields.map((field, at) => (
          <td key={field} data-sum={field} data-numeric={isNumeric(tab.fields[field]?.type ?? '')}>
            {at === 0 ? count : sum(field)}
          </td>
        ))}
      </tr>
    </tfoot>
  );
}
