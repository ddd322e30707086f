import { useEffect, useMemo, useRef, type ReactNode } from 'react';
import { createColumnHelper, rowSortingFeature, tableFeatures, useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { TableColumn } from './columns.ts';
import { HeadCell } from './head-cell.tsx';
import { SkeletonRows } from './skeleton-rows.tsx';
import type { Sort } from './sort.ts';
import { TableRow, type Opening } from './table-row.tsx';
import { useRowKeys } from './use-row-keys.ts';
import classes from './table.module.css';

type Props<R> = {
  readonly columns: readonly TableColumn<R>[];
  readonly rows: readonly R[];
  /** What the table shows, for who cannot see it. */
  readonly label?: string | undefined;
  readonly phase?: string;
  readonly opening?: Opening<R>;
  /** The order of rows is that of their source: the table only says which one is asked for. */
  readonly sort?: Sort | null;
  readonly onSort?: (field: string) => void;
  readonly pendingFields?: (id: string) => readonly string[];
  readonly foot?: ReactNode;
  /** The last row is in sight: a list that is asked for in parts can ask for the next. */
  readonly onEnd?: () => void;
};
const rowHeight = 36;
const features = tableFeatures({ rowSortingFeature });
const none = (): readonly string[] => [];

/** Rows of which only those on screen are drawn; head and foot stay in sight. */
export function VirtualTable<R extends { readonly id: string }>(props: Props<R>) {
  const { columns, rows, label, phase = 'live', opening, sort = null, onSort, pendingFields = none, foot } = props;
  const { onEnd } = props;
  const scroll = useRef<HTMLDivElement>(null);
  const helper = useMemo(() => createColumnHelper<typeof features, R>(), []);
  const table = useTable({
    features,
    columns: useMemo(() => columns.map(({ id, label: header }) => helper.display({ id, header })), [columns, helper]),
    data: rows,
    getRowId: (row) => row.id,
    manualSorting: true,
    state: { sorting: sort ? [{ id: sort.field, desc: sort.down }] : [] },
  });
  const drawn = table.getRowModel().rows;
  const virtual = useVirtualizer({
    count: drawn.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollPaddingStart: rowHeight,
    scrollPaddingEnd: rowHeight,
  });
  const keys = useRowKeys(drawn.length, virtual);
  const items = virtual.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  useEnd(drawn.length, items.at(-1)?.index, onEnd);
  const total = columns.reduce((sum, { width }) => sum + width, 0);
  const numeric = new Map(columns.map((column) => [column.id, column.numeric ?? false]));
  return (
    <div className={classes['scroll']} ref={scroll} data-phase={phase}>
      <table
        className={classes['table']}
        aria-label={label}
        aria-rowcount={drawn.length + 1}
        style={{ minWidth: `${total}rem` }}
      >
        <colgroup>
          {columns.map(({ id, width }) => (
            <col key={id} style={{ width: `${width}rem` }} />
          ))}
        </colgroup>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map(({ id, column }) => (
                <HeadCell
                  key={id}
                  label={String(column.columnDef.header)}
                  numeric={numeric.get(id) ?? false}
                  sorted={column.getIsSorted()}
                  onSort={onSort && (() => onSort(id))}
                />
              ))}
            </tr>
          ))}
        </thead>
        <tbody onKeyDown={keys.onKeyDown}>
          {phase === 'loading' && drawn.length === 0 && <SkeletonRows columns={columns.length} />}
          {before > 0 && <Space height={before} columns={columns.length} />}
          {items.map(({ index }) => {
            const row = drawn[index];
            return (
              row && (
                <TableRow
                  key={row.id}
                  id={row.id}
                  row={row.original}
                  reached={index === keys.reachable(items)}
                  onReached={keys.reach}
                  pending={pendingFields(row.id)}
                  {...{ columns, index, opening }}
                />
              )
            );
          })}
          {after > 0 && <Space height={after} columns={columns.length} />}
        </tbody>
        {foot}
      </table>
    </div>
  );
}

function useEnd(count: number, last: number | undefined, onEnd: (() => void) | undefined): void {
  const told = useRef(onEnd);
  useEffect(() => {
    told.current = onEnd;
  });
  useEffect(() => {
    if (count > 0 && last === count - 1) told.current?.();
  }, [count, last]);
}

/** Stands for rows that are out of sight. */
const Space = ({ height, columns }: { readonly height: number; readonly columns: number }) => (
  <tr aria-hidden="true" className={classes['space']}>
    <td colSpan={columns} style={{ height }} />
  </tr>
);
