/** What the ties need of the client. Both answer false while there is no connection to ask on. */
export type Ties = {
  subscribe(module: string, refused: () => void): boolean;
  /** Calls back when nothing of the old time can come any more. */
  unsubscribe(module: string, left: () => void): boolean;
  /** Whether the module exists for this member, as far as is known. */
  exists(module: string): boolean;
};
type Tie = { uses: number; state: 'idle' | 'asked' | 'refused' | 'leaving' };

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

  /** Somebody here wants it. */
  wants(module: string): boolean {
    return (this.#ties.get(module)?.uses ?? 0) > 0;
  }

  /** The server would not: there are too many, or the module is gone. */
  refused(module: string): boolean {
    return this.#ties.get(module)?.state === 'refused';
  }

  /** The server would not, or no longer: nobody is sent the module. */
  refuse(module: string): void {
    const tie = this.#ties.get(module);
    if (tie?.state === 'asked') tie.state = 'refused';
  }

  /**
   * A new connection knows the modules it was offered; everything else that is wanted is asked for. One that was let go
   * of in between (`lost`) goes on from rows that nobody holds: it is left, and begun anew if it is wanted again.
   */
  connected(offered: readonly string[], lost: readonly string[] = []): void {
    for (const module of offered) if (!this.#ties.has(module)) this.#ties.set(module, { uses: 0, state: 'asked' });
    for (const [module, tie] of this.#ties) {
      tie.state = offered.includes(module) ? 'asked' : 'idle';
      if (lost.includes(module)) this.#leave(module, tie);
      else this.#move(module, tie);
    }
  }

  /** Rights changed: a tab that came is asked for. One that went stays subscribed, and is filled when it comes back. */
  rightsChanged(): void {
    for (const [module, tie] of this.#ties) {
      if (tie.state === 'refused') tie.state = 'idle';
      this.#move(module, tie);
    }
  }

  #move(module: string, tie: Tie): void {
    if (tie.uses > 0 && tie.state === 'idle') this.#subscribe(module, tie);
    else if (tie.uses === 0 && tie.state === 'asked') this.#leave(module, tie);
    else if (tie.uses === 0 && tie.state !== 'leaving') this.#ties.delete(module);
  }

  #subscribe(module: string, tie: Tie): void {
    const refused = (): void => {
      if (tie.state === 'asked') tie.state = 'refused';
    };
    if (this.#with.exists(module) && this.#with.subscribe(module, refused)) tie.state = 'asked';
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
