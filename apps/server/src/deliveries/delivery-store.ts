import type { SentRow } from '@genkan/realtime/session-rows';

/** What one session was sent of one module; `to` null: it still is. */
export type Delivery = SentRow & { readonly to: number | null };

export type SentTo = Pick<SentRow, 'session' | 'member' | 'module'>;

/** How far a node had come in a portal: what bounds its open rows, should it never be heard of again. */
export type Mark = { readonly portal: string; readonly sequence: number };

/** One start of one node, so that a node that comes again does not speak for the one that died. */
export type NodeStart = string;

/** Where it stands, for as long as it may be asked, who was sent what (P13). */
export interface DeliveryStore {
  /** Rows as they are now and how far the node has come: all together, and again without harm. `now`: milliseconds. */
  save(node: NodeStart, deliveries: readonly Delivery[], marks: readonly Mark[], now: number): Promise<void>;

  /**
   * The members one of whose sessions held the module at that sequence, in order of their ids. An open row reaches to
   * its node's mark and no further.
   */
  whoReceived(portal: string, module: string, sequence: number): Promise<readonly string[]>;

  /** Rows that reach to that sequence, by session, module and place; a session's windows are rows of their own. */
  rowsAt(portal: string, sequence: number): Promise<readonly SentTo[]>;

  /** Ends the open rows of nodes that were not heard of since, at the last place each is known to have come to. */
  closeLost(heardBefore: number): Promise<void>;
}
