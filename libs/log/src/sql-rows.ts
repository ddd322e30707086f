import type { Portal } from '@genkan/domain/portal';
import { applySetting, emptyPortal } from '@genkan/domain/changes';
import type { RecordState } from '@genkan/domain/records';
import type { Entry, Receipt, StoredRecord } from './portal-log.ts';

// Rows as `row_to_json` gives them: numbers are numbers on every database. They were written by this library, from
// values the schemas of the domain had passed, and no one else may write them: they are taken at their word here.

export type RecordRow = Omit<RecordState, 'createdBy'> & { readonly created_by: string; readonly sequence: number };
export type EntryRow = Omit<Entry, 'commandId' | 'changes' | 'portal'> & { readonly command_id: string };
export type ReceiptRow = Omit<Receipt, 'member' | 'commandId' | 'inputHash'> & {
  readonly actor: string;
  readonly command_id: string;
  readonly input_hash: string;
};
export type SettingRow = { readonly part: 'profile'; readonly id: string; readonly value: Portal['profile'] };

/** The columns of a record that its state is made of. */
export const recordColumns =
  'r.module, r.id, r.layout, r.fields, r.keys, r.created_by, r.owner, r.deleted, r.restricted, r.sequence';

export const recordState = ({ sequence: _, ...row }: RecordRow): RecordState => stateOf(row);
export const storedRecord = ({ sequence, ...row }: RecordRow): StoredRecord => ({ ...stateOf(row), sequence });

const stateOf = ({ created_by, ...row }: Omit<RecordRow, 'sequence'>): RecordState => {
  const { id, module, layout, fields, owner, deleted, restricted, keys } = row;
  return { id, module, layout, fields, createdBy: created_by, owner, deleted, restricted, keys };
};

/** A time as the domain writes it: UTC with milliseconds. */
const instant = (at: string): string => new Date(at).toISOString();

export const entryOf = (portal: string, row: EntryRow, changes: Entry['changes']): Entry => ({
  portal,
  sequence: row.sequence,
  command: row.command,
  commandId: row.command_id,
  member: row.member,
  at: instant(row.at),
  outcome: row.outcome,
  changes,
});

export const receiptOf = ({ actor, command_id, input_hash, ...row }: ReceiptRow): Receipt => ({
  member: actor === '' ? null : actor,
  commandId: command_id,
  command: row.command,
  salt: row.salt,
  inputHash: input_hash,
  outcome: row.outcome,
  sequence: row.sequence,
  result: row.result,
  fields: row.fields,
  at: instant(row.at),
});

export const portalOf = (id: string, rows: readonly SettingRow[]): Portal =>
  rows.reduce(
    (portal, { part, id: name, value }) => applySetting(portal, { part, id: name, after: value }),
    emptyPortal(id),
  );
