import type { Hints } from './portal-log.ts';
import { requireShort, type Words } from './words.ts';

/** Hints for a node that is alone with its database, and for several in one process: told once per turn of the loop. */
export class HintsInProcess implements Hints, Words {
  readonly #listeners = new Set<(portal: string, head: number) => void>();
  readonly #heads = new Map<string, number>();
  readonly #hearers = new Set<(word: string) => void>();

  committed(portal: string, head: number): void {
    if (this.#heads.size === 0) setImmediate(() => this.#tell());
    this.#heads.set(portal, Math.max(head, this.#heads.get(portal) ?? 0));
  }

  listen(heard: (portal: string, head: number) => void): () => void {
    this.#listeners.add(heard);
    return () => this.#listeners.delete(heard);
  }

  say(word: string): void {
    requireShort(word);
    setImmediate(() => {
      for (const heard of this.#hearers) heard(word);
    });
  }

  hear(heard: (word: string) => void): () => void {
    this.#hearers.add(heard);
    return () => this.#hearers.delete(heard);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    this.#hearers.clear();
  }

  #tell(): void {
    const heads = [...this.#heads];
    this.#heads.clear();
    for (const [portal, head] of heads) for (const heard of this.#listeners) heard(portal, head);
  }
}
