import { ArrowDown, ArrowUp } from 'lucide-react';
import classes from './table.module.css';

type Props = {
  readonly label: string;
  readonly numeric: boolean;
  readonly sorted: false | 'asc' | 'desc';
  /** Absent: these rows have one order. */
  readonly onSort: (() => void) | undefined;
};

export function HeadCell({ label, numeric, sorted, onSort }: Props) {
  if (!onSort)
    return (
      <th scope="col" data-numeric={numeric}>
        <span className={classes['still-head']}>{label}</span>
      </th>
    );
  const order = sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : 'none';
  const Arrow = sorted === 'desc' ? ArrowDown : ArrowUp;
  return (
    <th scope="col" aria-sort={order} data-numeric={numeric}>
      <button className={classes['sort']} onClick={onSort}>
        <span className={classes['label']}>{label}</span>
        <Arrow className={classes['arrow']} size={12} aria-hidden data-shown={sorted !== false} />
      </button>
    </th>
  );
}
