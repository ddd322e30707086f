import { applySetting } from '@genkan/domain/changes';
import { NotGathered } from '@genkan/domain/known';
import type { Member } from '@genkan/domain/members';
import type { Portal } from '@genkan/domain/portal';
import type { RecordState } from '@genkan/domain/records';
import type { Rows } from '@genkan/access/asked';
import type { Entry } from '@genkan/log/portal-log';
import { rulesOf, type Rules } from './rules.ts';

export type Present = {
  readonly settings: Portal;
  readonly member: Member;
  readonly rules: Rules;
  readonly rows: Rows;
};

/** What of some entries may concern rights: made once for all sessions that come back from the same place. */
export class RightsSince {
  readonly entries: readonly Entry[];
  readonly #members = new Set<string>();
  readonly #records = new Set<string>();
  #settings = false;

  constructor(entries: readonly Entry[]) {
    this.entries = entries;
    for (const change of entries.flatMap((entry) => entry.changes)) {
      if (change.kind === 'setting') this.#settings = true;
      if (change.kind === 'member') this.#members.add((change.after ?? change.before)?.id ?? '');
      if (change.kind === 'record') this.#records.add((change.after ?? change.before)?.id ?? '');
    }
  }

  /** The rules before these entries: the same when nothing of them was altered. Null: `reset`. */
  rulesThen(present: Present): Rules | null {
    const { member, rules } = present;
    const altered = this.#settings || this.#members.has(member.id) || rules.through.some((id) => this.#records.has(id));
    return altered ? rulesThen(present, this.entries) : rules;
  }
}

/**
 * The rules a member had before these entries, found by undoing them. Null when they cannot be known, or when the member
 * was not active then: its client is told `reset`.
 */
function rulesThen(present: Present, entries: readonly Entry[]): Rules | null {
  let { settings } = present;
  let member: Member | null = present.member;
  const records = new Map<string, RecordState | null>();
  for (const change of entries.flatMap((entry) => entry.changes).reverse()) {
    if (change.kind === 'setting') {
      settings = applySetting(settings, { ...change, after: change.before });
    } else if (change.kind === 'member' && (change.after ?? change.before)?.id === present.member.id) {
      member = change.before;
    } else if (change.kind === 'record') {
      const id = (change.after ?? change.before)?.id ?? '';
      records.set(id, change.before);
    }
  }
  return member?.status === 'active' ? rulesOf(settings, member, undone(present.rows, records)) : null;
}

const undone = (rows: Rows, records: ReadonlyMap<string, RecordState | null>): Rows => ({
  record(module, id) {
    const then = records.get(id);
    if (then === undefined) return rows.record(module, id);
    return then?.module === module ? then : null;
  },
  referring(module, field, id) {
    throw new NotGathered({ ask: 'referring', module, field, id });
  },
});
