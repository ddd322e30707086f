import type { RecordAction } from './ability.ts';
import type { Commands, RejectionCode, Value } from './contract.ts';
import type { Delta, LiveQuery, LiveState } from './live-query.ts';
import type { OrderBy } from './order.ts';
import type { Draft } from './draft.ts';
import type { FieldConflict } from './wire.ts';

/** One user type's whole world, as `typegen` prints it: what is hidden is absent. */
export type Schema = {
  readonly userType: string;
  /** Of the shape these types were printed from. */
  readonly hash: string;
  readonly records: Readonly<Record<string, RecordShape>>;
  readonly commands: Readonly<Record<string, { input: unknown; result: unknown; rejection: string }>>;
  /** What members tell each other while they look at a record. */
  readonly presence: object;
};
/** `lookups`: field -> module, only where the target is reached. `actions`: what may be done with some record. */
type RecordShape = { row: { readonly id: string }; writable: string; lookups: object; actions: string };

type AnyRow = { readonly id: string; readonly [field: string]: Value };
/** Without a printed schema every module and field is allowed, and the server judges; commands are the portal's own. */
export type AnySchema = {
  readonly userType: string;
  readonly hash: string;
  readonly records: Readonly<
    Record<
      string,
      { row: AnyRow; writable: string; lookups: { readonly [lookup: string]: string }; actions: RecordAction }
    >
  >;
  readonly commands: { readonly [C in keyof Commands]: Commands[C] & { rejection: RejectionCode } };
  readonly presence: Readonly<Record<string, unknown>>;
};

export type ModuleOf<S extends Schema> = keyof S['records'] & string;
export type RowOf<S extends Schema, M extends ModuleOf<S>> = S['records'][M]['row'];
export type FieldOf<S extends Schema, M extends ModuleOf<S>> = keyof RowOf<S, M> & string;
export type WritableOf<S extends Schema, M extends ModuleOf<S>> = S['records'][M]['writable'] & FieldOf<S, M>;
export type LookupOf<S extends Schema, M extends ModuleOf<S>> = keyof S['records'][M]['lookups'] & string;
export type ActionOf<S extends Schema, M extends ModuleOf<S>> = S['records'][M]['actions'];
export type CommandOf<S extends Schema> = keyof S['commands'] & string;
/** A field this user type may not write does not compile, `id` least of all: without it a row of no field would take any. */
export type PatchOf<S extends Schema, M extends ModuleOf<S>> = {
  readonly [F in FieldOf<S, M>]?: F extends S['records'][M]['writable'] ? RowOf<S, M>[F] : never;
};
/** Where somebody is at a record: a field this user type may see, or edit. */
export type PlaceOf<S extends Schema, M extends ModuleOf<S>> = {
  readonly viewing?: FieldOf<S, M>;
  readonly editing?: WritableOf<S, M>;
};
export type WhereOf<R> = {
  readonly [F in keyof R]?:
    R[F] | { readonly in?: readonly R[F][]; readonly gte?: R[F]; readonly lte?: R[F]; readonly contains?: string };
};
/** `fields`: the only ones that are read; a change of others is no change of the list. `include`: see `Shown`. */
export type QueryOf<
  S extends Schema,
  M extends ModuleOf<S>,
  K extends FieldOf<S, M> = FieldOf<S, M>,
  I extends LookupOf<S, M> = LookupOf<S, M>,
> = {
  readonly where?: WhereOf<RowOf<S, M>>;
  readonly orderBy?: OrderBy & readonly (readonly [FieldOf<S, M>, 'asc' | 'desc'])[];
  readonly limit?: number;
  /** Only a page of the list is held: see `LiveSpec`. */
  readonly windowed?: boolean;
  readonly fields?: readonly K[];
  readonly include?: readonly I[];
};

type Picked<R extends { readonly id: string }, K> = [keyof R & string] extends [K] ? R : Pick<R, (K | 'id') & keyof R>;
type TargetOf<S extends Schema, M extends ModuleOf<S>, L extends LookupOf<S, M>> = S['records'][M]['lookups'][L];
type Joined<S extends Schema, M extends ModuleOf<S>, I extends LookupOf<S, M>> = {
  readonly [L in I as `$${L}`]: TargetOf<S, M, L> extends ModuleOf<S> ? RowOf<S, TargetOf<S, M, L>> | null : never;
};
/** A row as a query shows it: the fields asked for, and `$Account` beside the lookup `Account` that was included. */
export type Shown<S extends Schema, M extends ModuleOf<S>, K, I extends LookupOf<S, M>> = [I] extends [never]
  ? Picked<RowOf<S, M>, K>
  : Picked<RowOf<S, M>, K | I> & Joined<S, M, I>;

type Typed<T, R> = T extends { readonly row: unknown; readonly prev: unknown }
  ? Omit<T, 'row' | 'prev' | 'fields'> & { readonly row: R; readonly prev: R; readonly fields: readonly (keyof R)[] }
  : T extends { readonly row: unknown }
    ? Omit<T, 'row'> & { readonly row: R }
    : T;
export type DeltaOf<R> = Typed<Delta, R>;
export type LiveStateOf<R> = Omit<LiveState, 'rows'> & { readonly rows: readonly R[] };
/** A live query whose rows are those of the module; deltas tell whole rows `D`, whatever is picked and joined. */
export type LiveQueryOf<R, D = R> = Omit<LiveQuery, 'get' | 'subscribe' | 'deltas' | 'apply' | 'refresh' | 'stage'> & {
  get(): LiveStateOf<R>;
  subscribe(listener: (state: LiveStateOf<R>) => void): () => void;
  deltas(): AsyncGenerator<DeltaOf<D>, void>;
};

/** One field of one record that somebody else changed meanwhile, with the types of that field. */
export type ConflictOf<S extends Schema, M extends ModuleOf<S>> = {
  [F in FieldOf<S, M>]: FieldConflict & {
    readonly module: M;
    readonly field: F;
    readonly base: RowOf<S, M>[F] | null;
    readonly mine: RowOf<S, M>[F];
    readonly theirs: RowOf<S, M>[F] | null;
  };
}[FieldOf<S, M>];

/** What an optimistic command shows at once; `insert` answers the provisional id. */
export type DraftOf<S extends Schema> = Omit<Draft, 'patch' | 'insert' | 'remove'> & {
  patch<M extends ModuleOf<S>>(module: M, id: string, set: Partial<RowOf<S, M>>): void;
  insert<M extends ModuleOf<S>>(module: M, row: Partial<RowOf<S, M>>): string;
  remove(module: ModuleOf<S>, id: string): void;
};
