/**
 * Gathers the newest head of each portal for a few milliseconds, so that many commits cost one message. A message costs
 * the database a transaction: under load they keep `spacing` apart, while a commit after a pause is told at once.
 */
export class Coalesced {
  readonly #send: (heads: ReadonlyMap<string, number>) => void;
  readonly #ms: number;
  readonly #spacing: number;
  #sent = -Infinity;
  #heads = new Map<string, number>();
  #timer: NodeJS.Timeout | null = null;

  /** Both times in milliseconds. */
  constructor(ms: number, send: (heads: ReadonlyMap<string, number>) => void, spacing = ms) {
    this.#ms = ms;
    this.#send = send;
    this.#spacing = spacing;
  }

  add(portal: string, head: number): void {
    this.#heads.set(portal, Math.max(head, this.#heads.get(portal) ?? 0));
    const rest = this.#sent + this.#spacing - performance.now();
    this.#timer ??= setTimeout(() => this.flush(), Math.max(this.#ms, rest));
  }

  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const heads = this.#heads;
    this.#heads = new Map();
    this.#sent = performance.now();
    if (heads.size > 0) this.#send(heads);
  }
}
