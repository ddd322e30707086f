/** A row of the bench, as printed and as written to JSON. */
export type Row = {
  id: string;
  name: string;
  ours: number;
  reference: number | null;
  referenceName: string;
  ratio: number | null;
  goal: string;
  beyond: string;
  reached: boolean;
  unit: string;
  /** Deliveries missing, doubled or holding a forbidden value: above 0 the row is never reached. */
  wrong: number;
};

export const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

const figure = (value: number | null) =>
  value === null ? '-' : value >= 100 ? value.toFixed(0) : value.toPrecision(3);

export const printRow = (row: Row): string =>
  [
    row.id.padEnd(9),
    row.name.padEnd(58),
    `${figure(row.ours)} ${row.unit}`.padEnd(26),
    `${figure(row.reference)} (${row.referenceName})`.padEnd(52),
    (row.ratio === null ? '-' : `${row.ratio.toFixed(2)} x`).padEnd(9),
    `goal ${row.goal}`.padEnd(18),
    row.wrong > 0 ? `WRONG (${row.wrong})` : row.reached ? 'reached' : 'not reached',
  ].join(' ');
