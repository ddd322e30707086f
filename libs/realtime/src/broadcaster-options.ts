import type { Ability } from '@genkan/access/ability';
import type { Portal } from '@genkan/domain/portal';
import type { PortalCursors } from '@genkan/protocol/cursor';
import type { AbilityCard, Welcome } from '@genkan/protocol/messages';
import type { Sizes } from './catch-up.ts';
import type { Looker } from './lens.ts';
import type { PortalTail, ReadLog } from './portal-node.ts';
import type { SessionRows } from './session-rows.ts';
import type { SessionWriter } from './session-writer.ts';

export type BroadcasterOptions = {
  readonly log: ReadLog;
  readonly tail: PortalTail;
  readonly cursors: PortalCursors;
  /** `abilityCard` of libs/access with the registry's commands. */
  readonly card: (portal: Portal, ability: Ability) => AbilityCard;
  readonly limits: Welcome['limits'];
  readonly rows?: SessionRows;
  readonly sizes?: Sizes;
  /** A module of more records than this is not replicated, but read by pages. */
  readonly mostReplicated?: number;
  /** Every session gets a fresh token this often. */
  readonly tokenEveryMs?: number;
  /** A client that takes nothing of what waits for it for so long is told bye. */
  readonly stalledMs?: number;
  /** Told of what should not happen; the sessions concerned are closed, never served by guesswork. */
  readonly trouble?: (error: unknown) => void;
};

export type Opening = {
  readonly member: string;
  /** The member's sessions number when it signed in. */
  readonly began: number;
  readonly writer: SessionWriter;
  /** Somebody of the staff who looks with the member's eyes, and nothing more. */
  readonly looker?: Looker | undefined;
  readonly cursor?: { readonly ticket: string; readonly token: string } | undefined;
  /** Modules: held complete at the cursor, or wanted. */
  readonly subscriptions?: readonly string[] | undefined;
};
