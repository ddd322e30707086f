import type { Row } from 'genkan';

/** Adds with the lost digits kept (Neumaier), so that a sum of cents is that of the server. */
export function exactSum(values: Iterable<number>): number {
  let sum = 0;
  let lost = 0;
  for (const value of values) {
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return Number((sum + lost).toPrecision(15));
}

/** The sum of a field over rows; what is empty adds nothing. */
export const sumOf = (rows: readonly Row[], field: string): number =>
  exactSum(rows.map((row) => row[field]).filter((value) => typeof value === 'number'));
