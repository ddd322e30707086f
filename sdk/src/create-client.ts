import type { Ability } from './ability.ts';
import { LiveClient, type ClientOptions, type Status } from './client.ts';
import type { WriteOptions } from './commands.ts';
import type { Cursor, Welcome } from './contract.ts';
import type { EventLog } from './event-log.ts';
import type { Observable } from './observable.ts';
import type { Pending } from './pending.ts';
import type { AnySchema, CommandOf, LiveQueryOf, ModuleOf, PatchOf, QueryOf, RowOf, Schema } from './schema.ts';

/** A member's live view of a portal, with the names and types of what that member's user type may see. */
export interface Client<S extends Schema = AnySchema> {
  readonly status: Observable<Status>;
  readonly ability: Ability;
  readonly events: EventLog;
  readonly member: Welcome['member'] | null;
  readonly cursor: Cursor | null;
  live<M extends ModuleOf<S>>(module: M, query?: QueryOf<S, M>): LiveQueryOf<RowOf<S, M>>;
  get<M extends ModuleOf<S>>(module: M, id: string): Promise<RowOf<S, M> | null>;
  update<M extends ModuleOf<S>>(module: M, id: string, set: PatchOf<S, M>, options?: WriteOptions): Pending;
  command<C extends CommandOf<S>>(
    name: C,
    input: S['commands'][C]['input'],
    options?: WriteOptions,
  ): Pending<S['commands'][C]['result']>;
  caughtUp(): Promise<void>;
  wake(): void;
  close(): Promise<void>;
}

/** Connects and stays connected until `close`. The types are promises of the printed schema; the server keeps them. */
export function createClient<S extends Schema = AnySchema>(options: ClientOptions): Client<S> {
  return new LiveClient(options) as unknown as Client<S>; // the one place where the untyped client takes on a schema
}
