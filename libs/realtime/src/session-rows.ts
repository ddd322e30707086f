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
 * The first of a module waits until its row is kept, so that a node that dies has sent nothing the account does not hold;
 * what follows waits for nothing. An end before the place a row began at: nothing was sent.
 */
export interface SessionRows {
  /** Resolves when the row is kept, or cannot be for so long that the session is not held up by it. */
  began(row: SentRow): Promise<void>;
  ended(row: SentRow, to: number): void;
}

export const nobodyAsks: SessionRows = { began: () => Promise.resolve(), ended: () => undefined };
