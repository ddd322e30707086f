import type { Entry, Receipt } from '@genkan/log/portal-log';
import type { Admitted } from './admit.ts';
import type { Answer, Outcome } from './answer.ts';
import type { RefusalCount } from './refusal-counter.ts';

/** What a turn has decided so far: it is stored whole, or forgotten whole (law 3). */
export type TurnDraft<Item extends Admitted = Admitted> = {
  readonly head: number;
  readonly at: string;
  readonly entries: Entry[];
  readonly receipts: Receipt[];
  readonly answers: { readonly item: Item; readonly answer: Answer }[];
  readonly refusals: Map<string, RefusalCount>;
  /** Receipts by `receiptKey`: those read for this turn and those its own commands leave. */
  readonly known: Map<string, Receipt>;
};

/** The head as it will be once the turn is stored, as far as it has come. */
export const headOf = ({ head, entries }: TurnDraft): number => head + entries.length;

/** Notes a command's answer as given at this point of the turn. */
export function tell<Item extends Admitted>(draft: TurnDraft<Item>, item: Item, outcome: Outcome): void {
  draft.answers.push({ item, answer: { ...outcome, at: headOf(draft) } });
}

export const emptyDraft = <Item extends Admitted>(
  head: number,
  at: string,
  receipts: ReadonlyMap<string, Receipt>,
): TurnDraft<Item> => ({
  head,
  at,
  entries: [],
  receipts: [],
  answers: [],
  refusals: new Map(),
  known: new Map(receipts),
});
