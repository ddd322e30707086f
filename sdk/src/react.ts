import { createContext, createElement, useCallback, useContext, useSyncExternalStore } from 'react';
import type { FunctionComponent, ReactNode } from 'react';
import type { Ability, RecordAction } from './ability.ts';
import type { CommandOptions, LiveClient } from './client.ts';
import type { OpenConflict } from './conflicts.ts';
import type { AbilityOf, Client, CommandOptionsOf, PendingOf, UpdatePending } from './create-client.ts';
import type { Status } from './status.ts';
import type { InboxEntry } from './inbox.ts';
import type { Place } from './contract.ts';
import type { LivePhase, LiveSpec } from './live-query.ts';
import type { Observable } from './observable.ts';
import type { Other } from './presence.ts';
import { useBusy } from './react/use-busy.ts';
import { useAnswer, type Asked } from './react/use-can.ts';
import { useList } from './react/use-list.ts';
import { useOthers } from './react/use-presence.ts';
import { useOneRecord } from './react/use-record.ts';
import type {
  ActionOf,
  AnySchema,
  CommandOf,
  ConflictOf,
  FieldOf,
  LiveStateOf,
  LookupOf,
  ModuleOf,
  PatchOf,
  PlaceOf,
  QueryOf,
  RowOf,
  Schema,
  Shown,
  WritableOf,
} from './schema.ts';

export type LiveRecords<R> = LiveStateOf<R> & {
  readonly pendingFields: (id: string) => readonly string[];
  readonly loadMore: (count?: number) => void;
};
export type CanProps<S extends Schema, M extends ModuleOf<S>> = {
  readonly I: ActionOf<S, M> & RecordAction;
  readonly a: M;
  readonly id?: string;
  readonly field?: FieldOf<S, M>;
  readonly children?: ReactNode;
};
/** Each draws its component again only when what it answers has changed. */
export type Hooks<S extends Schema> = {
  readonly PortalProvider: FunctionComponent<{ readonly client: Client<S>; readonly children?: ReactNode }>;
  useClient(): Client<S>;
  /** A list that stays right by itself. Equal queries of one page share one list. `skip`: nothing is asked for. */
  useLiveRecords<M extends ModuleOf<S>, K extends FieldOf<S, M> = FieldOf<S, M>, I extends LookupOf<S, M> = never>(
    module: M,
    query?: QueryOf<S, M, K, I> | 'skip',
  ): LiveRecords<Shown<S, M, K, I>>;
  /** One record; with `fields`, these of it. */
  useRecord<M extends ModuleOf<S>>(module: M, id: string, fields?: readonly FieldOf<S, M>[]): UsedRecord<S, M>;
  useCommand<C extends CommandOf<S>>(name: C): UsedCommand<S, C>;
  /** Others at a record. With `me` one is there for them too, for as long as the component is. */
  usePresence<M extends ModuleOf<S>>(module: M, id: string, me?: PlaceOf<S, M>): readonly Other<PlaceOf<S, M>>[];
  /** With `pick`, only a part of it: a value that compares by itself. */
  useStatus(): Status;
  useStatus<T extends string | number | boolean | null>(pick: (status: Status) => T): T;
  useAbility(): AbilityOf<S>;
  useCan<M extends ModuleOf<S>>(action: ActionOf<S, M> & RecordAction, module: M, on?: Asked): boolean;
  /** Edits that met another's and wait for somebody to choose. */
  useConflicts(): readonly OpenConflict[];
  /** Writes that went out late and were refused. */
  useInbox(): readonly InboxEntry[];
  /** Its children, if this member may. */
  Can<M extends ModuleOf<S>>(props: CanProps<S, M>): ReactNode;
};
export type UsedField<S extends Schema, M extends ModuleOf<S>, F extends FieldOf<S, M>> = {
  readonly value: RowOf<S, M>[F] | null;
  readonly set: (value: RowOf<S, M>[F]) => UpdatePending<S, M>;
  readonly readOnly: boolean;
  /** The value is not answered yet. */
  readonly pending: boolean;
  readonly conflict: ConflictOf<S, M> | null;
};
export type UsedRecord<S extends Schema, M extends ModuleOf<S>> = {
  readonly row: RowOf<S, M> | null;
  readonly phase: LivePhase;
  readonly pendingFields: readonly string[];
  readonly conflict: OpenConflict | null;
  readonly update: (set: PatchOf<S, M>) => UpdatePending<S, M>;
  readonly edit: <F extends WritableOf<S, M>>(field: F) => UsedField<S, M, F>;
};
export type UsedCommand<S extends Schema, C extends CommandOf<S>> = readonly [
  issue: (input: S['commands'][C]['input'], options?: CommandOptionsOf<S>) => PendingOf<S, C>,
  state: { readonly busy: boolean },
];

/** React bindings over one schema: the same observables, through `useSyncExternalStore`. */
export function createHooks<S extends Schema = AnySchema>(): Hooks<S> {
  return anyHooks() as unknown as Hooks<S>; // the one place where the untyped hooks take on a schema
}

const whole = (status: Status): Status => status;

function anyHooks() {
  const Context = createContext<LiveClient | null>(null);
  function useClient(): LiveClient {
    const client = useContext(Context);
    if (!client) throw new Error('Put <PortalProvider client={...}> around what uses the portal.');
    return client;
  }
  return {
    PortalProvider: ({ client, children }: { client: LiveClient; children?: ReactNode }) =>
      createElement(Context, { value: client }, children),
    useClient,
    useLiveRecords: (module: string, query?: LiveSpec | 'skip') => useList(useClient(), module, query),
    useRecord: (module: string, id: string, fields?: readonly string[]) =>
      useOneRecord(useClient(), module, id, fields),
    useCommand: (name: string) => {
      const client = useClient();
      return useBusy(
        useCallback((input: unknown, options?: CommandOptions) => client.command(name, input, options), [client, name]),
      );
    },
    usePresence: (module: string, id: string, me?: Place) => useOthers(useClient(), module, id, me),
    useStatus: (pick: (status: Status) => unknown = whole) => {
      const { status } = useClient();
      const picked = () => pick(status.get());
      return useSyncExternalStore(status.subscribe, picked, picked);
    },
    useAbility: () => useCard(useClient().ability),
    useCan: (action: RecordAction, module: string, on: Asked = {}) => useAnswer(useClient(), action, module, on),
    useConflicts: () => useObserved(useClient().conflicts),
    useInbox: () => useObserved(useClient().inbox),
    Can: ({ I, a, children, ...on }: { I: RecordAction; a: string; children?: ReactNode } & Asked) =>
      useAnswer(useClient(), I, a, on) ? children : null,
  };
}

function useCard(ability: Ability): Ability {
  const card = () => ability.card;
  useSyncExternalStore(
    useCallback((draw) => ability.onChange(draw), [ability]),
    card,
    card,
  );
  return ability;
}

function useObserved<T>({ subscribe, get }: Observable<T>): T {
  return useSyncExternalStore(subscribe, get, get);
}
