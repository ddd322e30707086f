/** A waiting line that is fair between members: each in turn gives one, in the order he sent them (AC12). */
export class FairLane<Item extends { readonly member: string }> {
  #lines = new Map<string, Item[]>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  waitingOf(member: string): number {
    return this.#lines.get(member)?.length ?? 0;
  }

  add(item: Item): void {
    const line = this.#lines.get(item.member);
    if (line) line.push(item);
    else this.#lines.set(item.member, [item]);
    this.#size += 1;
  }

  peek(): Item | null {
    for (const line of this.#lines.values()) return line[0] ?? null;
    return null;
  }

  /** The next item; its member goes to the end of the round. */
  next(): Item | null {
    for (const [member, line] of this.#lines) {
      const item = line.shift() ?? null;
      this.#lines.delete(member);
      if (line.length > 0) this.#lines.set(member, line);
      this.#size -= 1;
      return item;
    }
    return null;
  }

  /** What was taken and not used stands again where it stood: before everything that came later. */
  putBack(items: readonly Item[]): void {
    const lines = new Map<string, Item[]>();
    for (const item of items) {
      const line = lines.get(item.member);
      if (line) line.push(item);
      else lines.set(item.member, [item]);
    }
    for (const [member, line] of this.#lines) lines.set(member, [...(lines.get(member) ?? []), ...line]);
    this.#lines = lines;
    this.#size += items.length;
  }
}
