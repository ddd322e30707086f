/** What the ties need of the client. Both answer false while there is no connection to ask on. */
export type Ties = {
  subscribe(module: string): boolean;
  /** Calls back when nothing of the old time can come any more. */
  unsubscribe(module: string, left: () => void): boolean;
  /** Whether the module exists for this member, as far as is known. */
  exists(module: string): boolean;
};
type Tie = { uses: number; state: 'idle' | 'asked' | 'leaving' };

/**
 * Which modules are wanted, by how many, and what the server knows of it. A module that is being left is asked for
 * again only once the server has let go, so that a late frame of the old time is never taken for one of the new.
 */
export class Subscriptions {
  readonly #ties = new Map<string, Tie>();
  readonly #with: Ties;

  constructor(ties: Ties) {
    this.#with = ties;
  }

  /** True: the module is wanted by the first. */
  take(module: string): boolean {
    const tie = this.#ties.get(module) ?? { uses: 0, state: 'idle' };
    this.#ties.set(module, tie);
    tie.uses += 1;
    this.#move(module, tie);
    return tie.uses === 1;
  }

  /** True: nobody wants the module any more. */
  release(module: string): boolean {
    const tie = this.#ties.get(module);
    if (!tie || tie.uses === 0) return false;
    tie.uses -= 1;
    this.#move(module, tie);
    return tie.uses === 0;
  }

  /** A new connection knows the `resumed` modules; everything else that is wanted is asked for. */
  connected(resumed: readonly string[]): void {
    for (const module of resumed) if (!this.#ties.has(module)) this.#ties.set(module, { uses: 0, state: 'asked' });
    for (const [module, tie] of this.#ties) {
      tie.state = resumed.includes(module) ? 'asked' : 'idle';
      this.#move(module, tie);
    }
  }

  /** Rights changed: a tab that is gone takes its subscription along, one that came is asked for. */
  rightsChanged(): void {
    for (const [module, tie] of this.#ties) {
      if (!this.#with.exists(module)) tie.state = 'idle';
      this.#move(module, tie);
    }
  }

  #move(module: string, tie: Tie): void {
    if (tie.uses > 0 && tie.state === 'idle') {
      if (this.#with.exists(module) && this.#with.subscribe(module)) tie.state = 'asked';
    } else if (tie.uses === 0 && tie.state === 'asked') this.#leave(module, tie);
    else if (tie.uses === 0 && tie.state === 'idle') this.#ties.delete(module);
  }

  #leave(module: string, tie: Tie): void {
    const sent = this.#with.unsubscribe(module, () => {
      if (tie.state !== 'leaving') return;
      tie.state = 'idle';
      this.#move(module, tie);
    });
    if (sent) tie.state = 'leaving';
    else this.#ties.delete(module);
  }
}
