import {
  believedMs,
  everyPortal,
  type Delivery,
  type DeliveryStore,
  type Mark,
  type NodeStart,
  type SentTo,
} from './delivery-store.ts';

/** `until`: of a lost node's row, when what it may have sent was made at the latest. */
type Kept = Delivery & { readonly node: NodeStart; readonly until?: number };
type Heard = Mark & { readonly node: NodeStart; readonly at: number };

/** For a ground without a database: gone with the process. */
export class MemoryDeliveryStore implements DeliveryStore {
  readonly #deliveries = new Map<string, Kept>();
  readonly #marks = new Map<string, Heard>();

  async save(node: NodeStart, deliveries: readonly Delivery[], marks: readonly Mark[], now: number): Promise<void> {
    for (const one of deliveries) this.#deliveries.set(`${one.session}/${one.module}/${one.from}`, { ...one, node });
    for (const { portal, sequence } of marks) {
      const known = this.#marks.get(markOf(node, portal))?.sequence ?? 0;
      this.#marks.set(markOf(node, portal), { node, portal, sequence: Math.max(known, sequence), at: now });
    }
  }

  async whoReceived(portal: string, module: string, sequence: number, at: number): Promise<readonly string[]> {
    const members = [...this.#deliveries.values()].flatMap((one) => {
      if (one.portal !== portal || one.module !== module || one.from > sequence) return [];
      const until = one.until ?? (one.to === null ? this.#heard(one) + believedMs : -Infinity);
      return sequence <= this.#reaches(one) || at <= until ? [one.member] : [];
    });
    return [...new Set(members)].sort();
  }

  #reaches({ to, node, portal, from }: Kept): number {
    return to ?? this.#marks.get(markOf(node, portal))?.sequence ?? from;
  }

  #heard({ node, portal }: Pick<Kept, 'node' | 'portal'>): number {
    const heard = [portal, everyPortal].map((one) => this.#marks.get(markOf(node, one))?.at ?? -Infinity);
    return Math.max(...heard);
  }

  async rowsAt(portal: string, sequence: number): Promise<readonly SentTo[]> {
    const rows = [...this.#deliveries.values()].filter(
      (one) => one.portal === portal && one.from <= sequence && sequence <= this.#reaches(one),
    );
    const told = rows.map(({ session, member, module, to }) => ({ session, member, module, open: to === null }));
    return told.sort(bySession);
  }

  async closeLost(heardBefore: number): Promise<void> {
    const alive = new Set([...this.#marks.values()].filter(({ at }) => at >= heardBefore).map(({ node }) => node));
    for (const [key, one] of this.#deliveries) {
      const known = this.#marks.has(markOf(one.node, one.portal));
      if (one.to !== null || alive.has(one.node) || !known) continue;
      this.#deliveries.set(key, { ...one, to: this.#reaches(one), until: this.#heard(one) + believedMs });
    }
    for (const [name, { node }] of this.#marks) if (!alive.has(node)) this.#marks.delete(name);
  }
}

const bySession = (a: SentTo, b: SentTo): number => (`${a.session} ${a.module}` < `${b.session} ${b.module}` ? -1 : 1);

const markOf = (node: NodeStart, portal: string): string => `${node}/${portal}`;
