import { useEffect, useMemo, useRef, useState } from 'react';
import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useTranslation } from 'react-i18next';
import type { Row, TabCard } from 'genkan';
import { ChoiceMark } from '@genkan/ui/choice-mark.tsx';
import { useWriting, writeNumber } from '@genkan/ui/writing.ts';
import { sumOf } from '../records/totals.ts';
import { BoardCard } from './board-card.tsx';
import { keyOf, type Column } from './columns.ts';
import classes from './board.module.css';

type Props = {
  readonly module: string;
  readonly tab: TabCard;
  readonly field: string;
  readonly money: string | null;
  readonly column: Column;
  readonly columns: readonly Column[];
  /** Whether these are all there are; otherwise counts and sums would say too little. */
  readonly whole: boolean;
  /** The card that was moved by keyboard: the focus goes with it. */
  readonly followed: string | null;
  readonly follow: (id: string | null) => void;
  readonly onMove: (row: Row, to: Column) => void;
  readonly pendingFields: (id: string) => readonly string[];
};

const cardHeight = 92;

/** One choice: its name, how many, how much, and its cards; only those on screen are drawn. */
export function BoardColumn(props: Props) {
  const { tab, field, column, followed } = props;
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  const over = useDropTarget(list, keyOf(column));
  const virtual = useVirtualizer({
    count: column.rows.length,
    getScrollElement: () => list.current,
    estimateSize: () => cardHeight,
    getItemKey: (at) => column.rows[at]?.id ?? at,
    overscan: 6,
  });
  const place = followed === null ? -1 : column.rows.findIndex(({ id }) => id === followed);
  useEffect(() => {
    if (place >= 0) virtual.scrollToIndex(place);
  }, [place, virtual]);
  const card = tab.fields[field];
  const label = column.label ?? t('board.none');
  return (
    <section className={classes['column']} aria-label={label} data-column={label} data-over={over}>
      <header className={classes['head']}>
        <h2 className={classes['name']}>
          {card && column.value !== null ? <ChoiceMark card={card} value={column.value} /> : label}
        </h2>
        {props.whole && <output className={classes['count']}>{column.all.length}</output>}
        {props.whole && <Sum {...props} />}
      </header>
      <div className={classes['cards']} ref={list}>
        <div className={classes['whole']} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, key, start }) => {
            const row = column.rows[index];
            return row && <BoardCard key={key} {...props} row={row} top={start} focused={row.id === followed} />;
          })}
        </div>
      </div>
    </section>
  );
}

/** Over everything in the column, on screen or not. */
function Sum({ tab, money, column }: Props) {
  const writing = useWriting();
  const sum = useMemo(() => (money === null ? null : sumOf(column.all, money)), [money, column.all]);
  if (money === null || sum === null) return null;
  return <span className={classes['sum']}>{writeNumber(tab.fields[money]?.type ?? '', sum, writing)}</span>;
}

/** Whether a card hangs over it now. */
function useDropTarget(list: React.RefObject<HTMLElement | null>, column: string): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const element = list.current;
    if (!element) return;
    return dropTargetForElements({
      element,
      getData: () => ({ column }),
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    });
  }, [list, column]);
  return over;
}
