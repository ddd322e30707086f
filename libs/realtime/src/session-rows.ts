/**
 * Which records a session was sent: a module from one sequence to another, as judged by its rules at each. From the
 * first part that left, a picture of which only a part came included: in doubt somebody did receive it.
 */
export type SentRow = {
  readonly portal: string;
  readonly session: string;
  readonly member: string;
  readonly module: string;
  readonly from: number;
};

/**
 * Where it is written down what was sent to whom, so that "who did receive this value" can be answered later (P13).
 * Told after the fact and never waited for: a lost row is a gap in the record, never a late frame.
 */
export interface SessionRows {
  began(row: SentRow): void;
  ended(row: SentRow, to: number): void;
}

export const nobodyAsks: SessionRows = { began: () => undefined, ended: () => undefined };
