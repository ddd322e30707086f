import type { Change, RecordChange } from '@genkan/domain/changes';
import type { Member } from '@genkan/domain/members';
import type { RecordState } from '@genkan/domain/records';
import { changeDigest, entryDigest, turnDigest } from './chain.ts';
import { lostKeys } from './held-keys.ts';
import type { Entry, Receipt, Turn } from './portal-log.ts';
import { changedFields, same, stored } from './stored-change.ts';

type Row = Readonly<Record<string, unknown>>;
/** The rows of a turn by the part of the append that takes them in; an empty part is left out of the statement. */
export type TurnRows = ReadonlyMap<string, readonly Row[]>;

/** What a turn writes. Rows are net: a record that many entries changed is written once, as the last one left it. */
export function turnRows(turn: Turn, newSalt: () => string): { digest: string; rows: TurnRows } {
  const rows = new Rows();
  const digests = turn.entries.map((entry) => addEntry(rows, entry, newSalt));
  for (const receipt of turn.receipts) rows.add('receipt', receiptRow(receipt));
  addNetRecords(rows, turn.entries);
  addNetRows(rows, turn.entries);
  addNetClaims(rows, turn.entries);
  return { digest: turnDigest(digests), rows: rows.byPart };
}

class Rows {
  readonly byPart = new Map<string, Row[]>();
  add(part: string, row: Row): void {
    const rows = this.byPart.get(part);
    if (rows === undefined) this.byPart.set(part, [row]);
    else rows.push(row);
  }
}

function addEntry(rows: Rows, entry: Entry, newSalt: () => string): string {
  const { changes, portal: _, commandId, ...rest } = entry;
  rows.add('entry', { ...rest, command_id: commandId });
  const digests = changes.map((change, ordinal) => {
    const row = { ...stored(change), salt: newSalt() };
    rows.add('change', { sequence: entry.sequence, ordinal, ...row });
    return changeDigest({ ...row, scrubbed: null });
  });
  return entryDigest(entry, digests);
}

const receiptRow = ({ member, commandId, inputHash, ...rest }: Receipt): Row => ({
  ...rest,
  actor: member ?? '',
  command_id: commandId,
  input_hash: inputHash,
});

type Net<T> = { readonly before: T | null; after: T | null; sequence: number };

function addNetRecords(rows: Rows, entries: readonly Entry[]): void {
  const nets = new Map<string, Net<RecordState>>();
  for (const { sequence, changes } of entries) {
    for (const change of changes) {
      if (change.kind !== 'record') continue;
      fold(nets, change, sequence);
      addPastKeys(rows, change, sequence);
    }
  }
  for (const net of nets.values()) addNetRecord(rows, net);
}

function fold<T extends { id: string }>(
  nets: Map<string, Net<T>>,
  change: { before: T | null; after: T | null },
  sequence: number,
) {
  const id = (change.after ?? change.before)?.id ?? '';
  const net = nets.get(id);
  if (net === undefined) nets.set(id, { before: change.before, after: change.after, sequence });
  else Object.assign(net, { after: change.after, sequence });
}

function addPastKeys(rows: Rows, { before, after }: RecordChange, sequence: number): void {
  if (before === null || (after !== null && !after.deleted && after.keys === before.keys)) return;
  for (const key of lostKeys(before, after))
    rows.add('past', { module: before.module, key, sequence, record: before.id });
}

function addNetRecord(rows: Rows, { before, after, sequence }: Net<RecordState>): void {
  if (before === null && after !== null) rows.add('put', recordRow(after, sequence));
  else if (before !== null && after === null) rows.add('remove', { module: before.module, id: before.id });
  else if (before !== null && after !== null) addChanged(rows, before, after, sequence);
  if (before?.keys !== after?.keys) addNetKeys(rows, before, after);
}

const recordRow = ({ createdBy, ...rest }: RecordState, sequence: number): Row => ({
  ...rest,
  created_by: createdBy,
  sequence,
});

/** Only the fields that differ travel, unless one was taken away or the keys moved. */
function addChanged(rows: Rows, before: RecordState, after: RecordState, sequence: number): void {
  const names = changedFields(before, after);
  const whole = !same(before.keys, after.keys) || names.some((name) => !Object.hasOwn(after.fields, name));
  const fields = Object.fromEntries(names.map((name) => [name, after.fields[name] ?? null]));
  rows.add(whole ? 'put' : 'patch', recordRow(whole ? after : { ...after, keys: [], fields }, sequence));
}

function addNetKeys(rows: Rows, before: RecordState | null, after: RecordState | null): void {
  const [was, is] = [new Set(before?.keys), new Set(after?.keys)];
  const row = after ?? before;
  const place = { module: row?.module, record: row?.id };
  for (const key of is) if (!was.has(key)) rows.add('key', { ...place, key });
  for (const key of was) if (!is.has(key)) rows.add('unkey', { ...place, key });
}

function addNetRows(rows: Rows, entries: readonly Entry[]): void {
  const members = new Map<string, Net<Member>>();
  const settings = new Map<string, Row>();
  for (const { sequence, changes } of entries) {
    for (const change of changes) {
      if (change.kind === 'member') fold(members, change, sequence);
      if (change.kind === 'setting') {
        settings.set(JSON.stringify([change.part, change.id]), {
          part: change.part,
          id: change.id,
          value: change.after,
          sequence,
        });
      }
    }
  }
  for (const { before, after, sequence } of members.values()) {
    if (after !== null) rows.add('member', memberRow(after, sequence));
    else if (before !== null) rows.add('unmember', { id: before.id });
  }
  for (const row of settings.values()) rows.add(row['value'] === null ? 'unset' : 'setting', row);
}

const memberRow = (member: Member, sequence: number): Row => ({
  id: member.id,
  record: member.kind === 'portal-user' ? member.record : null,
  user_type: member.kind === 'portal-user' ? member.userType : null,
  body: member,
  sequence,
});

/** A value given back and taken again in one turn changes its holder; one that was only taken must be free. */
function addNetClaims(rows: Rows, entries: readonly Entry[]): void {
  const nets = new Map<string, { scope: string; value: string; first: string | null; holder: string | null }>();
  for (const change of entries.flatMap((entry): readonly Change[] => entry.changes)) {
    if (change.kind !== 'claim') continue;
    const { scope, value, holder } = change;
    const name = JSON.stringify([scope, value]);
    nets.set(name, { scope, value, first: nets.has(name) ? (nets.get(name)?.first ?? null) : holder, holder });
  }
  for (const { first, ...net } of nets.values()) {
    if (net.holder === null) rows.add('unclaim', net);
    else rows.add(first === null ? 'reclaim' : 'claim', net);
  }
}
