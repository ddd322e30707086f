/** A map that forgets what was not used for longest once it holds more than `limit`. */
export class BoundedMap<Key, Value> {
  readonly #limit: number;
  readonly #rows = new Map<Key, Value>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#rows.size;
  }

  has(key: Key): boolean {
    return this.#rows.has(key);
  }

  get(key: Key): Value | undefined {
    const value = this.#rows.get(key);
    if (value === undefined) return undefined;
    this.#rows.delete(key);
    this.#rows.set(key, value);
    return value;
  }

  set(key: Key, value: Value): void {
    this.#rows.delete(key);
    this.#rows.set(key, value);
    if (this.#rows.size > this.#limit) for (const oldest of this.#rows.keys()) return void this.#rows.delete(oldest);
  }

  delete(key: Key): void {
    this.#rows.delete(key);
  }

  clear(): void {
    this.#rows.clear();
  }
}
