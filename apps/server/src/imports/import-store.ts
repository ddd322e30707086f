import type { ImportReport } from './import-shapes.ts';
import type { Mapping } from './mapping.ts';
import type { Line } from './read-row.ts';

/** An uploaded file on its way into the portal. */
export type Import = {
  readonly id: string;
  readonly portal: string;
  readonly member: string;
  readonly module: string;
  readonly mapping: Mapping;
};
export type RowOutcome = {
  /** The row's number in the file, from 1. */
  readonly row: number;
  readonly outcome: 'created' | 'updated' | 'unchanged' | 'refused';
  readonly code: string | null;
  readonly column: string | null;
};

/** Where an import waits and what became of its rows; kept 30 days. A chunk's lines are forgotten once it is done. */
export interface ImportStore {
  /** Begins an import; its chunks follow one by one. */
  begin(started: Import): Promise<void>;
  addChunk(id: string, chunk: number, lines: readonly Line[]): Promise<void>;
  /** All chunks are there: `rows` lines in all. */
  received(id: string, rows: number): Promise<void>;
  discard(id: string): Promise<void>;
  import(id: string): Promise<Import | null>;
  /** The next chunk that is not done, or null. */
  nextChunk(id: string): Promise<{ readonly chunk: number; readonly lines: readonly Line[] } | null>;
  /** Outcomes and the end of the chunk, in one transaction. */
  chunkDone(id: string, chunk: number, outcomes: readonly RowOutcome[]): Promise<void>;
  /** Imports that are whole and not done. */
  running(): Promise<readonly string[]>;
  finish(id: string, status: 'done' | 'failed'): Promise<void>;
  /** As its member may see it; null for everybody else. */
  report(portal: string, member: string, id: string): Promise<ImportReport | null>;
}
