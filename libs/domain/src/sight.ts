import type { RecordState } from './records.ts';
import type { StaffRight } from './roles.ts';
import type { Value } from './fields.ts';

/**
 * Stands as a view's `may` where the record is restricted (GDPR 18): a bit above those of the sixteen reaches, so that
 * nothing may be done with it. Staff only ever see it.
 */
export const restrictedCode = 65_536;

/** What a member sees of one record. `may` is a code: the session's table says which rights it stands for. */
export type View = {
  readonly id: string;
  readonly layout: string;
  readonly fields: Readonly<Record<string, Value>>;
  readonly may: number;
};

/** The rights on one record as this member meets it. */
export type RecordRights = {
  readonly edit: ReadonlySet<string>;
  readonly delete: boolean;
  readonly copy: boolean;
  readonly restore: boolean;
};

/**
 * A member's eyes and hands on the state about to change. Made by `access` from the compiled ability and the member's
 * keys; handed to `decide`, so that the rules of the portal never know how rights are computed.
 */
export interface Sight {
  readonly kind: 'staff' | 'portal-user' | 'operator';
  may(right: StaffRight): boolean;
  /** False: the module does not exist for this member. */
  sees(module: string): boolean;
  /** The record as the member sees it, or null: it does not exist for this member (law 7). */
  view(record: RecordState): View | null;
  /** The fields the member sees on a layout; null when the layout is not granted. */
  visible(module: string, layout: string): ReadonlySet<string> | null;
  /** The rights on a record the member meets; all false when it is not met. */
  rights(record: RecordState): RecordRights;
  /** Fields that may be set when creating in a module on a layout; null when nothing can be created there. */
  creatable(module: string, layout: string): ReadonlySet<string> | null;
  /** Fields a copy takes over: those seen on the layout that are not view-only everywhere in the module (S0-62). */
  copyable(module: string, layout: string): ReadonlySet<string>;
}
