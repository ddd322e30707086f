import { useMemo, useSyncExternalStore } from 'react';
import type { LiveClient } from '../client.ts';
import { lease } from '../lease.ts';
import type { LiveSpec, LiveState } from '../live-query.ts';

const skipped: LiveState = { rows: [], phase: 'loading', total: 0 };
const skip = {
  subscribe: (): (() => void) => () => {},
  get: (): LiveState => skipped,
  held: () => null,
};

/** The list that all who ask the same share; null: nothing is asked for. */
export function useLeased(client: LiveClient, module: string, query: LiveSpec | null) {
  const key = query && JSON.stringify([module, query]);
  return useMemo(
    () => (key === null || query === null ? skip : lease(client, key, () => client.live(module, query))),
    [client, key],
  );
}

/** A list that stays right by itself. */
export function useList(client: LiveClient, module: string, query: LiveSpec | 'skip' = {}) {
  const leased = useLeased(client, module, query === 'skip' ? null : query);
  const state = useSyncExternalStore(leased.subscribe, leased.get, leased.get);
  return useMemo(
    () => ({
      ...state,
      pendingFields: (id: string): readonly string[] => leased.held()?.pendingFields(id) ?? [],
      loadMore: (count?: number): void => leased.held()?.loadMore(count),
    }),
    [state, leased],
  );
}
