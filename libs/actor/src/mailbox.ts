import { FairLane } from './fair-lane.ts';

/** What waits: whose it is, how many changes it may bring (one, or the rows of an import), and whether it is an import. */
export type Waiting = { readonly member: string; readonly weight: number; readonly bulk: boolean };
export type MailboxLimits = {
  readonly capacity: number;
  readonly capacityOfMember: number;
  /** Changes or commands in one batch. */
  readonly batch: number;
  /** After so many batches without one, an import goes first: lower class, never starved. */
  readonly patience: number;
};
export const mailboxLimits: MailboxLimits = { capacity: 10_000, capacityOfMember: 1_000, batch: 500, patience: 8 };

/** The commands of one portal that wait for their turn: bounded, fair between members, imports last . */
export class Mailbox<Item extends Waiting> {
  readonly #limits: MailboxLimits;
  readonly #live = new FairLane<Item>();
  readonly #bulk = new FairLane<Item>();
  #passedOver = 0;

  constructor(limits: MailboxLimits = mailboxLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#live.size + this.#bulk.size;
  }

  /** False: the mailbox, or this member's share of it, is full (`too-many`). */
  offer(item: Item): boolean {
    const lane = this.#laneOf(item);
    if (this.size >= this.#limits.capacity) return false;
    if (lane.waitingOf(item.member) >= this.#limits.capacityOfMember) return false;
    lane.add(item);
    return true;
  }

  /** The next batch; an item heavier than a whole batch comes alone. */
  take(): Item[] {
    const batch: Item[] = [];
    let room = this.#limits.batch;
    const importFirst = this.#passedOver >= this.#limits.patience;
    for (const lane of importFirst ? [this.#bulk, this.#live] : [this.#live, this.#bulk]) {
      for (let item = lane.peek(); item && (batch.length === 0 || item.weight <= room); item = lane.peek()) {
        lane.next();
        batch.push(item);
        room -= item.weight;
      }
    }
    this.#passedOver = this.#bulk.size > 0 && !batch.some((item) => item.bulk) ? this.#passedOver + 1 : 0;
    return batch;
  }

  /** Items of a batch that were not decided wait again, in their old order, for the next turn. */
  putBack(items: readonly Item[]): void {
    if (items.length === 0) return;
    this.#live.putBack(items.filter((item) => !item.bulk));
    this.#bulk.putBack(items.filter((item) => item.bulk));
  }

  #laneOf(item: Item): FairLane<Item> {
    return item.bulk ? this.#bulk : this.#live;
  }
}
