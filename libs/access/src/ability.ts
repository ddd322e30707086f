import type { RecordRights } from '@genkan/domain/sight';
import type { Criteria } from '@genkan/domain/criteria';
import type { Value } from '@genkan/domain/fields';
import type { StaffRight } from '@genkan/domain/roles';

/** A reach with its rights compiled; its place in the tab's list is its bit in a reach mask. */
export type CompiledReach = {
  /** `self`, `created`, `all`, or the path walked from the record; `own` is walked from the member's own record. */
  readonly meets:
    | { kind: 'self' }
    | { kind: 'created' }
    | { kind: 'all' }
    | { kind: 'related'; path: string; own: readonly string[] };
  readonly rights: RecordRights;
};

type Fields = Readonly<Record<string, Value>>;

/** A granted layout as closures: what a record on it shows, and what may be done with it by a reach mask. */
export type Shape = {
  /**
   * The visible fields in the layout's order, null where the record has none: null and hidden differ. Abilities of a
   * portal that show the same fields have the same `show`, and it answers the same object for the same fields.
   */
  readonly show: (fields: Fields) => Fields;
  /** The rights of a mask, edit cut to what the layout shows; kept per mask. */
  readonly by: (mask: number) => { readonly may: number; readonly rights: RecordRights };
};

/** A tab as the engine uses it: closures and sets, no CASL and no zod in the fan-out. */
export type CompiledTab = {
  readonly module: string;
  readonly reaches: readonly CompiledReach[];
  /**
   * Visible fields by granted layout, in the layout's own order, then by name. A layout that is not here does not exist
   * for the member; one without visible fields does: its records are told by id and layout alone.
   */
  readonly layouts: ReadonlyMap<string, ReadonlySet<string>>;
  readonly shapes: ReadonlyMap<string, Shape>;
  readonly criteria: Criteria | null;
  readonly meetsCriteria: (fields: Fields) => boolean;
  /** Fields whose change can alter a view or a judgement: the visible ones and those criteria name. */
  readonly touches: ReadonlySet<string>;
  readonly create: ReadonlySet<string> | null;
  /**
   * Distinct rights of the reaches, in an order of their own. A view's `may` is the set of those contained in what the
   * member may do with the record, as bits, edit counted within the fields its layout shows: equal rights give equal
   * codes, so that a hidden lookup that changes only *why* a record is met changes no byte (law 7).
   */
  readonly rightsTable: readonly RecordRights[];
};

/** What a member may do and see, compiled from a user type or from staff roles. Shared by all members of the type. */
export type Ability = {
  /** `user-type:<id>` or `roles:<names>`. */
  readonly subject: string;
  /** A hash of what the ability means: two abilities with the same version judge and show the same, whoever holds them. */
  readonly version: string;
  readonly kind: 'staff' | 'portal-user';
  readonly tabs: ReadonlyMap<string, CompiledTab>;
  readonly staffRights: ReadonlySet<StaffRight>;
};

/**
 * The keys a member holds: module -> key -> bits of the reaches that give it. A record and a member meet where their
 * keys meet. Keys: `*` everything, `=<record id>` the record itself, `+<member id>` its creator,
 * `Agent.Manager:<record id>` what a path leads to.
 */
export type MemberKeys = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Which records of a module a member can meet, as plain data: the SQL printer and the in-memory log read the same. */
export type Scope = {
  readonly module: string;
  readonly keys: readonly string[];
  readonly layouts: readonly string[];
  /** Whether restricted records are met too: by staff. */
  readonly withRestricted: boolean;
  readonly criteria: Criteria | null;
};
