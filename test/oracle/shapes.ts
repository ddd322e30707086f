/**
 * The oracle's own words for a portal. It shares no line with the server: what both agree on, two readers of the rules
 * wrote down independently.
 */
export type Value = null | string | number | boolean | readonly string[];

export type Field = {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly module?: string | undefined;
  readonly default?: Value | undefined;
};
export type Module = {
  readonly name: string;
  readonly fields: Readonly<Record<string, Field>>;
  /** Layout name -> its fields, in order. */
  readonly layouts: Readonly<Record<string, readonly string[]>>;
  /** Paths longer than one lookup that are complete; a single lookup is a path from the day it exists. */
  readonly paths: Readonly<Record<string, readonly string[]>>;
};

export type Criteria =
  | { readonly and: readonly Criteria[] }
  | { readonly or: readonly Criteria[] }
  | { readonly field: string; readonly is: string; readonly value?: Value | undefined };

export type Rights = { readonly edit: readonly string[]; readonly delete: boolean; readonly copy: boolean };
export type Reach = Rights &
  (
    | { readonly kind: 'self' | 'created' | 'all' }
    | { readonly kind: 'related'; readonly path: string; readonly own: readonly string[] }
  );
export type Tab = {
  readonly layouts: Readonly<Record<string, readonly string[]>>;
  readonly view: 'list' | 'canvas';
  readonly criteria: Criteria | null;
  readonly reaches: readonly Reach[];
  readonly create: readonly string[] | null;
};
export type Tabs = Readonly<Record<string, Tab>>;
/** What the rules leave to the clock: whatever time stands there is right. */
export const someTime = 'some time';

export type UserType = { readonly id: string; readonly name: string; readonly base: string; readonly tabs: Tabs };

export type Role = 'administrator' | 'portal-manager' | 'sales';
type Person = {
  readonly id: string;
  readonly status: 'active' | 'inactive' | 'removed';
  readonly sessionsEnded: number;
};
export type Staff = Person & { readonly kind: 'staff'; readonly roles: readonly Role[] };
export type PortalUser = Person & {
  readonly kind: 'portal-user';
  readonly userType: string;
  readonly module: string;
  readonly record: string;
};
export type Member = Staff | PortalUser;

export type Row = {
  readonly id: string;
  readonly module: string;
  readonly layout: string;
  readonly fields: Readonly<Record<string, Value>>;
  readonly createdBy: string;
  readonly deleted: boolean;
  /** Stored and nothing else: portal users do not see it, and staff do nothing with it. */
  readonly restricted?: boolean;
  /** The person was told that the restriction is to be lifted. */
  readonly liftingAnnounced?: boolean;
  /** A lead that went on as a contact: it comes back no more. */
  readonly converted?: boolean;
};

/** What a lead becomes: target field -> the lead's field; and which empty lookup of who leads to it is filled. */
export type Conversion = {
  readonly mapping: Readonly<Record<'Contacts' | 'Accounts' | 'Deals', Readonly<Record<string, string>>>>;
  readonly lookups: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly rules: Readonly<Record<string, { readonly userType: string }>>;
};
/** Setups written down; `base`: what the user types were when it was saved. */
export type Draft = {
  readonly userTypes: Readonly<Record<string, Tabs>>;
  readonly base: Readonly<Record<string, Tabs | undefined>>;
};
/** What a plan allows where it limits: user types, and seats shared by all but the default one. */
export type Licence = { readonly maxUserTypes: number; readonly seats: number };

/** The end of a path by which nobody meets anything until it is lifted. */
export type Suspended = { readonly module: string; readonly path: string; readonly end: string };

/** A portal at one sequence. A value: `fold` answers a new one and leaves the old as it was. */
export type State = {
  readonly sequence: number;
  readonly modules: Readonly<Record<string, Module>>;
  readonly userTypes: Readonly<Record<string, UserType>>;
  readonly members: Readonly<Record<string, Member>>;
  readonly rows: ReadonlyMap<string, Row>;
  /** `<module>/<external id>` -> the record that has it, living or deleted. */
  readonly externals: Readonly<Record<string, string>>;
  /** One for each move that suspended it: an end may stand here more than once. */
  readonly suspended: readonly Suspended[];
  readonly defaultType: string | null;
  /** Compliance settings are on: data requests and consents exist. */
  readonly compliance: boolean;
  readonly conversion: Conversion;
  readonly drafts: Readonly<Record<string, Draft>>;
  /** Every setup a user type ever had, the newest last, and from which sequence on. */
  readonly setups: Readonly<Record<string, readonly { readonly from: number; readonly tabs: Tabs }[]>>;
  /** Null: the plan limits nothing. */
  readonly licence: Licence | null;
};

/** A record as a member sees it. `may` is spelled out: what can be done with it, not by which code it is told. */
export type Seen = {
  readonly layout: string;
  readonly fields: Readonly<Record<string, Value>>;
  readonly may: {
    readonly edit: readonly string[];
    readonly delete: boolean;
    readonly copy: boolean;
    readonly restore: boolean;
  };
};
export type Sees = ReadonlyMap<string, Seen>;
