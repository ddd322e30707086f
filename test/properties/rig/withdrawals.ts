import { leaksOf } from '../../oracle/canaries.ts';
import type { Command } from '../../oracle/commands.ts';
import type { History } from '../../oracle/history.ts';
import type { Packet, RawSocket } from './raw-socket.ts';

const ofRights: readonly Command['name'][] = [
  'configure-user-type',
  'move-member',
  'deactivate-member',
  'remove-member',
  'end-sessions',
];
const steps = [10, 30, 100, 300, 1000, 5000] as const;

/** What a packet held that its receiver may not see any more, though he might at the packet's own place. */
type Late = { readonly found: readonly string[]; readonly after: number };

/**
 * LK2: how long after a command that takes rights was answered its former holders are still sent what it took, in
 * milliseconds of this process's clock. (That no packet tells more than its own place allows is LK1.)
 */
export class Withdrawals {
  readonly #answered: { readonly sequence: number; readonly at: number }[] = [];
  readonly lateness: number[] = [];
  /** How long after each answer each socket that stood was at its place or behind it. */
  readonly delays: number[] = [];
  readonly #heard = new WeakMap<RawSocket, number>();

  /** A command was answered `applied` just now. */
  note({ name }: Command, sequence: number): void {
    if (ofRights.includes(name)) this.#answered.push({ sequence, at: performance.now() });
  }

  /** The latest such value in a packet of this place; a client that did not read hears of the past when it reads again. */
  judge(
    { bytes, at }: Packet,
    place: number,
    to: { readonly member: string; readonly socket: RawSocket; readonly excused: ReadonlySet<string> },
    history: History,
  ): Late | null {
    const taken = this.#answered.find((one) => {
      const before = one.sequence > place && one.at < at && to.socket.readSince < one.at && !to.socket.paused;
      return before && this.#lost(bytes, one.sequence, to, history).length > 0;
    });
    if (!taken) return null;
    const after = at - taken.at;
    this.lateness.push(after);
    return { found: this.#lost(bytes, taken.sequence, to, history), after };
  }

  /** A socket has come to a place: so late it knows of the commands up to there. */
  heard({ at }: Packet, place: number, socket: RawSocket): void {
    const from = this.#heard.get(socket) ?? 0;
    const known = this.#answered.slice(from).findIndex(({ sequence }) => sequence > place);
    const to = known < 0 ? this.#answered.length : from + known;
    this.#heard.set(socket, to);
    for (const one of this.#answered.slice(from, to))
      if (Math.max(socket.opened, socket.readSince) < one.at) this.delays.push(Math.max(0, at - one.at));
  }

  /** What this very command took: forbidden behind it, and not before. */
  #lost(
    bytes: string,
    sequence: number,
    { member, excused }: { readonly member: string; readonly excused: ReadonlySet<string> },
    history: History,
  ): readonly string[] {
    const behind = leaksOf(bytes, history.at(sequence), member, excused, history.now);
    if (behind.length === 0) return [];
    const before = new Set(leaksOf(bytes, history.at(sequence - 1), member, excused, history.now));
    return behind.filter((found) => !before.has(found));
  }

  histogram(): string {
    return `told in ${histogramOf(this.delays)}; still sent for ${histogramOf(this.lateness)}`;
  }
}

/** `<= 10 ms: 12, <= 30 ms: 3, ...` */
function histogramOf(times: readonly number[]): string {
  const counts = [...steps, Infinity].map((step, n) => {
    const above = steps[n - 1] ?? -1;
    return [step, times.filter((one) => one > above && one <= step).length] as const;
  });
  return counts.map(([step, count]) => `<= ${step} ms: ${count}`).join(', ');
}
