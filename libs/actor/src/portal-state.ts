import { applySetting, emptyPortal } from '@genkan/domain/changes';
import type { Portal } from '@genkan/domain/portal';
import type { Entry, HeldRows, PortalLog, Receipt } from '@genkan/log/portal-log';
import { BoundedMap } from './bounded-map.ts';
import { receiptKey } from './receipts.ts';
import type { RefusalCount } from './refusal-counter.ts';
import { RowCache } from './row-cache.ts';
import type { TurnDraft } from './turn-draft.ts';

const entriesAtOnce = 500;
/** Further behind than this it is cheaper to begin anew. */
const pages = 10;

/** A portal as its actor holds it between turns: everything in it is of one head. */
export class PortalState {
  readonly cache = new RowCache();
  /** Receipts of late, so that a repeat soon after is answered without a read. */
  readonly receipts = new BoundedMap<string, Receipt>(10_000);
  readonly refusals = new BoundedMap<string, RefusalCount>(10_000);
  #head: number;
  #portal: Portal;
  #lastAt: number;

  private constructor(head: number, portal: Portal, lastAt: number) {
    this.#head = head;
    this.#portal = portal;
    this.#lastAt = lastAt;
  }

  /** Loaded from the rows that were written with the log, never folded from its beginning (DECISIONS, config state). */
  static async load(log: PortalLog, id: string): Promise<PortalState> {
    const settings = await log.settings(id);
    if (!settings) return new PortalState(0, emptyPortal(id), 0);
    const [last] = await log.entries(id, settings.head - 1, 1);
    return new PortalState(settings.head, settings.portal, last ? Date.parse(last.at) : 0);
  }

  get head(): number {
    return this.#head;
  }
  get portal(): Portal {
    return this.#portal;
  }

  /** The time of the next entries: the clock's, but never before the last entry's. */
  timeFrom(clock: number): string {
    return new Date(Math.max(clock, this.#lastAt)).toISOString();
  }

  /** Reads what other nodes wrote. False: too much of it; load anew. */
  async follow(log: PortalLog): Promise<boolean> {
    const held: HeldRows = (module, id) => this.cache.record(module, id);
    for (let page = 0; page < pages; page += 1) {
      const entries = await log.entries(this.#portal.id, this.#head, entriesAtOnce, held);
      for (const entry of entries) this.#advance(entry);
      if (entries.length < entriesAtOnce) return true;
    }
    return false;
  }

  committed(draft: TurnDraft, portal: Portal): void {
    for (const entry of draft.entries) this.cache.keep(entry.changes);
    for (const receipt of draft.receipts) this.receipts.set(receiptKey(receipt), receipt);
    for (const [member, count] of draft.refusals) this.refusals.set(member, count);
    this.#portal = portal;
    this.#head += draft.entries.length;
    if (draft.entries.length > 0) this.#lastAt = Date.parse(draft.at);
  }

  #advance(entry: Entry): void {
    if (entry.sequence !== this.#head + 1) {
      throw new Error(`Portal ${entry.portal}: entry ${entry.sequence} does not follow ${this.#head}.`);
    }
    this.cache.follow(entry.changes);
    for (const change of entry.changes) {
      if (change.kind === 'setting') this.#portal = applySetting(this.#portal, change);
    }
    this.#head = entry.sequence;
    this.#lastAt = Math.max(this.#lastAt, Date.parse(entry.at));
  }
}
