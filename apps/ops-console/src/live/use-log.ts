import { useCallback, useEffect, useState } from 'react';
import { watchLog, type EntryCard } from 'genkan/staff';
import { useClient } from '@genkan/ui/hooks.ts';

/** An entry as a row; its number is its id. */
export type Entry = EntryCard & { readonly id: string };
export type Log = {
  /** The newest first. */
  readonly entries: readonly Entry[];
  /** How many came since one paused. */
  readonly waiting: number;
  readonly paused: boolean;
  readonly setPaused: (paused: boolean) => void;
};

/** So many are kept on the page; the log itself keeps all. */
const most = 2_000;
const none = { shown: [] as readonly Entry[], came: [] as readonly Entry[] };

/** The portal's log as it goes on. Paused, what comes is counted and waits. */
export function useLog(): Log {
  const client = useClient();
  const [paused, setPausedNow] = useState(false);
  const [{ shown, came }, setHeld] = useState(none);
  useEffect(() => {
    setHeld(none);
    let fresh: Entry[] = [];
    // A page of entries comes at once, and is drawn once.
    const take = (): void => {
      const taken = fresh;
      fresh = [];
      setHeld((held) => ({ ...held, came: [...taken, ...held.came].slice(0, most) }));
    };
    return watchLog(client, (entry) => {
      if (fresh.length === 0) queueMicrotask(take);
      fresh.unshift({ ...entry, id: String(entry.sequence) });
    });
  }, [client]);
  const showAll = useCallback(
    () => setHeld((held) => ({ shown: [...held.came, ...held.shown].slice(0, most), came: [] })),
    [],
  );
  useEffect(() => {
    if (!paused && came.length > 0) showAll();
  }, [paused, came, showAll]);
  return { entries: shown, waiting: paused ? came.length : 0, paused, setPaused: setPausedNow };
}
