import type { FieldConflict, Issue, RejectionCode } from '@genkan/domain/rejected';

/** A command as a door hands it over. `input` is not yet parsed. */
export type CommandRequest = {
  readonly portal: string;
  readonly member: string | null;
  readonly commandId: string;
  readonly name: string;
  readonly input: unknown;
};

/**
 * How a command ended. `sequence` is the entry it became (null: nothing changed, or only a receipt was kept): the
 * gateway sends the answer right after that entry's effects. It never leaves for portal users as a number.
 */
export type Outcome = { readonly commandId: string; readonly sequence: number | null; readonly replayed: boolean } & (
  | { readonly status: 'applied'; readonly result: Readonly<Record<string, unknown>> }
  | {
      readonly status: 'rejected';
      readonly code: RejectionCode;
      readonly message: string;
      readonly issues: readonly Issue[];
      readonly conflicts: readonly FieldConflict[];
    }
);

/**
 * What the sender is told. `at` is the last entry that was known when it was decided, its own if it became one (0: the
 * portal was not read): who is told that nothing had to change then reads a portal in which that is so (I5).
 */
export type Answer = Outcome & { readonly at: number };
