import type { OfflineStore } from '../offline-store.ts';

/** A store that outlives its client, with what was written to it laid open. */
export class MapStore implements OfflineStore {
  readonly kept = new Map<string, unknown>();
  readonly writes: ReadonlyMap<string, unknown>[] = [];
  open = false;

  async read(): Promise<ReadonlyMap<string, unknown>> {
    this.open = true;
    return new Map(this.kept);
  }

  async write(changes: ReadonlyMap<string, unknown>): Promise<void> {
    this.writes.push(changes);
    for (const [key, value] of structuredClone(changes)) {
      if (value === undefined) this.kept.delete(key);
      else this.kept.set(key, value);
    }
  }

  async clear(): Promise<void> {
    this.kept.clear();
  }

  async close(): Promise<void> {
    this.open = false;
  }

  get text(): string {
    return JSON.stringify([...this.kept]);
  }
}
