import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { TableColumn } from './columns.ts';
import classes from './table.module.css';

export type Opening<R> = {
  /** The address of an opened row, so that it can be opened in a tab of its own. */
  readonly href: (row: R) => string;
  readonly onOpen: (row: R) => void;
  readonly open: string | undefined;
};
type Props<R> = {
  readonly id: string;
  readonly row: R;
  readonly columns: readonly TableColumn<R>[];
  readonly index: number;
  readonly opening: Opening<R> | undefined;
  /** Whether Tab stops here. */
  readonly reached: boolean;
  readonly onReached: (index: number) => void;
  readonly pending: readonly string[];
};

/** The browser's own ways to open a link stay the browser's. */
const isPlain = ({ button, altKey, ctrlKey, metaKey, shiftKey }: MouseEvent): boolean =>
  button === 0 && !altKey && !ctrlKey && !metaKey && !shiftKey;

/** A row; where rows open, its first cell is the link that does it, and so does a click anywhere in it. */
export function TableRow<R>({ id, row, columns, index, opening, reached, onReached, pending }: Props<R>) {
  const { t } = useTranslation('ui');
  const open = opening?.open === id;
  const name = (column: TableColumn<R>, { href, onOpen }: Opening<R>) => (
    <a
      className={classes['name']}
      href={href(row)}
      tabIndex={reached ? 0 : -1}
      aria-current={open ? 'true' : undefined}
      onFocus={() => onReached(index)}
      onClick={(event) => {
        event.stopPropagation();
        if (!isPlain(event)) return;
        event.preventDefault();
        onOpen(row);
      }}
    >
      {column.cell(row) || t('record.unnamed')}
    </a>
  );
  return (
    <tr
      data-id={id}
      data-open={open}
      data-opens={opening !== undefined}
      aria-rowindex={index + 2}
      onClick={() => opening?.onOpen(row)}
    >
      {columns.map((column, at) => (
        <td
          key={column.id}
          data-field={column.id}
          data-numeric={column.numeric ?? false}
          data-pending={pending.includes(column.id)}
        >
          {at === 0 && opening ? name(column, opening) : column.cell(row)}
        </td>
      ))}
    </tr>
  );
}
