import type { Import, ImportStore, RowOutcome } from './import-store.ts';
import type { ImportReport } from './import-shapes.ts';
import type { Line } from './read-row.ts';
import { reportOf } from './report.ts';

type Kept = {
  readonly of: Import;
  readonly chunks: Map<number, readonly Line[]>;
  readonly outcomes: Map<number, RowOutcome>;
  status: ImportReport['status'];
  rows: number;
};

/** Imports of a ground without a database: gone with the process. */
export class MemoryImportStore implements ImportStore {
  readonly #imports = new Map<string, Kept>();

  async begin(of: Import): Promise<void> {
    this.#imports.set(of.id, { of, chunks: new Map(), outcomes: new Map(), status: 'running', rows: 0 });
  }

  async addChunk(id: string, chunk: number, lines: readonly Line[]): Promise<void> {
    this.#imports.get(id)?.chunks.set(chunk, lines);
  }

  async received(id: string, rows: number): Promise<void> {
    const kept = this.#imports.get(id);
    if (kept) kept.rows = rows;
  }

  async discard(id: string): Promise<void> {
    this.#imports.delete(id);
  }

  async import(id: string): Promise<Import | null> {
    return this.#imports.get(id)?.of ?? null;
  }

  async nextChunk(id: string): Promise<{ readonly chunk: number; readonly lines: readonly Line[] } | null> {
    const [next] = [...(this.#imports.get(id)?.chunks ?? [])].sort(([a], [b]) => a - b);
    return next ? { chunk: next[0], lines: next[1] } : null;
  }

  async chunkDone(id: string, chunk: number, outcomes: readonly RowOutcome[]): Promise<void> {
    const kept = this.#imports.get(id);
    for (const outcome of outcomes) kept?.outcomes.set(outcome.row, outcome);
    kept?.chunks.delete(chunk);
  }

  async running(): Promise<readonly string[]> {
    return [...this.#imports].filter(([, kept]) => kept.status === 'running' && kept.rows > 0).map(([id]) => id);
  }

  async finish(id: string, status: 'done' | 'failed'): Promise<void> {
    const kept = this.#imports.get(id);
    if (kept) kept.status = status;
  }

  async report(portal: string, member: string, id: string): Promise<ImportReport | null> {
    const kept = this.#imports.get(id);
    if (!kept || kept.of.portal !== portal || kept.of.member !== member) return null;
    const { of, status, rows, outcomes } = kept;
    const counts = { created: 0, updated: 0, unchanged: 0, refused: 0 };
    for (const { outcome } of outcomes.values()) counts[outcome] += 1;
    return reportOf({ id, module: of.module, status, rows }, counts, [...outcomes.values()]);
  }
}
