import { randomUUID } from 'node:crypto';
import { abilityOf } from '@genkan/access/compile';
import { maskOf } from '@genkan/access/mask';
import { memberKeys } from '@genkan/access/member-keys';
import { view } from '@genkan/access/view';
import { keyed, type World } from '@genkan/access/test/arbitraries';
import { allKnown } from '@genkan/access/test/known-rows';
import { applySetting, emptyPortal, type Change } from '@genkan/domain/changes';
import type { Member } from '@genkan/domain/members';
import type { Portal } from '@genkan/domain/portal';
import type { RecordState } from '@genkan/domain/records';
import type { View } from '@genkan/domain/sight';
import { MemoryLog } from '@genkan/log/memory-log';
import type { PortalLog } from '@genkan/log/portal-log';

/** A portal at one sequence, as plainly as it can be held. */
export type Moment = {
  readonly portal: Portal;
  readonly records: ReadonlyMap<string, RecordState>;
  readonly members: ReadonlyMap<string, Member>;
};

const rowsOf = (portal: Portal): Change[] => [
  ...Object.entries(portal.modules).map(([id, after]): Change => ({
    kind: 'setting',
    part: 'module',
    id,
    before: null,
    after,
  })),
  ...Object.entries(portal.userTypes).map(([id, after]): Change => ({
    kind: 'setting',
    part: 'user-type',
    id,
    before: null,
    after,
  })),
  ...Object.entries(portal.suspensions).map(([id, after]): Change => ({
    kind: 'setting',
    part: 'suspension',
    id,
    before: null,
    after,
  })),
];

/** A portal's whole past: writes entries to a real log, and remembers each moment to hold what was told against. */
export class History {
  readonly log: PortalLog;
  readonly #moments: Moment[];
  readonly portal: string;

  private constructor(id: string, log: PortalLog) {
    this.log = log;
    this.portal = id;
    this.#moments = [{ portal: emptyPortal(id), records: new Map(), members: new Map() }];
  }

  static async of(world: World, log: PortalLog = new MemoryLog()): Promise<History> {
    const history = new History(world.portal.id, log);
    await history.write([
      ...rowsOf(world.portal),
      ...world.members.map((after): Change => ({ kind: 'member', before: null, after })),
      ...world.records.map((after): Change => ({ kind: 'record', before: null, after })),
    ]);
    return history;
  }

  get head(): number {
    return this.#moments.length - 1;
  }
  get now(): Moment {
    return this.at(this.head);
  }
  at(sequence: number): Moment {
    return this.#moments[sequence]!;
  }

  /** One entry of these changes; answers its sequence. */
  async write(changes: readonly Change[]): Promise<number> {
    const sequence = this.head + 1;
    const entry = {
      portal: this.portal,
      sequence,
      command: 'update-record',
      commandId: randomUUID(),
      member: null,
      at: new Date(0).toISOString(),
      outcome: 'applied' as const,
      changes,
    };
    this.#moments.push(after(this.now, changes));
    const appended = await this.log.append({ portal: this.portal, head: sequence - 1, entries: [entry], receipts: [] });
    if (appended !== 'committed') throw new Error(`Not committed: ${JSON.stringify(appended)}`);
    return sequence;
  }

  /** Puts records (null: removes) and keys all others again, as the actor does, in one entry. */
  async put(rows: readonly RecordState[], settings: readonly Change[] = []): Promise<number> {
    const { portal, records } = after(this.now, settings);
    const next = keyed(portal, [...new Map([...records, ...rows.map((row) => [row.id, row] as const)]).values()]);
    const changes = next.flatMap((row): Change[] => {
      const before = records.get(row.id) ?? null;
      return JSON.stringify(before) === JSON.stringify(row) ? [] : [{ kind: 'record', before, after: row }];
    });
    return this.write([...settings, ...changes]);
  }

  /** What a member may see of a module after an entry. */
  seen(member: string, module: string, sequence: number): ReadonlyMap<string, View> {
    const { portal, records, members } = this.at(sequence);
    const who = members.get(member);
    const all = [...records.values()];
    if (who?.status !== 'active') return new Map();
    const ability = abilityOf(portal, who);
    const keys = memberKeys(portal, ability, who, allKnown(all));
    return new Map(
      all.flatMap((record) => {
        const shown = record.module === module ? view(ability, record, maskOf(keys, record)) : null;
        return shown ? [[record.id, shown] as const] : [];
      }),
    );
  }
}

function after({ portal, records, members }: Moment, changes: readonly Change[]): Moment {
  const rows = new Map(records);
  const people = new Map(members);
  let settings = portal;
  for (const change of changes) {
    if (change.kind === 'setting') settings = applySetting(settings, change);
    if (change.kind === 'record' && change.after) rows.set(change.after.id, change.after);
    if (change.kind === 'record' && !change.after && change.before) rows.delete(change.before.id);
    if (change.kind === 'member' && change.after) people.set(change.after.id, change.after);
  }
  return { portal: settings, records: rows, members: people };
}
