// Printed from the registry by `npm run contract`. Do not edit.

export const protocolVersion = 1;

export type Value = null | string | number | boolean | string[];

export type Operator =
  'is' | 'is-not' | 'in' | 'not-in' | 'empty' | 'not-empty' | 'less' | 'at-most' | 'more' | 'at-least';

export type Cursor = { ticket: string; token: string };

export type Hello = { protocol: number; token: string; cursor?: Cursor; subscriptions?: string[] };

export type View = { id: string; layout: string; fields: Record<string, Value>; may: number };

export type Change =
  | { op: 'put'; module: string; id: string; layout: string; fields: Record<string, Value>; may: number }
  | { op: 'patch'; module: string; id: string; fields?: Record<string, Value>; may?: number }
  | { op: 'remove'; module: string; id: string };

export type Answer =
  | { id: string; status: 'applied'; replayed: boolean; result: Record<string, unknown> }
  | {
      id: string;
      status: 'rejected';
      replayed: boolean;
      code: string;
      message: string;
      issues: { path: string; message: string }[];
      conflicts: { field: string; base: unknown; mine: unknown; theirs: unknown }[];
    };

export type Frame = { token: string | null; changes: Change[]; answers: Answer[] };

export type Snapshot = { module: string; rows: View[]; more: boolean; token: string };

export type AbilityCard = {
  kind: 'staff' | 'portal-user';
  userType: { id: string; name: string } | null;
  staffRights: string[];
  tabs: Record<
    string,
    {
      label: string;
      view: 'list' | 'canvas';
      layouts: Record<string, string[]>;
      fields: Record<
        string,
        { label: string; type: string; required: boolean; maxLength?: number; choices?: string[]; module?: string }
      >;
      create: string[] | null;
      rights: { edit: string[]; delete: boolean; copy: boolean; restore: boolean }[];
    }
  >;
  commands: string[];
};

export type Welcome = {
  protocol: number;
  portal: string;
  member: { id: string; record: { module: string; id: string } | null };
  ticket: string;
  resumed: boolean;
  ability: AbilityCard;
  limits: { messageBytes: number; commandsPerSecond: number; subscriptions: number };
};

export type Reset = { reason: 'cursor' | 'retention' | 'rights' | 'behind'; module: string | null };

export type Bye = { code: string; message: string; retryAfterMs: number | null };

export type RecordsQuery = {
  module: string;
  where?: Criteria;
  orderBy: [string, 'asc' | 'desc'][];
  cursor?: string;
  limit: number;
};

export type Criteria =
  | { and: readonly Criteria[] }
  | { or: readonly Criteria[] }
  | { field: string; is: Operator; value?: Value | undefined };

/** Every reason for which something is refused. */
export type RejectionCode =
  | 'not-found'
  | 'unknown-field'
  | 'unknown-record'
  | 'forbidden'
  | 'invalid'
  | 'conflict'
  | 'not-possible'
  | 'name-taken'
  | 'wrong-base'
  | 'default-type'
  | 'type-in-use'
  | 'employee-domain'
  | 'limit-reached'
  | 'key-reused'
  | 'stale-command'
  | 'unknown-command'
  | 'unauthenticated'
  | 'too-many'
  | 'too-large'
  | 'behind'
  | 'unavailable'
  | 'incompatible'
  | 'internal';

/** Every command with its input and what it answers. */
export interface Commands {
  /** Create a record. */
  'create-record': {
    input: { module: string; layout?: string; fields: Record<string, Value>; externalId?: string };
    result: Readonly<Record<string, unknown>>;
  };
  /** Change fields of a record. */
  'update-record': {
    input: { module: string; id: string; set: Record<string, Value>; base?: Record<string, Value>; layout?: string };
    result: Readonly<Record<string, unknown>>;
  };
}

/** What a client sends. */
export interface ClientToServer {
  /** Receive every record of a module that you may see, and each change of it. */
  subscribe: { module: string };
  /** Receive nothing more of a module. */
  unsubscribe: { module: string };
  /** Issue a command; its answer comes in a frame, right after its effects. */
  command: { id: string; name: string; input: unknown };
  /** Read records, a record, a count, a sum or the catalogue. */
  query: { name: 'records' | 'record' | 'count' | 'sum' | 'catalogue'; input: unknown };
  /** Be told when everything up to the present head was sent to you. */
  'caught-up': Record<string, never>;
  /** Put a new access token in the place of the one that runs out. */
  token: { token: string };
}

/** What a client is acknowledged with. */
export interface Acknowledged {
  command: Answer;
  'caught-up': { token: string };
}

/** What a server sends. */
export interface ServerToClient {
  /** Who you are, what you may do, and the ticket for your cursors. */
  welcome: Welcome;
  /** A page of the first picture of a module. */
  snapshot: Snapshot;
  /** What changed for you, and the answers to your own commands. */
  frame: Frame;
  /** Your rights changed; this is what they are now. */
  ability: AbilityCard;
  /** Forget what you hold; a fresh snapshot follows. */
  reset: Reset;
  /** The connection ends, and when to come back. */
  bye: Bye;
}
