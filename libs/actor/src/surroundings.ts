import type { Entry, Hints, PortalLog } from '@genkan/log/portal-log';

/** What goes wrong is told by name and id, never with values (STYLE 8). */
export type Trouble = {
  readonly portal: string;
  readonly command: string | null;
  readonly commandId: string | null;
  readonly during: 'deciding' | 'append' | 'read' | 'after-commit' | 'job';
  readonly error: unknown;
};

/** Everything an actor has from outside: time, ids and chance are handed in (law 10). */
export type Surroundings = {
  readonly log: PortalLog;
  readonly hints: Pick<Hints, 'committed'>;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Milliseconds from any origin, for the 20 ms of deciding. */
  readonly elapsed: () => number;
  readonly newId: () => string;
  /** 0 <= chance < 1, for jitter. */
  readonly chance: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Calls back soon, after what is being received has been received: what comes together is one turn. */
  readonly soon: (begin: () => void) => void;
  /** Entries just committed here, in order: the local tail takes them if they are the very next. */
  readonly onCommitted: (portal: string, entries: readonly Entry[]) => void;
  /** A turn was stored: how many commands it held, and how many milliseconds storing took. */
  readonly onStored?: (stored: { readonly commands: number; readonly duration: number }) => void;
  readonly onTrouble: (trouble: Trouble) => void;
};
