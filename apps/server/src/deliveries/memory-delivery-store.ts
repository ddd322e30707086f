import type { Delivery, DeliveryStore, Mark, NodeStart, SentTo } from './delivery-store.ts';

type Kept = Delivery & { readonly node: NodeStart };
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

  async whoReceived(portal: string, module: string, sequence: number): Promise<readonly string[]> {
    const members = [...this.#deliveries.values()].flatMap((one) => {
      const to = one.to ?? this.#marks.get(markOf(one.node, portal))?.sequence ?? one.from;
      const covers = one.portal === portal && one.module === module && one.from <= sequence && sequence <= to;
      return covers ? [one.member] : [];
    });
    return [...new Set(members)].sort();
  }

  async rowsAt(portal: string, sequence: number): Promise<readonly SentTo[]> {
    const rows = [...this.#deliveries.values()].filter((one) => {
      const to = one.to ?? this.#marks.get(markOf(one.node, portal))?.sequence ?? one.from;
      return one.portal === portal && one.from <= sequence && sequence <= to;
    });
    return rows.map(({ session, member, module }) => ({ session, member, module })).sort(bySession);
  }

  async closeLost(heardBefore: number): Promise<void> {
    const lost = [...this.#marks].filter(([, { at }]) => at < heardBefore);
    for (const [name, { node, portal, sequence }] of lost) {
      this.#marks.delete(name);
      for (const [key, one] of this.#deliveries) {
        if (one.to === null && one.node === node && one.portal === portal)
          this.#deliveries.set(key, { ...one, to: Math.max(one.from, sequence) });
      }
    }
  }
}

const bySession = (a: SentTo, b: SentTo): number => (`${a.session} ${a.module}` < `${b.session} ${b.module}` ? -1 : 1);

const markOf = (node: NodeStart, portal: string): string => `${node}/${portal}`;
