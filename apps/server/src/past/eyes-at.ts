import type { Rows } from '@genkan/access/asked';
import { abilityOf } from '@genkan/access/compile';
import { memberKeys } from '@genkan/access/member-keys';
import type { Member } from '@genkan/domain/members';
import type { Portal } from '@genkan/domain/portal';
import type { RecordState } from '@genkan/domain/records';
import type { PortalLog } from '@genkan/log/portal-log';
import type { Eyes } from '@genkan/realtime/rules';

/** A member's own walk is four lookups long at the most; each round goes one further. */
const rounds = 8;

export type Place = { readonly module: string; readonly id: string };

/** Records as they were after an entry, fetched in rounds: one that is not held yet reads as missing and is noted. */
export class RowsThen implements Rows {
  readonly #read: (places: readonly Place[]) => ReturnType<PortalLog['recordsAt']>;
  readonly #held = new Map<string, Map<string, RecordState | null>>();
  readonly #missing = new Map<string, Place>();
  /** How many reads found nothing held. */
  misses = 0;

  constructor(log: PortalLog, portal: string, sequence: number) {
    this.#read = (places) => log.recordsAt(portal, places, sequence);
  }

  record(module: string, id: string): RecordState | null {
    const row = this.#held.get(module)?.get(id);
    if (row !== undefined) return row;
    this.misses += 1;
    this.#missing.set(`${module}/${id}`, { module, id });
    return null;
  }

  /** Keys of a member are walked from his own side: nobody asks who refers to him. */
  referring(): never {
    throw new Error('Nothing that refers to a record is held here.');
  }

  /** Every record that was asked for. */
  get places(): readonly Place[] {
    return [...this.#held].flatMap(([module, rows]) => [...rows.keys()].map((id) => ({ module, id })));
  }

  async fetch(): Promise<void> {
    const places = [...this.#missing.values()];
    this.#missing.clear();
    if (places.length === 0) return;
    const then = await this.#read(places);
    for (const { module, id } of places) {
      const rows = this.#held.get(module) ?? new Map<string, RecordState | null>();
      this.#held.set(module, rows.set(id, then.get(id) ?? null));
    }
  }
}

/**
 * What each of these members is judged by: the engine of today with the settings, members and records of one moment.
 * `portal` and `members` are of that moment already, or of one that never was.
 */
export async function eyesOf(
  portal: Portal,
  members: readonly Member[],
  rows: RowsThen,
): Promise<ReadonlyMap<string, Eyes>> {
  const eyes = new Map<string, Eyes>();
  let open = members;
  for (let round = 0; round < rounds && open.length > 0; round += 1) {
    const unsure: Member[] = [];
    for (const member of open) {
      const { misses } = rows;
      const ability = abilityOf(portal, member);
      const keys = memberKeys(portal, ability, member, rows);
      eyes.set(member.id, { ability, keys });
      if (rows.misses > misses) unsure.push(member);
    }
    await rows.fetch();
    open = unsure;
  }
  return eyes;
}

/** The same after the entry `sequence`, for who looks once. */
export const eyesAt = (log: PortalLog, portal: Portal, members: readonly Member[], sequence: number) =>
  eyesOf(portal, members, new RowsThen(log, portal.id, sequence));
