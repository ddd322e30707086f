import type { Commands, Value } from './contract.ts';
import type { Delta, LiveQuery, LiveState } from './live-query.ts';
import type { OrderBy } from './order.ts';

/** One user type's whole world, as `typegen` prints it: what is hidden is absent. */
export type Schema = {
  readonly records: Readonly<Record<string, { row: { id: string }; writable: string }>>;
  readonly commands: Readonly<Record<string, { input: unknown; result: unknown }>>;
};
/** Without a printed schema every module and field is allowed, and the server judges; commands are the portal's own. */
export type AnySchema = {
  readonly records: Readonly<
    Record<string, { row: { readonly id: string; readonly [field: string]: Value }; writable: string }>
  >;
  readonly commands: { readonly [C in keyof Commands]: Commands[C] };
};

export type ModuleOf<S extends Schema> = keyof S['records'] & string;
export type RowOf<S extends Schema, M extends ModuleOf<S>> = S['records'][M]['row'];
export type FieldOf<S extends Schema, M extends ModuleOf<S>> = keyof RowOf<S, M> & string;
export type CommandOf<S extends Schema> = keyof S['commands'] & string;
/** A field this user type may not write does not compile. */
export type PatchOf<S extends Schema, M extends ModuleOf<S>> = {
  readonly [F in Exclude<FieldOf<S, M>, 'id'>]?: F extends S['records'][M]['writable'] ? RowOf<S, M>[F] : never;
};
export type WhereOf<R> = {
  readonly [F in keyof R]?:
    R[F] | { readonly in?: readonly R[F][]; readonly gte?: R[F]; readonly lte?: R[F]; readonly contains?: string };
};
export type QueryOf<S extends Schema, M extends ModuleOf<S>> = {
  readonly where?: WhereOf<RowOf<S, M>>;
  readonly orderBy?: OrderBy & readonly (readonly [FieldOf<S, M>, 'asc' | 'desc'])[];
  readonly limit?: number;
};

type Typed<T, R> = T extends { readonly row: unknown; readonly prev: unknown }
  ? Omit<T, 'row' | 'prev'> & { readonly row: R; readonly prev: R }
  : T extends { readonly row: unknown }
    ? Omit<T, 'row'> & { readonly row: R }
    : T;
export type DeltaOf<R> = Typed<Delta, R>;
export type LiveStateOf<R> = Omit<LiveState, 'rows'> & { readonly rows: readonly R[] };
/** A live query whose rows are those of the module. */
export type LiveQueryOf<R> = Omit<LiveQuery, 'get' | 'subscribe' | 'deltas' | 'apply' | 'refresh'> & {
  get(): LiveStateOf<R>;
  subscribe(listener: (state: LiveStateOf<R>) => void): () => void;
  deltas(): AsyncGenerator<DeltaOf<R>, void>;
};
