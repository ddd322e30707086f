// Printed from the registry by `npm run contract`. Do not edit.

export const protocolVersion = 1;

export type Value = null | string | number | boolean | string[];

export type Operator =
  'is' | 'is-not' | 'in' | 'not-in' | 'empty' | 'not-empty' | 'less' | 'at-most' | 'more' | 'at-least';

export type Cursor = { ticket: string; token: string };

export type Hello = {
  protocol: number;
  token: string;
  cursor?: Cursor;
  subscriptions?: string[];
  preview?: { member: string; userType?: string; draft?: string };
};

export type View = { id: string; layout: string; fields: Record<string, Value>; may: number };

export type Change =
  | { op: 'put'; module: string; id: string; layout: string; fields: Record<string, Value>; may: number }
  | { op: 'patch'; module: string; id: string; fields?: Record<string, Value>; may?: number }
  | { op: 'remove'; module: string; id: string }
  | { op: 'keep-fields'; module: string; layout: string; fields: string[] }
  | { op: 'recode'; module: string; layout: string; codes: [number, number][] }
  | {
      op: 'column';
      module: string;
      layout: string;
      order: string[];
      fields: string[];
      ids: string[];
      values: Value[][];
    };

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

export type CanvasBlock =
  | { kind: 'fields'; width: 'full' | 'half' | 'third'; title: string | null; columns: number; fields: string[] }
  | { kind: 'text'; width: 'full' | 'half' | 'third'; text: string }
  | { kind: 'related'; width: 'full' | 'half' | 'third'; module: string; lookup: string }
  | { kind: 'link'; width: 'full' | 'half' | 'third'; label: string; url: string }
  | { kind: 'button'; width: 'full' | 'half' | 'third'; label: string; command: string };

export type AbilityCard = {
  kind: 'staff' | 'portal-user';
  portal: {
    name: string;
    currency: string;
    locale: string;
    zone: string;
    address?: { slug: string; former: string[] };
  };
  userType: { id: string; name: string } | null;
  staffRights: string[];
  tabs: Record<
    string,
    {
      label: string;
      view: 'list' | 'canvas';
      canvas?: Record<string, CanvasBlock[]>;
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

export type Self = { record: { module: string; id: string } | null };

export type Refused = { module: string; code: string; message: string };

export type Bye = { code: string; message: string; retryAfterMs: number | null };

export type WindowAsked = {
  window: string;
  module: string;
  where?: Criteria;
  orderBy: [string, 'asc' | 'desc'][];
  limit: number;
  ids?: string[];
};

export type WindowPage = { window: string; rows: View[]; total: number; token: string };

export type WindowRefused = { window: string; code: string; message: string };

export type EntryCard = {
  sequence: number;
  at: string;
  member: string | null;
  command: string;
  outcome: string;
  changes: (
    | { kind: 'record'; module: string; id: string; op: 'put' | 'patch' | 'remove'; fields: string[] }
    | { kind: 'member'; id: string }
    | { kind: 'setting'; part: string; id: string }
  )[];
};

export type Place = { viewing?: string; editing?: string };

export type Present = {
  module: string;
  id: string;
  others: { member: string; kind: 'staff' | 'portal-user'; name: string | null; at: Place }[];
};

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
  | 'restricted'
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
  /** Change the address of the portal. The old one leads to the new one. */
  'change-slug': { input: { slug: string }; result: Readonly<Record<string, unknown>> };
  /** Set the options of the portal: who answers for records, whose addresses are refused. */
  'configure-portal': {
    input: { owner?: string | null; employeeDomains?: string[]; clientDomains?: string[]; filterAtCreate?: boolean };
    result: Readonly<Record<string, unknown>>;
  };
  /** Give the portal another plan. What stands stays; what is new is judged by the new plan. */
  'set-plan': {
    input: {
      plan: string;
      terms?: {
        portal?: boolean;
        freeUsers?: number | null;
        maxUserTypes?: number;
        overLimit?: 'contact' | 'purchase';
        poolForDefault?: boolean;
        cliffGuard?: boolean;
        currency?: string;
        tiers?: { from: number; to: number | null; price: number; per: 'all' | 'seat' }[];
      };
    };
    result: Readonly<Record<string, unknown>>;
  };
  /** Say how many seats the portal has for the users of additional user types. */
  'buy-seats': { input: { seats: number }; result: Readonly<Record<string, unknown>> };
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
  /** Arrange the fields of a layout in blocks, or take its canvas away. */
  'define-canvas': {
    input: {
      module: string;
      layout: string;
      canvas: {
        blocks: (
          | {
              kind: 'fields';
              width?: 'full' | 'half' | 'third';
              title?: string | null;
              columns?: number;
              fields: string[];
            }
          | { kind: 'text'; width?: 'full' | 'half' | 'third'; text: string }
          | { kind: 'related'; width?: 'full' | 'half' | 'third'; module: string; lookup: string }
          | { kind: 'link'; width?: 'full' | 'half' | 'third'; label: string; url: string }
          | { kind: 'button'; width?: 'full' | 'half' | 'third'; label: string; command: string }
        )[];
      } | null;
    };
    result: Readonly<Record<string, unknown>>;
  };
  /** Declare a path of two to four lookups by which records can be reached. */
  'define-path': { input: { module: string; steps: string[] }; result: Readonly<Record<string, unknown>> };
  /** Put a declared path to use, once every record has its key. */
  'complete-path': { input: { module: string; path: string }; result: Readonly<Record<string, unknown>> };
  /** Let suspended keys count again, once every record behind them has its key. */
  'lift-suspension': { input: { suspension: string }; result: Readonly<Record<string, unknown>> };
  /** Tell which fields are open to more people than they should be. */
  'note-exposure': {
    input: {
      at: number;
      fields: { module: string; field: string; people: number; userTypes: string[]; everyRecord: boolean }[];
    };
    result: Readonly<Record<string, unknown>>;
  };
  /** Say from how many people on it is told in the log that a field became open to them. */
  'watch-exposure': { input: { people: number | null }; result: Readonly<Record<string, unknown>> };
  /** Make a user type: a group of portal users who may see and do the same. */
  'create-user-type': {
    input: {
      name: string;
      base: string;
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
            | { kind: 'related'; path?: string; own?: string[]; edit?: string[]; delete?: boolean; copy?: boolean }
          )[];
          create?: string[] | null;
        }
      >;
    };
    result: Readonly<Record<string, unknown>>;
  };
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
  /** Write down how user types should become, without changing what anybody sees. */
  'save-draft': {
    input: {
      draft?: string;
      name: string;
      userTypes: Record<
        string,
        Record<
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
        >
      >;
      rebase?: boolean;
    };
    result: Readonly<Record<string, unknown>>;
  };
  /** Throw a draft away. */
  'discard-draft': { input: { draft: string }; result: Readonly<Record<string, unknown>> };
  /** Let a draft take effect: all its user types change at once. */
  'apply-draft': { input: { draft: string }; result: Readonly<Record<string, unknown>> };
  /** Say when a draft is applied by itself, or that it is not. */
  'schedule-draft': { input: { draft: string; at: string | null }; result: Readonly<Record<string, unknown>> };
  /** Give a user type the setup it had at an earlier place in the log. */
  'revert-user-type': { input: { userType: string; to: number }; result: Readonly<Record<string, unknown>> };
  /** Begin to look at the portal with the eyes of one of its users; he can read that you did. */
  'start-preview': { input: { member: string }; result: Readonly<Record<string, unknown>> };
  /** Stop looking with the eyes of a user. */
  'end-preview': { input: { member: string }; result: Readonly<Record<string, unknown>> };
  /** Delete a user type; its users move to another one. */
  'delete-user-type': { input: { userType: string; moveTo?: string }; result: Readonly<Record<string, unknown>> };
  /** Say what a lead becomes when it is converted, and which leads are converted by rule. */
  'configure-conversion': {
    input: {
      mapping: { Contacts: Record<string, string>; Accounts: Record<string, string>; Deals: Record<string, string> };
      lookups: Record<string, Record<string, string>>;
      portalAccess: 'drop' | 'refuse';
      rules: Record<
        string,
        {
          label: string;
          criteria:
            | { field: string; is: Operator; value?: Value }
            | {
                and: (
                  | { field: string; is: Operator; value?: Value }
                  | { and: { field: string; is: Operator; value?: Value }[] }
                  | { or: { field: string; is: Operator; value?: Value }[] }
                )[];
              }
            | {
                or: (
                  | { field: string; is: Operator; value?: Value }
                  | { and: { field: string; is: Operator; value?: Value }[] }
                  | { or: { field: string; is: Operator; value?: Value }[] }
                )[];
              };
          userType: string;
          account?: boolean;
          deal?: boolean;
          automatic?: boolean;
        }
      >;
    };
    result: Readonly<Record<string, unknown>>;
  };
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
  /** Move many portal users to another user type with the same base module. */
  'move-members': { input: { members: string[]; userType: string }; result: Readonly<Record<string, unknown>> };
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
  /** Make a new record with the values of another, as far as you see them and may set them. */
  'copy-record': { input: { module: string; id: string }; result: Readonly<Record<string, unknown>> };
  /** Change fields of a record. */
  'update-record': {
    input: { module: string; id: string; set: Record<string, Value>; base?: Record<string, Value>; layout?: string };
    result: Readonly<Record<string, unknown>>;
  };
  /** Delete a record. Staff can restore it for 30 days. */
  'delete-record': { input: { module: string; id: string }; result: Readonly<Record<string, unknown>> };
  /** Bring back a record that was deleted within the last 30 days. */
  'restore-record': { input: { module: string; id: string }; result: Readonly<Record<string, unknown>> };
  /** Create or update records by their ids in another system. */
  'import-records': {
    input: {
      module: string;
      rows: { externalId: string; layout?: string; fields: Record<string, Value | { external: string }> }[];
    };
    result: Readonly<Record<string, unknown>>;
  };
  /** Turn a lead into a contact, with an account and a deal if wished; portal access goes on. */
  'convert-lead': {
    input: {
      lead: string;
      userType?: string;
      contact?: Record<string, Value>;
      account?: { id: string } | { fields: Record<string, Value> };
      deal?: Record<string, Value>;
    };
    result: Readonly<Record<string, unknown>>;
  };
  /** Convert leads by a rule, exactly as a dry run said. */
  'convert-leads': {
    input: { rule: string; ids: string[]; expect: string };
    result: Readonly<Record<string, unknown>>;
  };
  /** Convert the leads that came to meet an automatic rule. */
  'convert-due': { input: { due: string }; result: Readonly<Record<string, unknown>> };
  /** Derive the keys of records again. */
  'rekey-records': { input: { module: string; ids: string[] }; result: Readonly<Record<string, unknown>> };
  /** Switch compliance on or off, and say how due dates are counted. */
  'configure-privacy': {
    input: { compliance: boolean; calendar?: { rollOver: boolean; holidays: string[] } };
    result: Readonly<Record<string, unknown>>;
  };
  /** Say in which words consent to a purpose is asked. */
  'define-consent-form': { input: { purpose: string; wording: string }; result: Readonly<Record<string, unknown>> };
  /** Say on which lawful basis a person’s data are processed for a purpose. */
  'set-lawful-basis': {
    input: {
      module: string;
      id: string;
      purpose: string;
      basis: 'Consent' | 'Contract' | 'LegalObligation' | 'VitalInterests' | 'PublicInterest' | 'LegitimateInterests';
    };
    result: Readonly<Record<string, unknown>>;
  };
  /** Consent to a purpose, in the words that were read. */
  'give-consent': {
    input: { purpose: string; version: number; subject?: { module: string; id: string }; how?: string };
    result: Readonly<Record<string, unknown>>;
  };
  /** Withdraw consent to a purpose. */
  'withdraw-consent': {
    input: { purpose: string; subject?: { module: string; id: string } };
    result: Readonly<Record<string, unknown>>;
  };
  /** Ask for the export, rectification or erasure of personal data, or to stop their processing. */
  'file-data-request': {
    input: {
      kind: 'Export' | 'Rectify' | 'Erase' | 'Stop';
      subject?: { module: string; id: string };
      details?: string;
    };
    result: Readonly<Record<string, unknown>>;
  };
  /** Ask for proof of identity before a request goes on. */
  'ask-for-identity': { input: { request: string; ask: string }; result: Readonly<Record<string, unknown>> };
  /** Say that the person behind a request was verified. */
  'verify-identity': { input: { request: string; method: string }; result: Readonly<Record<string, unknown>> };
  /** Begin to work on a verified request. */
  'start-data-request': { input: { request: string }; result: Readonly<Record<string, unknown>> };
  /** Take two further months for a request, and say why. */
  'extend-data-request': { input: { request: string; reason: string }; result: Readonly<Record<string, unknown>> };
  /** Refuse a request, with reasons. */
  'refuse-data-request': {
    input: {
      request: string;
      code: 'Unfounded' | 'Excessive' | 'IdentityNotProven' | 'LegalObligation' | 'LegalClaims' | 'Other';
      reason: string;
    };
    result: Readonly<Record<string, unknown>>;
  };
  /** Do what a request in progress asks for, and answer it. */
  'complete-data-request': { input: { request: string; notice?: string }; result: Readonly<Record<string, unknown>> };
  /** Mark a request that was not answered in time. */
  'mark-overdue': { input: { request: string }; result: Readonly<Record<string, unknown>> };
  /** Stop the processing of a person’s record: it stays stored and is closed to every other command. */
  'restrict-record': {
    input: { module: string; id: string; reason?: string };
    result: Readonly<Record<string, unknown>>;
  };
  /** Tell the person that the restriction of a record is going to be lifted, and why. */
  'announce-lifting': {
    input: { module: string; id: string; reason: string };
    result: Readonly<Record<string, unknown>>;
  };
  /** Let a record be processed again, once the person was told. */
  'lift-restriction': { input: { module: string; id: string }; result: Readonly<Record<string, unknown>> };
}

/** What a client sends. */
export interface ClientToServer {
  /** Receive every record of a module that you may see, and each change of it. */
  subscribe: { module: string };
  /** Receive nothing more of a module. */
  unsubscribe: { module: string };
  /** Issue a command; its answer comes in a frame, right after its effects. */
  command: { id: string; name: string; input: unknown };
  /** Read records, a record, a count, a sum, the catalogue; for staff the log, a trace, members and user types. */
  query: {
    name:
      | 'records'
      | 'record'
      | 'count'
      | 'sum'
      | 'catalogue'
      | 'entries'
      | 'trace'
      | 'conversion-dry-run'
      | 'conversions-refused'
      | 'export-my-data'
      | 'access-answer'
      | 'consent-forms'
      | 'members'
      | 'user-types'
      | 'overview'
      | 'related-tabs'
      | 'who-could-see'
      | 'records-at'
      | 'field-history'
      | 'audit'
      | 'explain'
      | 'preview-records'
      | 'preview-ability'
      | 'previews'
      | 'draft-diff'
      | 'exposure'
      | 'schema'
      | 'user-type-schema'
      | 'user-type-history'
      | 'licence'
      | 'price';
    input: unknown;
  };
  /** Be told when everything up to the present head was sent to you. */
  'caught-up': Record<string, never>;
  /** Receive the first records of a list, and each change of these. */
  window: WindowAsked;
  /** Receive nothing more of a window. */
  'close-window': { window: string };
  /** Be told each entry of the log as it happens, if you may. */
  'watch-log': { on: boolean };
  /** Say where you are at a record, and be told who else is there. */
  presence: { module: string; id: string; at: Place | null; watch: boolean };
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
  /** The record you are tied to is another. */
  self: Self;
  /** Forget what you hold; a fresh snapshot follows. */
  reset: Reset;
  /** A module is not sent to you as a live list, and what to do instead. */
  refused: Refused;
  /** All that a window shows. */
  page: WindowPage;
  /** A window may show other records now; ask anew. */
  'list-changed': { window: string };
  /** A window is closed, and why. */
  'window-refused': WindowRefused;
  /** An entry of the log, as you may see it. */
  entry: EntryCard;
  /** Who else is at a record, as far as you may know them. */
  present: Present;
  /** The connection ends, and when to come back. */
  bye: Bye;
}
