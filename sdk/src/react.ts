import { createContext, createElement, useCallback, useContext, useMemo, useState, useSyncExternalStore } from 'react';
import type { FunctionComponent, ReactNode } from 'react';
import type { Ability } from './ability.ts';
import type { Status } from './client.ts';
import type { Client } from './create-client.ts';
import { lease } from './lease.ts';
import type { Pending } from './pending.ts';
import type { AnySchema, CommandOf, LiveStateOf, ModuleOf, PatchOf, QueryOf, RowOf, Schema } from './schema.ts';

export type LiveRecords<R> = LiveStateOf<R> & {
  readonly pendingFields: (id: string) => readonly string[];
  readonly loadMore: (count?: number) => void;
};
export type Hooks<S extends Schema> = {
  readonly PortalProvider: FunctionComponent<{ readonly client: Client<S>; readonly children?: ReactNode }>;
  useClient(): Client<S>;
  /** A list that stays right by itself. Equal queries of one page share one list. */
  useLiveRecords<M extends ModuleOf<S>>(module: M, query?: QueryOf<S, M>): LiveRecords<RowOf<S, M>>;
  useRecord<M extends ModuleOf<S>>(module: M, id: string): UsedRecord<S, M>;
  useCommand<C extends CommandOf<S>>(name: C): UsedCommand<S, C>;
  useStatus(): Status;
  /** Draws again when rights change. */
  useAbility(): Ability;
};
export type UsedRecord<S extends Schema, M extends ModuleOf<S>> = {
  readonly row: RowOf<S, M> | null;
  readonly pendingFields: readonly string[];
  readonly update: (set: PatchOf<S, M>) => Pending;
};
export type UsedCommand<S extends Schema, C extends CommandOf<S>> = readonly [
  issue: (input: S['commands'][C]['input']) => Pending<S['commands'][C]['result']>,
  state: { readonly busy: boolean },
];

/** React bindings over one schema: the same observables, through `useSyncExternalStore`. */
export function createHooks<S extends Schema = AnySchema>(): Hooks<S> {
  const Context = createContext<Client<S> | null>(null);

  function useClient(): Client<S> {
    const client = useContext(Context);
    if (!client) throw new Error('Put <PortalProvider client={...}> around what uses the portal.');
    return client;
  }

  const useLiveRecords: Hooks<S>['useLiveRecords'] = (module, query) => {
    const client = useClient();
    const key = JSON.stringify([module, query ?? {}]);
    const leased = useMemo(() => lease(client, key, () => client.live(module, query)), [client, key]);
    const state = useSyncExternalStore(leased.subscribe, leased.get, leased.get);
    return useMemo(
      () => ({
        ...state,
        pendingFields: (id: string) => leased.held().pendingFields(id),
        loadMore: (count?: number) => leased.held().loadMore(count),
      }),
      [state, leased],
    );
  };

  const useRecord: Hooks<S>['useRecord'] = (module, id) => {
    const client = useClient();
    const { rows, pendingFields } = useLiveRecords(module);
    const row = useMemo(() => rows.find((each) => each.id === id) ?? null, [rows, id]);
    const update = useCallback(
      (set: PatchOf<S, typeof module>) => client.update(module, id, set),
      [client, module, id],
    );
    return { row, pendingFields: pendingFields(id), update };
  };

  const useCommand: Hooks<S>['useCommand'] = (name) => {
    const client = useClient();
    const [open, setOpen] = useState(0);
    const issue = useCallback(
      (input: S['commands'][typeof name]['input']) => {
        const pending = client.command(name, input);
        setOpen((count) => count + 1);
        void pending.then(() => setOpen((count) => count - 1));
        return pending;
      },
      [client, name],
    );
    return [issue, { busy: open > 0 }];
  };

  const useStatus: Hooks<S>['useStatus'] = () => {
    const { status } = useClient();
    return useSyncExternalStore(status.subscribe, status.get, status.get);
  };

  const useAbility: Hooks<S>['useAbility'] = () => {
    const { ability } = useClient();
    const subscribe = useCallback((draw: () => void) => ability.onChange(draw), [ability]);
    const card = (): Ability['card'] => ability.card;
    useSyncExternalStore(subscribe, card, card);
    return ability;
  };

  return {
    PortalProvider: ({ client, children }) => createElement(Context, { value: client }, children),
    useClient,
    useLiveRecords,
    useRecord,
    useCommand,
    useStatus,
    useAbility,
  };
}
