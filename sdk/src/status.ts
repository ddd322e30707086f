import type { ConnectionState } from './connection-state.ts';
import type { SchemaDiff } from './schema-shape.ts';

/** Where the client stands; `pendingWrites` are commands without an answer. */
export type Status = ConnectionState & {
  readonly pendingWrites: number;
  /** How long the server took for its last answer to a question, in ms. */
  readonly rttMs?: number | undefined;
  /** How what this member may see and do differs from what the application's types were printed from. */
  readonly schema?: SchemaDiff | undefined;
};
