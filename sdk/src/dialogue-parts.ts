import type { Clock } from './clock.ts';
import type { OfflineWrites } from './commands.ts';
import type { Auth } from './connection.ts';
import type { Hello } from './contract.ts';
import type { Keep } from './keeping.ts';
import type { Refused } from './pending.ts';
import type { Wish } from './wish.ts';

/** What the conversation with the server is given by the client around it. */
export type DialogueParts = {
  readonly url: string;
  readonly auth: Auth;
  readonly clock: Clock;
  readonly keepEvents: number;
  /** With whose eyes staff look, if with another's. */
  readonly preview: Hello['preview'] | undefined;
  readonly offlineWrites: OfflineWrites;
  /** A write that went out late was refused: its sender may not be waiting any more. */
  readonly file: (key: string, wish: Wish, outcome: Refused) => void;
  readonly clearInbox: () => void;
  readonly keep: Keep;
};
