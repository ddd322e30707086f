import type { SentRow } from '@genkan/realtime/session-rows';

/** What one session was sent of one module; `to` null: it still is. */
export type Delivery = SentRow & { readonly to: number | null };

/** `open`: the session still is sent the module, as far as is known. */
export type SentTo = Pick<SentRow, 'session' | 'member' | 'module'> & { readonly open: boolean };

/** How far a node had come in a portal: what bounds its open rows, should it never be heard of again. */
export type Mark = { readonly portal: string; readonly sequence: number };

/** The portal of the mark by which a node only says that it lives. */
export const everyPortal = '';

/**
 * For so long after a node was heard of last it is believed to have sent what was committed, in milliseconds: it may have,
 * and not have come to say so. It says that it lives far more often.
 */
export const believedMs = 10_000;

/** One start of one node, so that a node that comes again does not speak for the one that died. */
export type NodeStart = string;

/** Where it stands, for as long as it may be asked, who was sent what (P13). */
export interface DeliveryStore {
  /** Rows as they are now and how far the node has come: all together, and again without harm. `now`: milliseconds. */
  save(node: NodeStart, deliveries: readonly Delivery[], marks: readonly Mark[], now: number): Promise<void>;

  /**
   * The members one of whose sessions held the module at that sequence, in order of their ids; `at`: when its entry was
   * made, in milliseconds. An open row reaches to its node's mark, and to what was made until `believedMs` after the node
   * was heard of last: more than it sent perhaps, never less.
   */
  whoReceived(portal: string, module: string, sequence: number, at: number): Promise<readonly string[]>;

  /** Rows that reach to that sequence, by session, module and place; a session's windows are rows of their own. */
  rowsAt(portal: string, sequence: number): Promise<readonly SentTo[]>;

  /** Ends the open rows of nodes that were not heard of since, as far as each may have come. */
  closeLost(heardBefore: number): Promise<void>;
}
