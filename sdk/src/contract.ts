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

export type Refused = { module: string; code: string; message: string };

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
  | 'too-slow'
  | 'behind'
  | 'unavailable'
  | 'incompatible'
  | 'internal';

/** Every command with its input and what it answers. */
export interface Commands {
  /** Found a portal for a company, with its first administrator. */
  'create-portal': {
    input: {
      company: string;
      name?: string;
      slug?: string;
      plan: string;
      currency?: string;
      locale?: string;
      zone?: string;
      administrator: { email: string; name: string };
    };
    result: Readonly<Record<string, unknown>>;
  };
  /** Make a custom module. */
  'define-module': { input: { name: string; label: string }; result: Readonly<Record<string, unknown>> };
  /** Make a field of a module, or change its label, choices, default or whether it is mandatory. */
  'define-field': {
    input: {
      module: string;
      field: {
        name: string;
        label: string;
        type:
          | 'text'
          | 'long-text'
          | 'integer'
          | 'decimal'
          | 'money'
          | 'percent'
          | 'boolean'
          | 'date'
          | 'datetime'
          | 'choice'
          | 'multi-choice'
          | 'email'
          | 'phone'
          | 'url'
          | 'lookup';
        required?: boolean;
        unique?: boolean;
        default?: Value;
        maxLength?: number;
        choices?: string[];
        module?: string;
      };
      layouts?: string[];
    };
    result: Readonly<Record<string, unknown>>;
  };
  /** Make or change a layout of a module. */
  'define-layout': {
    input: { module: string; layout: { name: string; label: string; fields: string[] } };
    result: Readonly<Record<string, unknown>>;
  };
  /** Declare a path of two to four lookups by which records can be reached. */
  'define-path': { input: { module: string; steps: string[] }; result: Readonly<Record<string, unknown>> };
  /** Put a declared path to use, once every record has its key. */
  'complete-path': { input: { module: string; path: string }; result: Readonly<Record<string, unknown>> };
  /** Let suspended keys count again, once every record behind them has its key. */
  'lift-suspension': { input: { suspension: string }; result: Readonly<Record<string, unknown>> };
  /** Make a user type: a group of portal users who may see and do the same. */
  'create-user-type': { input: { name: string; base: string }; result: Readonly<Record<string, unknown>> };
  /** Say what a user type may see and do, or rename it. */
  'configure-user-type': {
    input: {
      userType: string;
      name?: string;
      tabs?: Record<
        string,
        {
          layouts: Record<string, string[]>;
          view?: 'list' | 'canvas';
          criteria?: Criteria | null;
          reaches: (
            | { kind: 'self'; edit?: string[]; delete?: boolean; copy?: boolean }
            | { kind: 'created'; edit?: string[]; delete?: boolean; copy?: boolean }
            | { kind: 'all'; edit?: string[]; delete?: boolean; copy?: boolean }
            | { kind: 'related'; path: string; own?: string[]; edit?: string[]; delete?: boolean; copy?: boolean }
          )[];
          create?: string[] | null;
        }
      >;
    };
    result: Readonly<Record<string, unknown>>;
  };
  /** Delete a user type that has no users. */
  'delete-user-type': { input: { userType: string }; result: Readonly<Record<string, unknown>> };
  /** Add a member of the staff, with roles. */
  'add-staff': {
    input: { email: string; name: string; roles: ('administrator' | 'portal-manager' | 'sales')[] };
    result: Readonly<Record<string, unknown>>;
  };
  /** Give the person behind a record access to the portal. */
  'add-member': {
    input: { userType: string; record: string; email: string };
    result: Readonly<Record<string, unknown>>;
  };
  /** Move a portal user to another user type with the same base module. */
  'move-member': { input: { member: string; userType: string }; result: Readonly<Record<string, unknown>> };
  /** Switch off a member: sessions end and signing in is refused until the member is switched on again. */
  'deactivate-member': { input: { member: string }; result: Readonly<Record<string, unknown>> };
  /** Switch on a member that was switched off. */
  'reactivate-member': { input: { member: string }; result: Readonly<Record<string, unknown>> };
  /** Remove a member from the portal; the e-mail address is free again. */
  'remove-member': { input: { member: string }; result: Readonly<Record<string, unknown>> };
  /** End all sessions of a member, on every device. */
  'end-sessions': { input: { member: string }; result: Readonly<Record<string, unknown>> };
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
  /** Delete a record. Staff can restore it. */
  'delete-record': { input: { module: string; id: string }; result: Readonly<Record<string, unknown>> };
  /** Bring back a deleted record. */
  'restore-record': { input: { module: string; id: string }; result: Readonly<Record<string, unknown>> };
  /** Create or update records by their ids in another system. */
  'import-records': {
    input: {
      module: string;
      rows: { externalId: string; layout?: string; fields: Record<string, Value | { external: string }> }[];
    };
    result: Readonly<Record<string, unknown>>;
  };
  /** Derive the keys of records again. */
  'rekey-records': { input: { module: string; ids: string[] }; result: Readonly<Record<string, unknown>> };
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
  /** A module is not sent to you as a live list, and what to do instead. */
  refused: Refused;
  /** The connection ends, and when to come back. */
  bye: Bye;
}
