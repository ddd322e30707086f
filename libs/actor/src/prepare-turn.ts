import type { Receipt } from '@genkan/log/portal-log';
import { refusal, type Admitted } from './admit.ts';
import { decideTurn, type Deciding } from './decide-turn.ts';
import { gather, learn, type Gathering } from './gather.ts';
import type { PortalState } from './portal-state.ts';
import { receiptKey } from './receipts.ts';
import type { Sights } from './sights.ts';
import type { Surroundings } from './surroundings.ts';
import { emptyDraft, tell, type TurnDraft } from './turn-draft.ts';
import { WorkingSet } from './working-set.ts';

export const turnLimits = { milliseconds: 20, changes: 500, misses: 16 } as const;

/** A turn ready to be stored; `rest` waits for the next one. */
export type Prepared<Item extends Admitted> = {
  readonly draft: TurnDraft<Item>;
  readonly working: WorkingSet;
  readonly rest: readonly Item[];
};

/**
 * Gathers and decides a batch on the portal as held. 'moved': another node wrote meanwhile; follow and prepare again.
 * Receipts are read only when `withReceipts` says so: an id that was used before makes the append `lost`, and only then
 * the question is worth a read (BENCH C1).
 */
export async function prepareTurn<Item extends Admitted>(
  items: readonly Item[],
  state: PortalState,
  sights: Sights,
  around: Surroundings,
  withReceipts: boolean,
): Promise<Prepared<Item> | 'moved'> {
  const { log } = around;
  const working = new WorkingSet(state.portal, state.cache);
  const from: Gathering = { log, portal: state.portal.id, head: state.head, working };
  const receipts = withReceipts ? await readReceipts(items, from) : heldReceipts(items, state);
  if (!(await gather(items, sights, from))) return 'moved';
  const draft = emptyDraft<Item>(state.head, state.timeFrom(around.clock()), receipts);
  const deciding = decidingWith(working, sights, state, draft, around);
  let next = 0;
  for (let misses = 0; next < items.length;) {
    const progress = decideTurn(items, next, draft, deciding);
    misses = progress.next === next ? misses + 1 : 0;
    next = progress.next;
    if (progress.missing.length === 0) break;
    const item = items[next];
    if (item && misses > turnLimits.misses) next = giveUp(item, next, draft, deciding);
    else if (!(await learn(progress.missing, from))) return 'moved';
  }
  return { draft, working, rest: items.slice(next) };
}

function decidingWith(
  working: WorkingSet,
  sights: Sights,
  state: PortalState,
  draft: TurnDraft,
  { newId, elapsed, onTrouble }: Surroundings,
): Deciding {
  const began = elapsed();
  return {
    working,
    sights,
    newId,
    refusalsOf: (member) => state.refusals.get(member),
    isFull: () =>
      elapsed() - began > turnLimits.milliseconds ||
      working.changes.length >= turnLimits.changes ||
      draft.answers.length >= turnLimits.changes,
    onDefect: (error, { command, request: { commandId } }) =>
      onTrouble({ portal: state.portal.id, command: command.name, commandId, during: 'deciding', error }),
  };
}

/** A command that asks for something new each time it is answered is a defect. */
function giveUp<Item extends Admitted>(item: Item, at: number, draft: TurnDraft<Item>, { onDefect }: Deciding): number {
  onDefect(new Error(`Asked more than ${turnLimits.misses} times.`), item);
  tell(draft, item, refusal(item.request.commandId, 'internal'));
  return at + 1;
}

const byKey = (receipts: readonly Receipt[]): ReadonlyMap<string, Receipt> =>
  new Map(receipts.map((receipt) => [receiptKey(receipt), receipt]));

const readReceipts = async (items: readonly Admitted[], { log, portal }: Gathering) =>
  byKey(
    await log.receipts(
      portal,
      items.map(({ request: { member, commandId } }) => ({ member, commandId })),
    ),
  );

const heldReceipts = (items: readonly Admitted[], { receipts }: PortalState) =>
  byKey(items.map(({ request }) => receipts.get(receiptKey(request))).filter((receipt) => receipt !== undefined));
