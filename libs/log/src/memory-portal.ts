import type { Change } from '@genkan/domain/changes';
import { applySetting, emptyPortal } from '@genkan/domain/changes';
import type { Member } from '@genkan/domain/members';
import type { Portal } from '@genkan/domain/portal';
import type { RecordState } from '@genkan/domain/records';
import { countedOn, type Users } from '@genkan/domain/users';
import { referringKeys } from './held-keys.ts';
import type { Entry, Receipt, StoredRecord } from './portal-log.ts';

export const receiptName = (member: string | null, commandId: string): string => `${member ?? ''}/${commandId}`;
export const claimName = (scope: string, value: string): string => JSON.stringify([scope, value]);
export const isInstallationWide = (scope: string): boolean => scope.startsWith('installation:');

/** One portal as `MemoryLog` keeps it: the entries, and the rows they add up to. */
export class MemoryPortal {
  readonly entries: Entry[] = [];
  readonly receipts = new Map<string, Receipt>();
  readonly claims = new Map<string, string>();
  readonly #records = new Map<string, StoredRecord>();
  readonly #members = new Map<string, Member>();
  settings: Portal;

  constructor(id: string) {
    this.settings = emptyPortal(id);
  }

  get head(): number {
    return this.entries.length;
  }

  add(entry: Entry): void {
    this.entries.push(entry);
    for (const change of entry.changes) this.#apply(change, entry.sequence);
  }

  /** As it was after this entry: folded anew. */
  after(sequence: number): MemoryPortal {
    const then = new MemoryPortal(this.settings.id);
    for (const entry of this.entries.slice(0, sequence)) then.add(entry);
    return then;
  }

  recordsOf(module: string): readonly StoredRecord[] {
    return [...this.#records.values()].filter((record) => record.module === module);
  }

  record(module: string, id: string): RecordState | null {
    const stored = this.#records.get(id);
    if (stored === undefined || stored.module !== module) return null;
    const { sequence: _, ...state } = stored;
    return state;
  }
  member(id: string): Member | null {
    return this.#members.get(id) ?? null;
  }
  referring(module: string, field: string, id: string): readonly string[] {
    const keys = referringKeys(field, id);
    return this.recordsOf(module)
      .filter((record) => keys.some((key) => record.keys.includes(key)))
      .map((record) => record.id)
      .sort();
  }
  members(): readonly Member[] {
    return this.#membersWhere(() => true);
  }
  membersTiedTo(record: string): readonly Member[] {
    return this.#membersWhere((member) => member.kind === 'portal-user' && member.record === record);
  }
  membersOf(userType: string): readonly Member[] {
    return this.#membersWhere((member) => member.kind === 'portal-user' && member.userType === userType);
  }
  users(): Users {
    const all = this.members().map((after): Change => ({ kind: 'member', before: null, after }));
    return countedOn(new Map(), all);
  }

  #membersWhere(wanted: (member: Member) => boolean): readonly Member[] {
    return [...this.#members.values()].filter(wanted).sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  #apply(change: Change, sequence: number): void {
    switch (change.kind) {
      case 'record':
        return put(this.#records, change, change.after && { ...change.after, sequence });
      case 'member':
        return put(this.#members, change, change.after);
      case 'setting':
        this.settings = applySetting(this.settings, change);
        return;
      case 'claim':
        return; // kept by the log, which also judges them over all portals
      default:
        return change satisfies never;
    }
  }
}

function put<T>(
  rows: Map<string, T>,
  change: { before: { id: string } | null; after: { id: string } | null },
  row: T | null,
): void {
  const id = (change.after ?? change.before)?.id;
  if (id === undefined) return;
  if (row === null) rows.delete(id);
  else rows.set(id, row);
}
