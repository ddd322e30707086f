import type { LookBack, PortalLog } from '@genkan/log/portal-log';
import type { Eyes } from '@genkan/realtime/rules';
import { eyesOf, RowsThen, type Place } from './eyes-at.ts';

/** From the entry `from` to the entry `to` a member was judged by the same; `eyes` null: he saw nothing. */
type Span = { readonly from: number; readonly to: number; readonly eyes: Eyes | null };

/**
 * One member's eyes after any entry. Found out once for every stretch in which nothing they come from was changed:
 * settings, members, and the records on the member's own walk. Asked from the newest backwards, it reads the least.
 */
export class EyesThen {
  readonly #log: PortalLog;
  readonly #portal: string;
  readonly #member: string;
  #span: Span = { from: 0, to: 0, eyes: null };

  constructor(log: PortalLog, portal: string, member: string) {
    this.#log = log;
    this.#portal = portal;
    this.#member = member;
  }

  async at(sequence: number): Promise<Eyes | null> {
    const { from, to } = this.#span;
    if (sequence < from || sequence > to) this.#span = await this.#find(sequence);
    return this.#span.eyes;
  }

  async #find(sequence: number): Promise<Span> {
    const portal = await this.#log.settingsAt(this.#portal, sequence);
    const [member] = await this.#log.membersAt(this.#portal, sequence, this.#member);
    const sees = portal !== null && member?.status === 'active';
    const rows = new RowsThen(this.#log, this.#portal, sequence);
    const eyes = sees ? (await eyesOf(portal, [member], rows)).get(member.id) : undefined;
    return { from: await this.#lastChange(rows.places, sequence), to: sequence, eyes: eyes ?? null };
  }

  async #lastChange(through: readonly Place[], upTo: number): Promise<number> {
    const newest = { before: upTo + 1, limit: 1 };
    const asked: LookBack[] = [
      { of: 'rights', ...newest },
      ...through.map((place): LookBack => ({ of: 'record', ...place, ...newest })),
    ];
    const found = await Promise.all(asked.map((one) => this.#log.lookBack(this.#portal, one)));
    return Math.max(0, ...found.map(([entry]) => entry?.sequence ?? 0));
  }
}
