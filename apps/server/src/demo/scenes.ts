import type { Criteria } from '@genkan/domain/criteria';
import type { View } from '@genkan/domain/sight';
import { likelihood } from './sales.ts';
import { openStages, stages } from './setup.ts';
import { dateAt, inTurn, type Dice } from './dice.ts';
import { nextSteps, troubles } from './words.ts';

/** Somebody of the demo, who sees what he may see and sends commands like anyone. */
export type Actor = {
  /** His own record, if he is from outside. */
  readonly record: string | null;
  /** Some of the records of a module as he sees them. */
  readonly look: (module: string, where: Criteria) => Promise<readonly View[]>;
  readonly act: (command: string, input: object) => Promise<unknown>;
};
export type Cast = {
  readonly staff: readonly Actor[];
  readonly partners: readonly Actor[];
  readonly vendors: readonly Actor[];
  /** Everybody from outside: things happen where one of them sees them. */
  readonly watchers: readonly Actor[];
};
type Scene = (dice: Dice, cast: Cast) => Promise<void>;

const oneOf = <T>(dice: Dice, from: readonly T[]): T | undefined => from[Math.floor(dice.next() * from.length)];
const isOpen: Criteria = { field: 'Stage', is: 'in', value: [...openStages] };

const numberIn = ({ fields }: View, field: string): number => Number(fields[field] ?? 0);

/** The next stage, or the end: won more often than lost. */
function stageAfter(dice: Dice, stage: unknown): (typeof stages)[number] {
  const at = stages.findIndex((one) => one === stage);
  return at >= openStages.length - 1 ? (dice.chance(0.6) ? 'Won' : 'Lost') : inTurn(stages, at + 1);
}

/** What becomes of a deal in one step: sums come a little nearer to each other, days slip, stages go on. */
function step(dice: Dice, deal: View): Record<string, unknown> {
  const what = dice.next();
  if (what < 0.35) return { Stage: stageAfter(dice, deal.fields['Stage']) };
  if (what < 0.7)
    return { Amount: Math.max(1000, Math.round((numberIn(deal, 'Amount') * dice.between(90, 112)) / 100_000) * 1000) };
  if (what < 0.85) return { NextStep: dice.pick(nextSteps) };
  return { CloseDate: dateAt(dice.between(5, 120)) };
}

const withLikelihood = (set: Record<string, unknown>): Record<string, unknown> => {
  const stage = stages.find((one) => one === set['Stage']);
  return stage === undefined ? set : { ...set, Probability: likelihood[stage] };
};

/** A partner moves a deal of his own. */
const partnerWorks: Scene = async (dice, { partners }) => {
  const partner = oneOf(dice, partners);
  if (!partner) return;
  const own: Criteria = { and: [isOpen, { field: 'Partner', is: 'is', value: partner.record }] };
  const deal = oneOf(dice, await partner.look('Deals', own));
  if (deal) await partner.act('update-record', { module: 'Deals', id: deal.id, set: step(dice, deal) });
};

/** Staff move a deal that somebody from outside sees. */
const staffWork: Scene = async (dice, { staff, watchers }) => {
  const [seller, watcher] = [oneOf(dice, staff), oneOf(dice, watchers)];
  const deal = oneOf(dice, (await watcher?.look('Deals', isOpen)) ?? []);
  if (!seller || !deal) return;
  const set = 'Amount' in deal.fields ? step(dice, deal) : { Stage: stageAfter(dice, deal.fields['Stage']) };
  await seller.act('update-record', { module: 'Deals', id: deal.id, set: withLikelihood(set) });
};

/** A lost deal is taken up again, so that there is always something open. */
const takenUp: Scene = async (dice, { staff, watchers }) => {
  const [seller, watcher] = [oneOf(dice, staff), oneOf(dice, watchers)];
  const deal = oneOf(dice, (await watcher?.look('Deals', { field: 'Stage', is: 'in', value: ['Lost', 'Won'] })) ?? []);
  const set = withLikelihood({
    Stage: 'Prospecting',
    NextStep: dice.pick(nextSteps),
    CloseDate: dateAt(dice.between(30, 150)),
  });
  if (seller && deal) await seller.act('update-record', { module: 'Deals', id: deal.id, set });
};

const caseStatus: Readonly<Record<string, string>> = { New: 'Open', Open: 'Waiting', Waiting: 'Closed', Closed: 'New' };
const caseMoves: Scene = async (dice, { staff, watchers }) => {
  const [seller, watcher] = [oneOf(dice, staff), oneOf(dice, watchers)];
  const found = oneOf(dice, (await watcher?.look('Cases', { field: 'Subject', is: 'not-empty' })) ?? []);
  const Status = caseStatus[String(found?.fields['Status'])];
  if (!seller || !found || Status === undefined) return;
  const again = Status === 'New' ? { Description: `Again: ${dice.pick(troubles)}` } : {};
  await seller.act('update-record', { module: 'Cases', id: found.id, set: { Status, ...again } });
};

const stockChanges: Scene = async (dice, { vendors }) => {
  const vendor = oneOf(dice, vendors);
  const product = oneOf(dice, (await vendor?.look('Products', { field: 'Active', is: 'is', value: true })) ?? []);
  if (!vendor || !product) return;
  const InStock = Math.max(0, numberIn(product, 'InStock') + dice.between(-12, 12));
  await vendor.act('update-record', { module: 'Products', id: product.id, set: { InStock } });
};

/** One thing that happens, and how often. */
const scenes: readonly (readonly [upTo: number, scene: Scene])[] = [
  [0.35, partnerWorks],
  [0.75, staffWork],
  [0.84, takenUp],
  [0.93, caseMoves],
  [1, stockChanges],
];

export async function playScene(dice: Dice, cast: Cast): Promise<void> {
  const drawn = dice.next();
  await scenes.find(([upTo]) => drawn < upTo)?.[1](dice, cast);
}
