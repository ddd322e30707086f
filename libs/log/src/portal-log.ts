import type { Scope } from '@genkan/access/ability';
import type { Change } from '@genkan/domain/changes';
import type { Criteria } from '@genkan/domain/criteria';
import type { Known, Question } from '@genkan/domain/known';
import type { Member } from '@genkan/domain/members';
import type { Portal, SettingPart } from '@genkan/domain/portal';
import type { RecordState } from '@genkan/domain/records';
import type { RejectionCode } from '@genkan/domain/rejected';
import type { TallyRequest, TallyRow } from './tally.ts';

/** One command's commit. No personal data: values live in the change rows, where they can be erased. */
export type Entry = {
  readonly portal: string;
  readonly sequence: number;
  readonly command: string;
  readonly commandId: string;
  /** Null: the operator of the installation. */
  readonly member: string | null;
  readonly at: string;
  readonly outcome: 'applied' | RejectionCode;
  /** Whole rows before and after, in the order they were made. */
  readonly changes: readonly Change[];
};

/**
 * What a repeat of a command id is answered from: codes, ids and field names, never values. One that is emptied has no salt
 * and no hash, no result and no fields: what stays is that the id was used, when, for what, and how it ended.
 */
export type Receipt = {
  readonly member: string | null;
  readonly commandId: string;
  readonly command: string;
  /** SHA-256 of salt and canonical input: another input under the same id is refused (P3). */
  readonly salt: string;
  readonly inputHash: string;
  readonly outcome: 'applied' | RejectionCode;
  readonly sequence: number | null;
  readonly result: Readonly<Record<string, unknown>>;
  readonly fields: readonly string[];
  readonly at: string;
};

/** One turn of a portal: what its commands decided on the state at `head`. All of it is stored, or nothing. */
export type Turn = {
  readonly portal: string;
  readonly head: number;
  /** Sequences head+1, head+2, ... */
  readonly entries: readonly Entry[];
  readonly receipts: readonly Receipt[];
};

/**
 * `lost`: another node moved the head, or stored a receipt under one of the ids; nothing was written: read and decide
 * again. `taken`: the scope (`installation:name` or `installation:slug`) of a value that another portal holds.
 */
export type Appended = 'committed' | 'lost' | { readonly taken: string };

/** A record with the sequence of the entry that last changed it. */
export type StoredRecord = RecordState & { readonly sequence: number };

export type PageRequest = {
  readonly scope: Scope;
  /** The reader's own filter, on fields he sees; already checked. */
  readonly where: Criteria | null;
  readonly orderBy: readonly (readonly [field: string, direction: 'asc' | 'desc'])[];
  /** For each layout the fields the reader sees: another counts as null for filter, order and totals. Null: all. */
  readonly visible: ReadonlyMap<string, ReadonlySet<string>> | null;
  /** The last row of the page before: its order values and id. */
  readonly after: { readonly values: readonly unknown[]; readonly id: string } | null;
  readonly limit: number;
};
/** Rows and the head they were read at, from one snapshot. Ties are broken by id; text in code-point order. */
export type Page = { readonly head: number; readonly rows: readonly StoredRecord[]; readonly more: boolean };

/** A draft that is applied by itself: when, and for which member. */
export type DueDraft = { readonly portal: string; readonly draft: string; readonly at: string; readonly by: string };

/** Entries somebody looks back at: `record`: those that changed it; `rights`: those that changed settings or members. */
export type LookedFor =
  | { readonly of: 'record'; readonly module: string; readonly id: string }
  | { readonly of: 'all' | 'rights' | 'refused' };
/** `member`: only what this member sent. */
export type LookBack = LookedFor & { readonly member?: string; readonly before: number; readonly limit: number };

/** The questions answered from one snapshot at `head`. */
export type Answers = { readonly head: number; readonly known: Known };

/** A reader's rows, each as it was after the entry from which he reads on; undefined: not held. Null: not there. */
export type HeldRows = (module: string, id: string) => RecordState | null | undefined;

/**
 * The log of all portals with the rows it keeps current. Every implementation passes `portal-log.contract.ts`.
 * Reads that return a `head` are of one snapshot.
 */
export interface PortalLog {
  append(turn: Turn): Promise<Appended>;
  /** 0 when the portal does not exist. */
  head(portal: string): Promise<number>;
  /** Heads of the portals asked for: the narrow read that polling makes. */
  heads(portals: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Entries after a sequence, in order and without a hole, at most `limit`. `held` spares the log what the reader knows. */
  entries(portal: string, after: number, limit: number, held?: HeldRows): Promise<readonly Entry[]>;
  /** The settings and the head they belong to; null when the portal does not exist. */
  settings(portal: string): Promise<{ readonly head: number; readonly portal: Portal } | null>;
  gather(portal: string, questions: readonly Question[]): Promise<Answers>;
  receipts(portal: string, ids: readonly { member: string | null; commandId: string }[]): Promise<readonly Receipt[]>;
  /** Empties at most `limit` receipts of any portal from before a time (UTC, ISO 8601), the oldest first; answers how many. */
  emptyReceipts(before: string, limit: number): Promise<number>;
  page(portal: string, request: PageRequest): Promise<Page>;
  /** Counts no further than `atMost`. */
  count(portal: string, request: PageRequest, atMost?: number): Promise<{ head: number; count: number }>;
  sum(portal: string, request: PageRequest, field: string): Promise<{ head: number; sum: number }>;
  /** Records as they were after the entry `sequence` (null: not there then), newer changes undone. */
  recordsAt(
    portal: string,
    ids: readonly { module: string; id: string }[],
    sequence: number,
  ): Promise<ReadonlyMap<string, RecordState | null>>;
  /** How many records each group of members meets before and after a change of what they may see. */
  tally(portal: string, request: TallyRequest): Promise<{ head: number; rows: readonly TallyRow[] }>;
  /** The settings as they were after the entry `sequence`, newer changes undone; null when there was no portal then. */
  settingsAt(portal: string, sequence: number): Promise<Portal | null>;
  /** Of the entries before a sequence that changed these parts of the settings the newest, newest first, with those changes alone. */
  settingEntries(
    portal: string,
    parts: readonly SettingPart[],
    before: number,
    limit: number,
  ): Promise<readonly Entry[]>;
  /**
   * Of the entries before a sequence those looked for, newest first, at most `limit`, with whole rows: of a record with
   * its changes alone, of `rights` with those of settings and members.
   */
  lookBack(portal: string, asked: LookBack): Promise<readonly Entry[]>;
  /** All members, or this one, as they were after the entry `sequence`, in order of their ids. */
  membersAt(portal: string, sequence: number, only?: string): Promise<readonly Member[]>;
  /** The last entry not later than a time (UTC, ISO 8601); 0: none. */
  sequenceAt(portal: string, time: string): Promise<number>;
  /** Ids of records of a module that lost one of these keys, or were removed under it, after `since`. */
  left(
    portal: string,
    module: string,
    keys: readonly string[],
    since: number,
  ): Promise<{ head: number; ids: readonly string[] }>;
  /** Ids of records that hold one of these keys now and were changed after `since`. `*` among the keys means every record. */
  changed(
    portal: string,
    module: string,
    keys: readonly string[],
    since: number,
  ): Promise<{ head: number; ids: readonly string[] }>;
  /** Drafts of any portal whose time has come by `moment` (UTC, ISO 8601 with milliseconds). */
  dueDrafts(moment: string): Promise<readonly DueDraft[]>;
  /** Ids of the portals that follow the rules of privacy, in order: those whose deadlines are looked after. */
  compliant(): Promise<readonly string[]>;
  /** The portal behind a slug, or null. */
  portalBySlug(slug: string): Promise<string | null>;
}

/** Wakes readers after a commit. A hint never carries truth: all lost means late, never wrong (law 8). */
export interface Hints {
  /** After commit, outside any transaction; coalesced by the implementation. */
  committed(portal: string, head: number): void;
  /** Calls back whenever a portal's head may have moved, with the head as told: both untrusted. Returns how to stop. */
  listen(heard: (portal: string, head: number) => void): () => void;
  close(): Promise<void>;
}
