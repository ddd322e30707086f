import type { Hints } from './portal-log.ts';

/** Hints for a node that is alone with its database, and for several in one process: told once per turn of the loop. */
export class HintsInProcess implements Hints {
  readonly #listeners = new Set<(portal: string, head: number) => void>();
  readonly #heads = new Map<string, number>();

  committed(portal: string, head: number): void {
    if (this.#heads.size === 0) setImmediate(() => this.#tell());
    this.#heads.set(portal, Math.max(head, this.#heads.get(portal) ?? 0));
  }

  listen(heard: (portal: string, head: number) => void): () => void {
    this.#listeners.add(heard);
    return () => this.#listeners.delete(heard);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
  }

  #tell(): void {
    const heads = [...this.#heads];
    this.#heads.clear();
    for (const [portal, head] of heads) for (const heard of this.#listeners) heard(portal, head);
  }
}
