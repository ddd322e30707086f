import { useCallback, useEffect, useMemo, useState } from 'react';
import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { announce } from '@atlaskit/pragmatic-drag-and-drop-live-region';
import { useTranslation } from 'react-i18next';
import type { Row, TabCard } from 'genkan';
import { titleOf } from '@genkan/ui/record-names.ts';
import { useEdits } from '@genkan/ui/edits/edits.tsx';
import { boardField, moneyField } from '@genkan/ui/layout-fields.ts';
import type { Listed } from '../records/use-listed.ts';
import { BoardColumn } from './board-column.tsx';
import { columnsOf, keyOf, type Column } from './columns.ts';
import classes from './board.module.css';

type Props = { readonly module: string; readonly tab: TabCard; readonly listed: Listed };

/** Records parted by a choice. Moving a card is an edit of that field: shown at once, taken back if it is refused. */
export default function RecordBoard({ module, tab, listed }: Props) {
  const { t } = useTranslation();
  const { save } = useEdits();
  const field = boardField(tab) ?? '';
  const money = moneyField(tab);
  const [followed, follow] = useState<string | null>(null);
  const columns = useMemo(() => columnsOf(tab, field, listed.rows, listed.all), [tab, field, listed.rows, listed.all]);
  const move = useCallback(
    (row: Row, { value, label }: Column) => {
      const before = row[field] ?? null;
      if (before === value) return;
      announce(t('board.moved', { name: titleOf(tab, row), column: label ?? t('board.none') }));
      void save({ module, id: row.id, field, mine: value }, before, before);
    },
    [module, tab, field, save, t],
  );
  useEffect(
    () =>
      monitorForElements({
        onDrop: ({ source, location }) => {
          const row = listed.all.find(({ id }) => id === source.data['id']);
          const column = columns.find((each) => keyOf(each) === location.current.dropTargets[0]?.data['column']);
          if (row && column) move(row, column);
        },
      }),
    [columns, listed.all, move],
  );
  const moveTo = (row: Row, column: Column) => {
    follow(row.id);
    move(row, column);
  };
  return (
    <div className={classes['board']} role="group" aria-label={tab.label} data-phase={listed.phase}>
      {columns.map((column) => (
        <BoardColumn
          key={keyOf(column)}
          {...{ module, tab, field, money, column, columns, followed, follow }}
          whole={listed.outOf === null}
          onMove={moveTo}
          pendingFields={listed.pendingFields}
        />
      ))}
    </div>
  );
}
