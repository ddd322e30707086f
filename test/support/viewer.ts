import {
  applyFrame,
  applySnapshot,
  voided,
  type Replica,
  type Snapshot,
  type Step,
  type WireRow,
} from '../oracle/replica.ts';
import type { Line, Loose } from './server.ts';

/** A client that subscribes to every tab it is granted and keeps what it is sent, by the oracle's own reading of the wire. */
export class Viewer {
  readonly line: Line;
  /** What the server did that the wire does not allow. */
  readonly faults: string[] = [];
  #replica: Replica = {};
  #tabs: ReadonlySet<string> = new Set();
  readonly #subscribed = new Set<string>();
  readonly #withdrawn = new Set<string>();
  #read = 0;

  constructor(line: Line) {
    this.line = line;
  }

  /** Resolves when everything up to the present head was sent and taken, of newly granted tabs too. */
  async settle(): Promise<void> {
    for (;;) {
      await this.line.ask('caught-up', {});
      this.#takeAll();
      const fresh = [...this.#tabs].filter((module) => !this.#subscribed.has(module));
      if (fresh.length === 0) return;
      for (const module of fresh) {
        this.#subscribed.add(module);
        this.#replica = { [module]: { complete: false, rows: new Map() }, ...this.#replica };
        const { status } = await this.line.ask('subscribe', { module });
        if (status !== 'subscribed') this.faults.push(`${module}, which was granted, answers ${status}`);
      }
    }
  }

  /** What it holds, by module. */
  get held(): ReadonlyMap<string, readonly WireRow[]> {
    return new Map(Object.entries(this.#replica).map(([module, { rows }]) => [module, [...rows.values()]]));
  }

  #takeAll(): void {
    for (const { event, message } of this.line.heard.slice(this.#read)) {
      if (event === 'welcome') this.#grant(message.ability);
      else if (event === 'ability') this.#grant(message);
      else if (event === 'snapshot') this.#begin(message);
      else if (event === 'frame') this.#keep(applyFrame(this.#replica, message));
      else if (event === 'reset') this.#replica = voided(this.#replica, message.module);
      else if (event !== 'self') this.faults.push(`${event}: ${JSON.stringify(message)}`);
    }
    this.#read = this.line.heard.length;
  }

  /** What is held of a tab that is gone is taken away by the frame that follows. It may be asked for when it comes back. */
  #grant({ tabs }: Loose): void {
    this.#tabs = new Set(Object.keys(tabs));
    for (const module of this.#subscribed) {
      if (this.#tabs.has(module)) continue;
      this.#subscribed.delete(module);
      this.#withdrawn.add(module);
    }
  }

  #begin(page: Snapshot): void {
    if (this.#withdrawn.delete(page.module)) this.#replica = voided(this.#replica, page.module);
    this.#keep(applySnapshot(this.#replica, page));
  }

  #keep({ replica, faults }: Step): void {
    this.#replica = replica;
    this.faults.push(...faults);
  }
}
