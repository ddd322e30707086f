import type { Question } from '@genkan/domain/known';
import { Rejected, rejections } from '@genkan/domain/rejected';
import type { Entry, Receipt } from '@genkan/log/portal-log';
import { isFounding, refusal, type Admitted } from './admit.ts';
import type { Outcome } from './answer.ts';
import { actorOf, decideCommand, type Actor, type Decided } from './decide-command.ts';
import { missingFrom } from './missing.ts';
import { inputHash, isOutworn, receiptKey, sameInput } from './receipts.ts';
import { countRefusal, type RefusalCount } from './refusal-counter.ts';
import type { Sights } from './sights.ts';
import { fieldsOf, toldAgain, toldResult } from './told.ts';
import { headOf, tell, type TurnDraft } from './turn-draft.ts';
import type { WorkingSet } from './working-set.ts';

/** What a turn is decided with; time and ids are handed in (law 10). */
export type Deciding = {
  readonly working: WorkingSet;
  readonly sights: Sights;
  readonly newId: () => string;
  readonly refusalsOf: (member: string) => RefusalCount | undefined;
  /** True: the rest waits for the next turn (20 ms of deciding, 500 changes). */
  readonly isFull: () => boolean;
  /** A defect: the command is refused as `internal` and nothing of it stays. */
  readonly onDefect: (error: unknown, item: Admitted) => void;
};

/** How far a turn came: everything before `next` is in the draft; `missing` must be gathered to go on from there. */
export type Progress = { readonly next: number; readonly missing: readonly Question[] };

/**
 * Decides commands one after the other, each on what the ones before it left (AC2). Where one lacks something, those
 * after it are only tried, to hear what they lack as well: one read serves them all.
 */
export function decideTurn<Item extends Admitted>(
  items: readonly Item[],
  from: number,
  draft: TurnDraft<Item>,
  deciding: Deciding,
): Progress {
  for (let at = from; at < items.length; at += 1) {
    const item = items[at];
    if (!item || (draft.answers.length > 0 && deciding.isFull())) return { next: at, missing: [] };
    const missing = attempt(item, draft, deciding, true);
    if (missing.length > 0) return { next: at, missing: [...missing, ...heard(items.slice(at + 1), draft, deciding)] };
  }
  return { next: items.length, missing: [] };
}

const heard = <Item extends Admitted>(items: readonly Item[], draft: TurnDraft<Item>, deciding: Deciding) =>
  items.flatMap((item) => attempt(item, draft, deciding, false));

/** Decides one command; what it lacks, or nothing. Only with `kept` something stays of it. */
function attempt<Item extends Admitted>(
  item: Item,
  draft: TurnDraft<Item>,
  deciding: Deciding,
  kept: boolean,
): readonly Question[] {
  const { working } = deciding;
  const savepoint = working.savepoint();
  try {
    const record = outcomeOf(item, draft, deciding, savepoint);
    if (kept) record();
    else working.rollback(savepoint);
    return [];
  } catch (error) {
    working.rollback(savepoint);
    const missing = missingFrom(error);
    if (missing) return missing;
    if (kept) {
      deciding.onDefect(error, item);
      tell(draft, item, refusal(item.request.commandId, 'internal'));
    }
    return [];
  }
}

/** How a command ends, as what is to be written down of it. */
function outcomeOf<Item extends Admitted>(
  item: Item,
  draft: TurnDraft<Item>,
  deciding: Deciding,
  savepoint: number,
): () => void {
  const { working, sights } = deciding;
  const { commandId, member } = item.request;
  const only = (outcome: Outcome) => () => tell(draft, item, outcome);
  const founds = isFounding(item.command);
  const exists = headOf(draft) > 0;
  if (!exists && !founds) return only(refusal(commandId, 'not-found'));
  const actor = actorOf(member, working, sights);
  if (!actor) return only(refusal(commandId, 'unauthenticated'));
  const receipt = draft.known.get(receiptKey(item.request));
  if (receipt) {
    if (isOutworn(receipt, draft.at)) return only(refusal(commandId, 'stale-command'));
    if (!sameInput(receipt, item.command.name, item.canonical)) return only(refusal(commandId, 'key-reused'));
    return only(toldAgain(item, receipt, actor.sight, working));
  }
  if (exists && founds) return only(refusal(commandId, 'not-possible'));
  try {
    const decided = decideCommand(item, actor, working, {
      now: draft.at,
      newId: deciding.newId,
      onDefect: (error) => denied(error, item, deciding),
    });
    const seen = decided.changes.length === 0 ? actor.sight : (actorOf(member, working, sights)?.sight ?? null);
    const told = seen ? toldResult(item, decided.result, seen, working) : {};
    return () => applied(item, decided, told, draft, deciding);
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    working.rollback(savepoint);
    return () => rejected(item, error, draft, deciding, actor);
  }
}

/** A rule that breaks while judging denies, and is heard of (law 6); a rule that lacks something has not judged yet. */
function denied(error: unknown, item: Admitted, { onDefect }: Deciding): void {
  if (missingFrom(error)) throw error;
  onDefect(error, item);
}

function applied<Item extends Admitted>(
  item: Item,
  { changes, result }: Decided,
  told: Readonly<Record<string, unknown>>,
  draft: TurnDraft<Item>,
  { newId, working }: Deciding,
): void {
  const sequence = changes.length > 0 ? write(item, 'applied', changes, draft, working.portal.id) : null;
  keep(item, draft, newId, { outcome: 'applied', sequence, result, fields: [] });
  const { commandId } = item.request;
  tell(draft, item, { commandId, sequence, replayed: false, status: 'applied', result: told });
}

/** What a refusal leaves: an entry if it was for lack of right, a receipt otherwise, or nothing (DECISIONS). */
function rejected<Item extends Admitted>(
  item: Item,
  refused: Rejected,
  draft: TurnDraft<Item>,
  { newId, refusalsOf, working }: Deciding,
  { member }: Actor,
): void {
  const { code, message, issues, conflicts } = refused;
  const founding = headOf(draft) === 0; // a portal that is not there keeps nothing
  const trace = founding ? 'nothing' : rejections[code].trace;
  let sequence: number | null = null;
  if (trace === 'entry') {
    const who = member?.id ?? '';
    const counted = countRefusal(draft.refusals.get(who) ?? refusalsOf(who), draft.at);
    draft.refusals.set(who, counted.count);
    const outcome = counted.trace === 'counter-entry' ? 'too-many' : code;
    if (counted.trace !== 'receipt') sequence = write(item, outcome, [], draft, working.portal.id);
  }
  if (trace !== 'nothing') keep(item, draft, newId, { outcome: code, sequence, result: {}, fields: fieldsOf(refused) });
  const { commandId } = item.request;
  tell(draft, item, { commandId, sequence, replayed: false, status: 'rejected', code, message, issues, conflicts });
}

/** One command, one entry, one sequence (P2, P4). */
function write(
  { request, command }: Admitted,
  outcome: Entry['outcome'],
  changes: Entry['changes'],
  draft: TurnDraft,
  portal: string,
): number {
  const sequence = headOf(draft) + 1;
  const { commandId, member } = request;
  draft.entries.push({ portal, sequence, command: command.name, commandId, member, at: draft.at, outcome, changes });
  return sequence;
}

function keep(
  { request, command, canonical }: Admitted,
  draft: TurnDraft,
  newId: () => string,
  outcome: Pick<Receipt, 'outcome' | 'sequence' | 'result' | 'fields'>,
): void {
  const { commandId, member } = request;
  const salt = newId();
  const hash = inputHash(salt, canonical);
  const receipt = { member, commandId, command: command.name, salt, inputHash: hash, ...outcome, at: draft.at };
  draft.receipts.push(receipt);
  draft.known.set(receiptKey(request), receipt);
}
