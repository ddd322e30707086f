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

/** `x`: of the reference; else of the unit. `none`: the row is there to be seen beside another. */
export type Goal = { readonly side: '>=' | '<='; readonly core: number; readonly beyond: number; readonly of: string };
export const atLeast = (core: number, beyond: number): Goal => ({ side: '>=', core, beyond, of: 'x' });
export const atMost = (core: number, beyond: number, of = 'x'): Goal => ({ side: '<=', core, beyond, of });

type Judged = Pick<Row, 'id' | 'name' | 'unit' | 'ours' | 'wrong'> & {
  readonly goal: Goal | null;
  readonly reference?: { readonly name: string; readonly value: number };
};

/** A row with its ratio, judged by its goal; without a goal it stands beside another, and only wrong makes it fail. */
export function judged({ goal, reference, ...row }: Judged): Row {
  const ratio = reference ? row.ours / reference.value : null;
  const judgedBy = ratio ?? row.ours;
  const holds = goal === null || (goal.side === '>=' ? judgedBy >= goal.core : judgedBy <= goal.core);
  return {
    ...row,
    reference: reference?.value ?? null,
    referenceName: reference?.name ?? '-',
    ratio,
    goal: goal ? `${goal.side} ${goal.core} ${goal.of}` : '-',
    beyond: goal ? `${goal.side} ${goal.beyond} ${goal.of}` : '-',
    reached: holds && row.wrong === 0,
  };
}

export const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

const figure = (value: number | null) =>
  value === null ? '-' : value >= 100 ? value.toFixed(0) : value.toPrecision(3);

const verdict = ({ wrong, goal, reached }: Row) =>
  wrong > 0 ? `WRONG (${wrong})` : goal === '-' ? '' : reached ? 'reached' : 'not reached';

export const printRow = (row: Row): string =>
  [
    row.id.padEnd(12),
    row.name.padEnd(62),
    `${figure(row.ours)} ${row.unit}`.padEnd(26),
    `${figure(row.reference)} (${row.referenceName})`.padEnd(60),
    (row.ratio === null ? '-' : `${row.ratio.toFixed(2)} x`).padEnd(9),
    `goal ${row.goal}`.padEnd(18),
    verdict(row),
  ].join(' ');
