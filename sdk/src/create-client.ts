import { LiveClient, type ClientOptions } from './client.ts';
import type { WriteOptions } from './commands.ts';
import type { Ability, Judgement, RecordAction } from './ability.ts';
import type { OpenConflict } from './conflicts.ts';
import type { Cursor, Welcome } from './contract.ts';
import type { Status } from './status.ts';
import type { EventLog } from './event-log.ts';
import type { InboxEntry } from './inbox.ts';
import type { Observable } from './observable.ts';
import type { Pending } from './pending.ts';
import type { PresenceRoom } from './presence.ts';
import type {
  ActionOf,
  AnySchema,
  CommandOf,
  ConflictOf,
  DraftOf,
  FieldOf,
  LiveQueryOf,
  LookupOf,
  ModuleOf,
  PatchOf,
  PlaceOf,
  QueryOf,
  RowOf,
  Schema,
  Shown,
} from './schema.ts';

type On<S extends Schema, M extends ModuleOf<S>> = { readonly id?: string; readonly field?: FieldOf<S, M> };
/** `Ability` with the names of one user type: an action that is never granted does not compile. */
export type AbilityOf<S extends Schema> = Omit<Ability, 'can' | 'why' | 'fields'> & {
  can<M extends ModuleOf<S>>(action: ActionOf<S, M> & RecordAction, module: M, on?: On<S, M>): boolean;
  can(action: 'issue', command: CommandOf<S>): boolean;
  why(action: RecordAction | 'issue', subject: string, on?: { id?: string; field?: string }): Judgement;
  fields<M extends ModuleOf<S>>(action: 'read' | 'update' | 'create', module: M, id?: string): readonly FieldOf<S, M>[];
};
type ResultOf<S extends Schema, C extends CommandOf<S>> = S['commands'][C]['result'];
export type PendingOf<S extends Schema, C extends CommandOf<S>> = Pending<
  ResultOf<S, C>,
  S['commands'][C]['rejection']
>;
export type UpdatePending<S extends Schema, M extends ModuleOf<S>> = Pending<
  Readonly<Record<string, unknown>>,
  string,
  ConflictOf<S, M>
>;
export type CommandOptionsOf<S extends Schema> = WriteOptions & {
  /** Says what the command will do, so that it shows at once; it is taken back whole unless it is applied. */
  readonly optimistic?: (draft: DraftOf<S>) => void;
};

/** A member's live view of a portal, with the names and types of what that member's user type may see. */
export interface Client<S extends Schema = AnySchema> {
  readonly status: Observable<Status>;
  readonly ability: AbilityOf<S>;
  readonly events: EventLog;
  /** Edits that met another's and wait for somebody to choose. */
  readonly conflicts: Observable<readonly OpenConflict[]>;
  /** Writes that went out late and were refused, until they are dismissed. */
  readonly inbox: Observable<readonly InboxEntry[]>;
  readonly member: Welcome['member'] | null;
  readonly cursor: Cursor | null;
  live<M extends ModuleOf<S>, K extends FieldOf<S, M> = FieldOf<S, M>, I extends LookupOf<S, M> = never>(
    module: M,
    query?: QueryOf<S, M, K, I>,
  ): LiveQueryOf<Shown<S, M, K, I>, RowOf<S, M>>;
  get<M extends ModuleOf<S>>(module: M, id: string): Promise<RowOf<S, M> | null>;
  /** A message that the server answers, with its answer as it came, a problem too; `genkan/staff` says it in words. */
  ask(event: 'query' | 'watch-log', message: object): Promise<unknown>;
  update<M extends ModuleOf<S>>(module: M, id: string, set: PatchOf<S, M>, options?: WriteOptions): UpdatePending<S, M>;
  command<C extends CommandOf<S>>(
    name: C,
    input: S['commands'][C]['input'],
    options?: CommandOptionsOf<S>,
  ): PendingOf<S, C>;
  /** Who else is at a record, and where one is oneself; told only to those who see it and may know each other. */
  presence<M extends ModuleOf<S>>(module: M, id: string): PresenceRoom<PlaceOf<S, M>>;
  caughtUp(): Promise<void>;
  wake(): void;
  close(): Promise<void>;
}

/** Connects and stays connected until `close`. The types are promises of the printed schema; the server keeps them. */
export function createClient<S extends Schema = AnySchema>(options: ClientOptions): Client<S> {
  return new LiveClient(options) as unknown as Client<S>; // the one place where the untyped client takes on a schema
}
