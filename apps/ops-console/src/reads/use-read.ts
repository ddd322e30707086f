import { useEffect, useSyncExternalStore } from 'react';
import type { Client } from 'genkan';
import { query } from 'genkan/staff';
import { useClient } from '@genkan/ui/hooks.ts';

type Name = Parameters<typeof query>[1];
type Asked = Pick<Client, 'ask' | 'ability'>;
export type ReadState = {
  /** As the server answered last; null: it has not answered yet. */
  readonly answer: unknown;
  /** Why there is no answer. */
  readonly refused: string | null;
};
type Kept = {
  readonly get: () => ReadState;
  readonly subscribe: (draw: () => void) => () => void;
  readonly again: () => void;
  users: number;
};

const held = new WeakMap<Asked, Map<string, Kept>>();

/** Everybody who asks the same of one client shares an answer. */
function keptOf(client: Asked, name: Name, input: string): Kept {
  const ofClient = held.get(client) ?? new Map<string, Kept>();
  held.set(client, ofClient);
  const key = `${name} ${input}`;
  const known = ofClient.get(key);
  if (known) return known;
  let state: ReadState = { answer: null, refused: null };
  const listeners = new Set<() => void>();
  const set = (next: ReadState): void => {
    state = next;
    listeners.forEach((draw) => draw());
  };
  const kept: Kept = {
    get: () => state,
    subscribe: (draw) => {
      listeners.add(draw);
      return () => void listeners.delete(draw);
    },
    again: () =>
      void query(client, name, JSON.parse(input)).then(
        (answer) => set({ answer, refused: null }),
        (error: unknown) => set({ answer: null, refused: String(Object(error).code ?? 'internal') }),
      ),
    users: 0,
  };
  ofClient.set(key, kept);
  return kept;
}

/** A read of the server's, asked anew when rights change, and whenever `again` says so. */
export function useRead(name: Name, input: object = {}): ReadState & { readonly again: () => void } {
  const client = useClient();
  const kept = keptOf(client, name, JSON.stringify(input));
  const state = useSyncExternalStore(kept.subscribe, kept.get);
  useEffect(() => {
    kept.users += 1;
    if (kept.users === 1) kept.again();
    const stop = client.ability.onChange(() => kept.again());
    return () => {
      kept.users -= 1;
      stop();
    };
  }, [client, kept]);
  return { ...state, again: kept.again };
}
