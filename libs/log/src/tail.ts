import { applySetting, emptyPortal } from '@genkan/domain/changes';
import type { Portal } from '@genkan/domain/portal';
import { backOff, Pause } from './back-off.ts';
import type { Entry, PortalLog } from './portal-log.ts';
import { Ring } from './ring.ts';

export type TailOptions = {
  readonly log: Pick<PortalLog, 'entries' | 'settings'>;
  readonly portal: string;
  /** How many changes the ring holds. */
  readonly ring?: number;
  /** Entries read at once. */
  readonly pageSize?: number;
  /** Told of every failed read and of every listener that threw; the tail goes on. */
  readonly trouble?: (error: unknown) => void;
};
/** More entries than this are not held for a slow listener. */
const mostOffered = 5000;

/** Awaited before the next entry; `settings` are those after the entry. */
export type EntryListener = (entry: Entry, settings: Portal) => void | Promise<void>;

/**
 * One node's place in one portal's log: every entry exactly once, in order, whatever wakes it (law 8). Entries come from
 * the log, or are taken as offered by the actor that has just committed them if they are the very next.
 */
export class Tail {
  readonly portal: string;
  readonly #options: TailOptions;
  readonly #listeners = new Set<EntryListener>();
  readonly #waiting = new Set<{ sequence: number; reached: () => void }>();
  readonly #pause = new Pause();
  #offered: Entry[] = [];
  #settings: Portal;
  #ring: Ring;
  #at = 0;
  #delivered = 0;
  /** The newest head anybody told of; reads go on until it is reached or the log ends. */
  #told = 0;
  #failures = 0;
  #running: Promise<void> | null = null;
  #started = false;
  #stopped = false;

  constructor(options: TailOptions) {
    this.#options = options;
    this.portal = options.portal;
    this.#settings = emptyPortal(options.portal);
    this.#ring = new Ring(options.ring ?? 20_000, 0);
  }

  /** The newest entry taken in; its listeners may still be at work. */
  get at(): number {
    return this.#at;
  }
  get settings(): Portal {
    return this.#settings;
  }
  /** True while the log cannot be read: what this node says may be old. */
  get failing(): boolean {
    return this.#failures > 0;
  }

  /** Begins at the head of the log, with the settings that belong to it. */
  async start(): Promise<void> {
    const { log, ring } = this.#options;
    const found = await log.settings(this.portal);
    if (found !== null) this.#settings = found.portal;
    this.#at = this.#delivered = found?.head ?? 0;
    this.#ring = new Ring(ring ?? 20_000, this.#at);
    this.#started = true;
    this.wake();
  }

  /** Ends after the entry under way; whoever waits to reach a sequence is answered false. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#pause.end();
    for (const waiting of this.#waiting) waiting.reached();
    await this.#running;
  }

  /** Entries just committed by this node, in order: saves the read. Never needed (a test turns it off). */
  offer(entries: readonly Entry[]): void {
    this.#offered.push(...entries);
    if (this.#offered.length > mostOffered) this.#dropOffered();
    this.#pause.end();
    this.#run();
  }

  /** The head may have moved, perhaps to `head`: a hint at or below what is held costs nothing, a forged one a read. */
  wake(head = Infinity): void {
    const held = this.#offered.at(-1)?.sequence ?? this.#at;
    if (!(head > held)) return;
    this.#told = Math.max(this.#told, head);
    this.#run();
  }

  /** Resolves true when the listeners have dealt with `sequence`, false when that takes longer than `ms`. */
  async reach(sequence: number, ms: number): Promise<boolean> {
    if (this.#delivered >= sequence) return true;
    this.wake(sequence);
    await new Promise<void>((resolve) => {
      const waiting = { sequence, reached: () => done() };
      const timer = setTimeout(() => done(), ms);
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(waiting);
        resolve();
      };
      this.#waiting.add(waiting);
      if (this.#stopped) done();
    });
    return this.#delivered >= sequence;
  }

  /** The entries after a sequence, up to `at`; null when the ring no longer holds them. */
  since(sequence: number): readonly Entry[] | null {
    return this.#ring.since(sequence);
  }

  /** Hears every entry from now on, after the listeners that came before it. Returns how to stop. */
  onEntry(listener: EntryListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A listener is far behind: what was offered is read again later rather than held. */
  #dropOffered(): void {
    this.#told = Math.max(this.#told, this.#offered.at(-1)?.sequence ?? 0);
    this.#offered = [];
  }

  #run(): void {
    if (!this.#started || this.#running !== null || this.#stopped) return;
    this.#running = this.#follow().finally(() => {
      this.#running = null;
      if (this.#offered.length > 0 || this.#told > 0) this.#run();
    });
  }

  async #follow(): Promise<void> {
    while (!this.#stopped) {
      const entries = this.#takeOffered() ?? (await this.#read());
      if (entries === 'failed') await this.#pause.wait(backOff(this.#failures));
      else if (entries.length === 0) return;
      else await this.#takeAll(entries);
    }
  }

  /** The offered entries if they begin at the very next sequence; null: read. */
  #takeOffered(): readonly Entry[] | null {
    const fresh = this.#offered.filter((entry) => entry.sequence > this.#at);
    this.#offered = [];
    if (fresh.length === 0) return null;
    if (fresh[0]?.sequence === this.#at + 1) return fresh;
    this.#told = Math.max(this.#told, fresh.at(-1)?.sequence ?? 0);
    return null;
  }

  /** The next entries of the log, if anybody told of some. */
  async #read(): Promise<readonly Entry[] | 'failed'> {
    const told = this.#told;
    this.#told = 0;
    if (told <= this.#at) return [];
    const { log, pageSize = 500 } = this.#options;
    try {
      const entries = await log.entries(this.portal, this.#at, pageSize, (_, id) => this.#ring.row(id));
      this.#failures = 0;
      if (entries.length > 0) this.#told = Math.max(this.#told, told);
      return entries;
    } catch (error) {
      this.#told = Math.max(this.#told, told);
      this.#failures += 1;
      this.#options.trouble?.(error);
      return 'failed';
    }
  }

  async #takeAll(entries: readonly Entry[]): Promise<void> {
    for (const entry of entries) {
      if (this.#stopped) return;
      if (entry.sequence === this.#at + 1) await this.#take(entry);
      else if (entry.sequence > this.#at) this.#told = Math.max(this.#told, entry.sequence); // a hole: read
    }
  }

  async #take(entry: Entry): Promise<void> {
    for (const change of entry.changes) {
      if (change.kind === 'setting') this.#settings = applySetting(this.#settings, change);
    }
    this.#ring.push(entry);
    this.#at = entry.sequence;
    for (const listener of this.#listeners) {
      try {
        await listener(entry, this.#settings);
      } catch (error) {
        this.#options.trouble?.(error);
      }
    }
    this.#delivered = entry.sequence;
    for (const waiting of this.#waiting) if (waiting.sequence <= entry.sequence) waiting.reached();
  }
}
