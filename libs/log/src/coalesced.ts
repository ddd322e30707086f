/** Gathers the newest head of each portal for a few milliseconds, so that many commits cost one message. */
export class Coalesced {
  readonly #send: (heads: ReadonlyMap<string, number>) => void;
  readonly #ms: number;
  #heads = new Map<string, number>();
  #timer: NodeJS.Timeout | null = null;

  constructor(ms: number, send: (heads: ReadonlyMap<string, number>) => void) {
    this.#ms = ms;
    this.#send = send;
  }

  add(portal: string, head: number): void {
    this.#heads.set(portal, Math.max(head, this.#heads.get(portal) ?? 0));
    this.#timer ??= setTimeout(() => this.flush(), this.#ms);
  }

  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const heads = this.#heads;
    this.#heads = new Map();
    if (heads.size > 0) this.#send(heads);
  }
}
