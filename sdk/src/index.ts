export { createClient, type Client } from './create-client.ts';
export type { ClientOptions, Status } from './client.ts';
export type { Auth } from './connection.ts';
export type { WriteOptions } from './commands.ts';
export { CommandFailed, type Choice, type Outcome, type Pending } from './pending.ts';
export type { FieldCard, FieldConflict, Issue, TabCard } from './wire.ts';
export { QueryRefused } from './wire-answer.ts';
export type { Ability, AbilityChange, RecordAction } from './ability.ts';
export type { EventLog, LogEvent } from './event-log.ts';
export type { LivePhase } from './live-query.ts';
export type { Observable } from './observable.ts';
export type { Row } from './store.ts';
export type { AbilityCard, Commands, Criteria, Cursor, RejectionCode, Value } from './contract.ts';
export { protocolVersion } from './contract.ts';
export type {
  AnySchema,
  DeltaOf,
  LiveQueryOf,
  LiveStateOf,
  PatchOf,
  QueryOf,
  RowOf,
  Schema,
  WhereOf,
} from './schema.ts';
