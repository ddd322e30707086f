import type { Rows } from '@genkan/access/asked';
import type { Entry } from '@genkan/log/portal-log';
import type { Flusher } from './flusher.ts';
import type { ChangedRecord, Fragment } from './fragment.ts';
import type { PortalNode } from './portal-node.ts';
import type { Seats } from './seats.ts';
import type { Session } from './session.ts';

/** What the broadcaster lends to what lives beside it. `own`: the records sessions reach others through, their own too. */
export type Inside = {
  readonly node: PortalNode;
  readonly own: Rows;
  readonly seats: Pick<Seats, 'gaze'>;
  readonly flusher: Pick<Flusher, 'add' | 'flush' | 'tellCard' | 'token'>;
};

/** Lives by the same entries and rights as the modules sessions subscribe to: presence, windows, the watch of the log. */
export type Beside = {
  /** One record change of the entry at hand; `tell` puts a fragment into a session's outbox, with the others of the entry. */
  changed(changed: ChangedRecord, tell: (session: Session, fragment: Fragment) => void): void;
  /** The entry was dealt with: whoever could be judged anew was. */
  taken(entry: Entry): void;
  /** What is unsent for the session is dropped; its rules may be others, or null while they are found out. */
  dropped(session: Session, reason: 'rights' | 'behind'): void;
  /** The session is live, by its present rules. */
  ready(session: Session): void;
  closed(session: Session): void;
  stop(): void;
};
