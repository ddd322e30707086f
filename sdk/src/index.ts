export {
  createClient,
  type AbilityOf,
  type Client,
  type CommandOptionsOf,
  type PendingOf,
  type UpdatePending,
} from './create-client.ts';
export type { ClientOptions, CommandOptions } from './client.ts';
export type { SchemaDiff, SchemaShape } from './schema-shape.ts';
export type { Status } from './status.ts';
export type { InboxEntry, InboxNote } from './inbox.ts';
export type { OfflineStore } from './offline-store.ts';
export type { Auth } from './connection.ts';
export type { OfflineWrites, WriteOptions } from './commands.ts';
export type { OpenConflict } from './conflicts.ts';
export type { Denial } from './denial.ts';
export type { Draft } from './draft.ts';
export { CommandFailed, type Choice, type Outcome, type Pending, type Refused } from './pending.ts';
export type { FieldCard, FieldConflict, Issue, TabCard } from './wire.ts';
export type { QueryRefused } from './wire-answer.ts';
export type { Ability, AbilityChange, Judgement, RecordAction } from './ability.ts';
export type { EventLog, LogEvent } from './event-log.ts';
export type { Delta, LivePhase } from './live-query.ts';
export type { Observable } from './observable.ts';
export type { Other, PresenceRoom, PresenceState } from './presence.ts';
export type { Row } from './held.ts';
export type { AbilityCard, Commands, Criteria, Cursor, EntryCard, RejectionCode, Value } from './contract.ts';
export { protocolVersion } from './contract.ts';
export type {
  ActionOf,
  AnySchema,
  CommandOf,
  ConflictOf,
  DeltaOf,
  DraftOf,
  FieldOf,
  LiveQueryOf,
  LiveStateOf,
  LookupOf,
  ModuleOf,
  PatchOf,
  PlaceOf,
  QueryOf,
  RowOf,
  Schema,
  Shown,
  WhereOf,
  WritableOf,
} from './schema.ts';
