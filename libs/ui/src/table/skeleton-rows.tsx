import { Skeleton } from '@mantine/core';
import classes from './table.module.css';

const lines = Array.from({ length: 12 }, (_, at) => at);

/** Rows to come, of the height they will have, so that nothing shifts. */
export const SkeletonRows = ({ columns }: { readonly columns: number }) =>
  lines.map((line) => (
    <tr key={line} aria-hidden="true" className={classes['still']}>
      {Array.from({ length: columns }, (_, at) => (
        <td key={at}>
          <Skeleton height={10} width={`${45 + ((line * 17 + at * 29) % 45)}%`} />
        </td>
      ))}
    </tr>
  ));
